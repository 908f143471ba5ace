package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stories of sessions of any length, piece by piece: a session of a million events opens
 * as fast as one of ten. Safe for any thread; methods block, on platform threads of the store, and
 * throw {@link JournalException} when the database cannot be read.
 *
 * <p>The events come from the journal. {@link #turns}, {@link #files} and {@link #commands} are
 * derived from it behind the writer, less than a second late, and are made again by {@link
 * Search#rebuild()}.
 */
public interface Stories {
  /** The most events of one part. */
  int MOST = 2_000;

  /** The most characters of one part; a part with fewer events than asked for has reached it. */
  long MOST_CHARS = 4L << 20;

  /**
   * Some events that follow each other, in order.
   *
   * @param before whether there are earlier ones
   * @param after whether there are later ones
   */
  record Part(List<Recorded> events, boolean before, boolean after) {}

  /** The end of a story: its last events, at most {@code limit}. */
  Part tail(SessionId session, int limit);

  /** The events before a sequence number, the nearest ones, at most {@code limit}. */
  Part before(SessionId session, long seq, int limit);

  /** The events from a sequence number on, that one included, at most {@code limit}. */
  Part from(SessionId session, long seq, int limit);

  /** The events around a sequence number, that one included, half of them before it. */
  Part around(SessionId session, long seq, int limit);

  /**
   * One turn in the outline; 0 is what was before the first prompt.
   *
   * @param firstSeq its first event
   * @param lastSeq its last event so far
   * @param prompt the prompt's first line, at most 200 characters; empty where there is none
   * @param events how many events it has
   * @param commands commands begun in it
   * @param edits edits that went through
   * @param errors tools that failed, and notes of errors
   * @param added lines added by its edits, where the agent told
   * @param removed lines removed, likewise
   * @param costMicros micro-dollars; null when none was reported
   * @param end how it ended; null while it runs
   * @param checkpoint the commit that keeps the files as it left them; null where there is none
   */
  record Turn(
      int number,
      long firstSeq,
      long lastSeq,
      Instant began,
      Instant last,
      String prompt,
      int events,
      int commands,
      int edits,
      int errors,
      int added,
      int removed,
      @Nullable Long costMicros,
      TurnEvent.@Nullable End end,
      @Nullable String checkpoint) {}

  /** The outline, in order. */
  List<Turn> turns(SessionId session);

  /**
   * A file that was read, edited or observed to differ.
   *
   * @param reads how often the agent read it
   * @param edits how often the agent edited it
   * @param status as last observed ({@code M}, {@code A}, {@code D} …); null when it does not
   *     differ from the base
   * @param added lines, as last observed; null for binaries and where nothing was observed
   * @param removed likewise
   * @param lastSeq the last event that was about it
   */
  record Touched(
      String path,
      int reads,
      int edits,
      @Nullable Character status,
      @Nullable Integer added,
      @Nullable Integer removed,
      long lastSeq) {}

  /** The files, those that differ first, then those edited, then those read; at most 5,000. */
  List<Touched> files(SessionId session);

  /**
   * A command.
   *
   * @param seq of its beginning
   * @param exit its exit code; null where it has none (yet)
   * @param millis how long it ran; null while it runs
   * @param outcome null while it runs
   */
  record Ran(
      long seq,
      int turn,
      Instant at,
      String command,
      @Nullable Integer exit,
      @Nullable Long millis,
      @Nullable ToolOutcome outcome) {}

  /**
   * The commands before a sequence number, the last ones, in order.
   *
   * @param beforeSeq {@link Long#MAX_VALUE} for the end
   * @param limit at most this many; 1,000 at the most
   */
  List<Ran> commands(SessionId session, long beforeSeq, int limit);

  /**
   * Reads what a fold needs, and nothing else: all events between two sequence numbers in order,
   * but those that only carry text (output, messages, thoughts) come without it. Some millions a
   * second. The consumer runs on the calling thread.
   *
   * @param afterSeq this one is not read; 0 for the beginning
   * @param toSeq the last one read
   */
  void skim(SessionId session, long afterSeq, long toSeq, Consumer<Recorded> consumer);
}
