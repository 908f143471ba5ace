package dev.muster.engine.review;

import dev.muster.engine.session.CommandRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of a session that matters when its changes are looked at: the commands
 * that ran, and what was said and done.
 *
 * @param lastSeq the event it stands after; 0 before the first
 * @param runs the last run of each command, the latest first; at most {@link #MOST_RUNS}
 * @param runsBefore how many runs of commands are not among them any more
 * @param said what was said and done, in order; at most the last {@link #MOST_SAID}
 * @param saidBefore how much more there is before that
 * @param lastMessage what the agent said last, at most {@link #LONGEST_MESSAGE} characters; null
 *     when it has said nothing
 */
public record SessionRecord(
    long lastSeq,
    List<CommandRun> runs,
    int runsBefore,
    List<Said> said,
    long saidBefore,
    @Nullable String lastMessage) {
  /** Commands that are kept. */
  public static final int MOST_RUNS = 40;

  /** Things said and done that are kept. */
  public static final int MOST_SAID = 4_000;

  /**
   * Characters of the last message that are kept: what it names decides what it is silent about.
   */
  public static final int LONGEST_MESSAGE = 1 << 20;

  /** A session that has done nothing. */
  public static final SessionRecord EMPTY = new SessionRecord(0, List.of(), 0, List.of(), 0, null);

  public SessionRecord {
    runs = List.copyOf(runs);
    said = List.copyOf(said);
  }

  /** What sort of thing was said or done. */
  public enum Kind {
    PROMPT,
    MESSAGE,
    EDIT,
    RUN
  }

  /**
   * Something that was said or done.
   *
   * @param text of a prompt or message, else a title; of a longer one than {@link #LONGEST} its
   *     beginning and an ellipsis
   * @param path of a file that was edited, relative to the worktree; else null
   * @param ok whether it went well; true of what is said
   */
  public record Said(
      long seq, int turn, Instant at, Kind kind, String text, @Nullable String path, boolean ok) {
    /** Characters of one text that are kept. */
    public static final int LONGEST = 4_000;

    /** Whether there was more of the text than stands here. */
    public boolean cut() {
      return text.length() > LONGEST;
    }
  }
}
