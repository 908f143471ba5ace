package dev.muster.desktop.control;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows a log keeps: a ring bounded in rows and in characters, whose oldest rows make room for
 * new ones. Appending costs the same however full it is, and measures nothing: that is done when
 * (and if) the row is shown. Not thread-safe; the log's owner uses it on the JavaFX thread.
 */
public final class LogBuffer {
  /** A longer row is cut when shown, with a word that says so. */
  public static final int MAX_ROW_CHARS = 16_000;

  /** One row with what the layout found out about it. */
  static final class Entry {
    LogRow row;

    /** What is shown of the row's text; null until it is first measured. */
    @Nullable String text;

    /** Distance of the upper edge from the very first row ever appended, in px. */
    long top;

    int height;

    Entry(LogRow row) {
      this.row = row;
    }

    String text() {
      String known = text;
      if (known == null) {
        known = VisibleText.forLog(row.text(), MAX_ROW_CHARS);
        text = known;
      }
      return known;
    }
  }

  private final int maxRows;
  private final long maxChars;
  private @Nullable Entry[] ring = new Entry[256];
  private final Map<String, Long> keys = new HashMap<>();
  private long first;

  /** The first row since it was emptied: what was before it made no room. */
  private long cleared;

  private long end;
  private long chars;
  private @Nullable Entry tail;

  /**
   * @param maxRows rows kept at most
   * @param maxChars characters kept at most, over all rows; the newest row is kept in any case
   */
  public LogBuffer(int maxRows, long maxChars) {
    if (maxRows < 1 || maxChars < 1) {
      throw new IllegalArgumentException("A log keeps at least one row and one character.");
    }
    this.maxRows = maxRows;
    this.maxChars = maxChars;
  }

  /** Number of the oldest row still kept; rows are numbered from 0 in the order they came. */
  public long first() {
    return first;
  }

  /** Number the next row will get. */
  public long end() {
    return end;
  }

  /** Rows that had to go to make room. */
  public long cut() {
    return first - cleared;
  }

  /** {@link #end()}, or one more while a tail is streaming: the tail counts as a row. */
  public long endWithTail() {
    return tail == null ? end : end + 1;
  }

  /** Adds a row at the end and returns its number. A key it has stands for this row from now on. */
  public long append(LogRow row) {
    if (end - first == maxRows) {
      dropFirst();
    }
    if (end - first == ring.length) {
      grow();
    }
    ring[slot(end)] = new Entry(row);
    chars += row.text().length();
    if (row.key() != null) {
      keys.put(row.key(), end);
    }
    end++;
    while (chars > maxChars && end - first > 1) {
      dropFirst();
    }
    return end - 1;
  }

  /** Number of the row that has this key; -1 if none has it (any more). */
  long find(String key) {
    Long number = keys.get(key);
    return number == null ? -1 : number;
  }

  /**
   * Replaces the row with the same key where it stands, or appends the row if there is none (any
   * more).
   *
   * @return the number of the row that was replaced, or -1 if the row was appended
   */
  public long put(LogRow row) {
    Long number = row.key() == null ? null : keys.get(row.key());
    if (number == null) {
      append(row);
      return -1;
    }
    Entry entry = entry(number);
    chars += row.text().length() - entry.row.text().length();
    if (!row.text().equals(entry.row.text())) {
      entry.text = null;
    }
    entry.row = row;
    return number;
  }

  /** Sets what is still being streamed; it stands after the last row. Null: nothing is. */
  public void tail(@Nullable LogRow row) {
    tail = row == null ? null : new Entry(row);
  }

  /** Forgets every row. Numbers go on where they were. */
  public void clear() {
    Arrays.fill(ring, null);
    keys.clear();
    first = end;
    cleared = end;
    chars = 0;
    tail = null;
  }

  /** The row with a number from {@link #first()} up to {@link #endWithTail()}, exclusive. */
  public LogRow row(long number) {
    return entry(number).row;
  }

  /** What is shown of a row's text. */
  public String text(long number) {
    return entry(number).text();
  }

  Entry entry(long number) {
    if (number == end && tail != null) {
      return tail;
    }
    if (number < first || number >= end) {
      throw new IndexOutOfBoundsException("row " + number + " of " + first + ".." + end);
    }
    return Objects.requireNonNull(ring[slot(number)]);
  }

  private void dropFirst() {
    int slot = slot(first);
    Entry gone = Objects.requireNonNull(ring[slot]);
    ring[slot] = null;
    chars -= gone.row.text().length();
    if (gone.row.key() != null) {
      keys.remove(gone.row.key(), first);
    }
    first++;
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }

  private void grow() {
    @Nullable Entry[] wider = new Entry[ring.length * 2];
    for (long n = first; n < end; n++) {
      wider[(int) (n & (wider.length - 1))] = ring[slot(n)];
    }
    ring = wider;
  }
}
