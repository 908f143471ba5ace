package dev.muster.engine.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a database that SQLite itself can no longer read: those of its file, and over them
 * those of its write-ahead log. Source of both formats: sqlite.org/fileformat2.html. One thread.
 */
final class PageFile implements AutoCloseable {
  private static final int DEFAULT_PAGE = 4_096;
  private static final int WAL_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682;

  private final @Nullable RandomAccessFile file;
  private final @Nullable RandomAccessFile wal;
  private final int pageSize;
  private final int count;

  /** Where the newest whole version of a page stands in the log. */
  private final Map<Integer, Long> newest = new HashMap<>();

  private boolean logDamaged;

  PageFile(Path database, Path log) throws IOException {
    this.file = Files.exists(database) ? new RandomAccessFile(database.toFile(), "r") : null;
    this.wal = Files.exists(log) ? new RandomAccessFile(log.toFile(), "r") : null;
    this.pageSize = pageSizeOf();
    int pages = file == null ? 0 : Math.toIntExact(Math.ceilDiv(file.length(), pageSize));
    readLog();
    for (int page : newest.keySet()) {
      pages = Math.max(pages, page);
    }
    this.count = pages;
  }

  int pageSize() {
    return pageSize;
  }

  /** The number of the last page; the first is 1. */
  int count() {
    return count;
  }

  /** Whether the log has committed pages behind one that is not whole. */
  boolean logDamaged() {
    return logDamaged;
  }

  private int pageSizeOf() throws IOException {
    if (file != null && file.length() >= 18) {
      file.seek(16);
      int size = file.readUnsignedShort();
      size = size == 1 ? 65_536 : size;
      if (size >= 512 && Integer.bitCount(size) == 1) {
        return size;
      }
    }
    if (wal != null && wal.length() >= WAL_HEADER) {
      wal.seek(8);
      int size = wal.readInt();
      if (size >= 512 && size <= 65_536 && Integer.bitCount(size) == 1) {
        return size;
      }
    }
    return DEFAULT_PAGE;
  }

  /** Takes the frames that are whole, up to the last one that ends a transaction. */
  private void readLog() throws IOException {
    if (wal == null || wal.length() < WAL_HEADER) {
      return;
    }
    byte[] header = new byte[WAL_HEADER];
    wal.seek(0);
    wal.readFully(header);
    ByteBuffer head = ByteBuffer.wrap(header);
    int magic = head.getInt(0);
    ByteOrder order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean known = (magic & ~1) == MAGIC && head.getInt(8) == pageSize;
    logDamaged = !known;
    int[] before = {head.getInt(24), head.getInt(28)};
    int frameSize = FRAME_HEADER + pageSize;
    byte[] frame = new byte[frameSize];
    Map<Integer, Long> pending = new HashMap<>();
    boolean broken = false;
    long at = WAL_HEADER;
    for (; at + frameSize <= wal.length(); at += frameSize) {
      wal.seek(at);
      wal.readFully(frame);
      ByteBuffer buffer = ByteBuffer.wrap(frame);
      // A log is written over from its beginning: behind its end stands what it was used for
      // before.
      boolean current =
          !known || buffer.getInt(8) == head.getInt(16) && buffer.getInt(12) == head.getInt(20);
      int[] sum = {before[0], before[1]};
      add(sum, buffer.duplicate().order(order), 0, 8);
      add(sum, buffer.duplicate().order(order), FRAME_HEADER, pageSize);
      before = new int[] {buffer.getInt(16), buffer.getInt(20)};
      boolean whole = sum[0] == before[0] && sum[1] == before[1];
      if (!current) {
        // A damaged frame, or the end; if more of this log follows, it was damage.
        broken = true;
        continue;
      }
      if (!whole) {
        broken = true;
        continue;
      }
      int page = buffer.getInt(0);
      if (page > 0) {
        pending.put(page, at + FRAME_HEADER);
      }
      if (buffer.getInt(4) != 0) {
        newest.putAll(pending);
        pending.clear();
        logDamaged |= broken;
      }
    }
  }

  /** SQLite's checksum: two sums over pairs of words. */
  private static void add(int[] sum, ByteBuffer words, int from, int length) {
    for (int n = from; n < from + length; n += 8) {
      sum[0] += words.getInt(n) + sum[1];
      sum[1] += words.getInt(n + 4) + sum[0];
    }
  }

  /** The versions of a page that there are, the newest first; a short last page is filled up. */
  List<byte[]> versions(int number) throws IOException {
    List<byte[]> versions = new ArrayList<>(2);
    Long at = newest.get(number);
    if (at != null && wal != null) {
      versions.add(read(wal, at));
    }
    long offset = (number - 1L) * pageSize;
    if (file != null && offset < file.length()) {
      versions.add(read(file, offset));
    }
    return versions;
  }

  private byte[] read(RandomAccessFile from, long offset) throws IOException {
    byte[] page = new byte[pageSize];
    from.seek(offset);
    from.readFully(page, 0, (int) Math.min(pageSize, from.length() - offset));
    return page;
  }

  @Override
  public void close() throws IOException {
    try (RandomAccessFile first = file;
        RandomAccessFile second = wal) {
      newest.clear();
    }
  }
}
