package dev.muster.engine.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that stand on a single page of a database, whatever has become of the pages around
 * it. Source of the format: sqlite.org/fileformat2.html.
 */
final class PageRows {
  private static final int TABLE_LEAF = 0x0d;
  private static final int INDEX_LEAF = 0x0a;
  private static final int LARGEST_ROW = 64 << 20;

  private final PageFile pages;
  private final int usable;

  PageRows(PageFile pages) {
    this.pages = pages;
    this.usable = pages.pageSize();
  }

  /**
   * A row.
   *
   * @param id its number; 0 for a table that has none
   * @param values null, a Long or a String each; of anything else null
   */
  record Row(long id, List<@Nullable Object> values) {}

  /** This is no row. */
  private static final class NotARow extends Exception {
    private static final long serialVersionUID = 1;

    NotARow() {
      super(null, null, false, false);
    }
  }

  /**
   * What one page has.
   *
   * @param leaf whether it is a page with rows at all
   * @param unread how many rows could not be read
   */
  record Page(boolean leaf, List<Row> rows, int unread) {}

  /** All rows that can be read on a page. */
  Page read(byte[] page) throws IOException {
    int type = page[0] & 0xff;
    if (type != TABLE_LEAF && type != INDEX_LEAF) {
      return new Page(false, List.of(), 0);
    }
    ByteBuffer buffer = ByteBuffer.wrap(page);
    int cells = buffer.getShort(3) & 0xffff;
    if (8 + 2 * cells > usable) {
      return new Page(false, List.of(), 0);
    }
    List<Row> rows = new ArrayList<>();
    int unread = 0;
    for (int n = 0; n < cells; n++) {
      int at = buffer.getShort(8 + 2 * n) & 0xffff;
      try {
        rows.add(row(page, at, type == TABLE_LEAF));
      } catch (NotARow | IndexOutOfBoundsException damaged) {
        unread++;
      }
    }
    return new Page(true, rows, unread);
  }

  private Row row(byte[] page, int at, boolean table) throws NotARow, IOException {
    int[] place = {at};
    long length = varint(page, place);
    if (length < 2 || length > LARGEST_ROW) {
      throw new NotARow();
    }
    long id = table ? varint(page, place) : 0;
    int most = table ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    int local = (int) length;
    if (length > most) {
      int least = (usable - 12) * 32 / 255 - 23;
      int fit = least + (int) ((length - least) % (usable - 4));
      local = fit <= most ? fit : least;
    }
    ByteArrayOutputStream payload = new ByteArrayOutputStream((int) length);
    payload.write(page, place[0], local);
    if (local < length) {
      int next = ByteBuffer.wrap(page).getInt(place[0] + local);
      overflow(next, (int) length, payload);
    }
    return new Row(id, values(payload.toByteArray()));
  }

  private void overflow(int first, int length, ByteArrayOutputStream to)
      throws NotARow, IOException {
    int next = first;
    while (to.size() < length) {
      if (next < 2 || next > pages.count()) {
        throw new NotARow();
      }
      List<byte[]> versions = pages.versions(next);
      if (versions.isEmpty()) {
        throw new NotARow();
      }
      byte[] page = versions.getFirst();
      next = ByteBuffer.wrap(page).getInt(0);
      to.write(page, 4, Math.min(usable - 4, length - to.size()));
    }
  }

  private static List<@Nullable Object> values(byte[] payload) throws NotARow {
    int[] head = {0};
    long headLength = varint(payload, head);
    int[] body = {(int) headLength};
    List<@Nullable Object> values = new ArrayList<>();
    while (head[0] < headLength) {
      values.add(value(payload, varint(payload, head), body));
    }
    if (body[0] != payload.length) {
      throw new NotARow();
    }
    return values;
  }

  private static @Nullable Object value(byte[] payload, long type, int[] at) throws NotARow {
    int bytes =
        switch ((int) Math.min(type, 12)) {
          case 0, 8, 9 -> 0;
          case 1, 2, 3, 4 -> (int) type;
          case 5 -> 6;
          case 6, 7 -> 8;
          case 10, 11 -> throw new NotARow();
          default -> Math.toIntExact(Math.min((type - 12) / 2, LARGEST_ROW));
        };
    int from = at[0];
    at[0] += bytes;
    if (at[0] > payload.length) {
      throw new NotARow();
    }
    if (type == 8 || type == 9) {
      return type - 8;
    }
    if (type >= 1 && type <= 6) {
      long number = payload[from];
      for (int n = 1; n < bytes; n++) {
        number = number << 8 | payload[from + n] & 0xff;
      }
      return number;
    }
    return type >= 13 && type % 2 == 1 ? text(payload, from, bytes) : null;
  }

  private static String text(byte[] payload, int from, int length) throws NotARow {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(payload, from, length))
          .toString();
    } catch (CharacterCodingException damaged) {
      throw new NotARow();
    }
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int n = 0; n < 8; n++) {
      byte next = bytes[at[0]++];
      value = value << 7 | next & 0x7f;
      if (next >= 0) {
        return value;
      }
    }
    return value << 8 | bytes[at[0]++] & 0xff;
  }
}
