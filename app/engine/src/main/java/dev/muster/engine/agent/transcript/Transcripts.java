package dev.muster.engine.agent.transcript;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The conversations of one agent in one folder. Only reads; follows no symbolic link inside the
 * folder. What it does not know in a file it passes over. Safe for any thread; every method reads
 * files and may take a while.
 */
public interface Transcripts {
  /** Why a turn ended that has no end in its file. */
  String CUT = "What was written down ends here.";

  /** The agent's id, as that of its profile. */
  String agentId();

  /** The agent's name for people. */
  String agentName();

  /** Whether there is a folder that could hold conversations. */
  boolean isThere();

  /**
   * The conversations, the one that changed last first; each once.
   *
   * @param most at most so many
   * @param problem gets a sentence for each folder and file that cannot be read
   */
  List<Found> list(int most, Consumer<String> problem);

  /**
   * Tells what happened in a conversation, in order. Ids in it are those of the file, so that
   * reading it again tells the same, and reading it when it has grown tells the same first.
   *
   * <p>Holds no more than a line of it in memory.
   *
   * @throws IOException when the file cannot be read to its end; what was told until then counts
   */
  ReadThrough read(Found found, Listener listener) throws IOException;

  /** Is told a conversation, on the reading thread. May throw to end the reading. */
  interface Listener {
    /** This happened. */
    void told(Told told);

    /** So many more bytes were read. Called at least every 64 KiB. */
    default void progressed(int bytes) {}
  }

  /**
   * How reading went.
   *
   * @param broken lines that could not be understood at all, and were left out
   */
  record ReadThrough(long broken) {}
}
