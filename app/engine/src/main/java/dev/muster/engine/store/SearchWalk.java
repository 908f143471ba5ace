package dev.muster.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the hits of a search and counts them by session. Reading a hit costs some 0.2 µs, to
 * begin anew some 100 µs, and counting inside SQLite 0.03 µs a hit: so it reads on, and only in a
 * session with very many hits it has the rest counted and goes on below it.
 */
final class SearchWalk implements AutoCloseable {
  /** Hits of one session that are read before the rest is counted. */
  private static final int READ = 512;

  private static final int LOOK_EVERY = 128;

  /** Beginning anew must be at most this dear to be worth it. */
  private static final long CHEAP_NANOS = 1_500_000;

  private static final String ROWS =
      "select rowid from ix.said where said match ? and rowid between ? and ? order by rowid desc";
  private static final String COUNT =
      "select count(*) from ix.said where said match ? and rowid between ? and ?";

  private final String expression;
  private final Map<Long, long[]> bounds;
  private final int kept;
  private final SearchThread.Stop stop;
  private final PreparedStatement rows;
  private final PreparedStatement count;
  private final Map<Long, Tally> found = new HashMap<>();
  private long lowest = Long.MAX_VALUE;
  private long beginNanos;

  /** The hits of one session: how many, and the last of them. */
  static final class Tally {
    private final long[] rows;
    private int known;
    private long hits;
    private boolean all = true;

    private Tally(int kept) {
      rows = new long[kept];
    }

    long hits() {
      return hits;
    }

    boolean all() {
      return all;
    }

    /** The last ones first. */
    long[] rows() {
      return Arrays.copyOf(rows, known);
    }

    private void add(long row) {
      if (known < rows.length) {
        rows[known++] = row;
      }
      hits++;
    }
  }

  /**
   * @param expression what to look for, for FTS5
   * @param bounds sessions of which only a part counts: first and last row, by their number
   * @param kept how many hits of each session are remembered
   */
  SearchWalk(
      Connection connection,
      String expression,
      Map<Long, long[]> bounds,
      int kept,
      SearchThread.Stop stop)
      throws SQLException {
    this.expression = expression;
    this.bounds = bounds;
    this.kept = kept;
    this.stop = stop;
    this.rows = connection.prepareStatement(ROWS);
    this.count = connection.prepareStatement(COUNT);
  }

  /** What was found, by the session's number. */
  Map<Long, Tally> found() {
    return found;
  }

  /** Sessions from this number on were gone through; all when it is 0. */
  long lowest() {
    return lowest;
  }

  /** Whether single sessions can be asked for at little cost. */
  boolean cheap() {
    return beginNanos < CHEAP_NANOS;
  }

  /**
   * Goes through all hits, the highest session first.
   *
   * @param nanos how long at most, not counting SQLite's own preparation; 0 for no limit
   */
  void all(long nanos) throws SQLException {
    long top = Long.MAX_VALUE;
    long start = System.nanoTime();
    boolean first = true;
    while (top > 0) {
      long from = System.nanoTime();
      try (ResultSet row = rows(0, top)) {
        boolean any = row.next();
        beginNanos = Math.max(beginNanos, System.nanoTime() - from);
        if (first) {
          start = System.nanoTime();
          first = false;
        }
        if (!any) {
          break;
        }
        top = run(row, nanos == 0 ? Long.MAX_VALUE : nanos, start);
      }
      if (top < 0) {
        return;
      }
    }
    lowest = 0;
  }

  /** Gives the row from which to begin anew, 0 at the end, -1 when the time is over. */
  private long run(ResultSet row, long nanos, long start) throws SQLException {
    long session = -1;
    Tally tally = null;
    long[] bound = null;
    int here = 0;
    int seen = 0;
    do {
      long at = row.getLong(1);
      if (SearchRow.session(at) != session) {
        session = SearchRow.session(at);
        tally = null;
        bound = bounds.get(session);
        here = 0;
        lowest = session + 1;
      }
      if (++seen % LOOK_EVERY == 0) {
        stop.check();
        if (System.nanoTime() - start > nanos) {
          found.remove(session);
          return -1;
        }
      }
      if (bound == null || (at >= bound[0] && at <= bound[1])) {
        if (tally == null) {
          tally = found.computeIfAbsent(session, none -> new Tally(kept));
        }
        tally.add(at);
      }
      if (++here == READ && cheap()) {
        count(session, at - 1, tally, bound);
        return SearchRow.first(session) - 1;
      }
    } while (row.next());
    return 0;
  }

  private void count(long session, long below, @Nullable Tally tally, long @Nullable [] bound)
      throws SQLException {
    long from = bound == null ? SearchRow.first(session) : bound[0];
    long to = bound == null ? below : Math.min(below, bound[1]);
    if (tally != null) {
      tally.hits += number(from, to);
    } else if (from <= to) {
      one(session, 0);
    }
  }

  private long number(long from, long to) throws SQLException {
    if (from > to) {
      return 0;
    }
    count.setString(1, expression);
    count.setLong(2, from);
    count.setLong(3, to);
    try (ResultSet row = count.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /**
   * Looks into one session.
   *
   * @param most how many hits are read at most; 0 to count them all
   * @return whether it has any
   */
  boolean one(long session, int most) throws SQLException {
    stop.check();
    long[] bound = bounds.get(session);
    long from = bound == null ? SearchRow.first(session) : bound[0];
    long to = bound == null ? SearchRow.last(session) : bound[1];
    Tally tally = new Tally(kept);
    int read = most == 0 ? kept : most;
    try (ResultSet row = rows(from, to)) {
      while (tally.hits < read && row.next()) {
        tally.add(row.getLong(1));
      }
      tally.all = tally.hits < read || !row.next();
    }
    if (!tally.all && most == 0) {
      tally.hits = number(from, to);
      tally.all = true;
    }
    if (tally.hits > 0) {
      found.put(session, tally);
    }
    return tally.hits > 0;
  }

  private ResultSet rows(long from, long to) throws SQLException {
    rows.setString(1, expression);
    rows.setLong(2, from);
    rows.setLong(3, to);
    return rows.executeQuery();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
    count.close();
  }
}
