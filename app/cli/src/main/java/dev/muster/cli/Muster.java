package dev.muster.cli;

import dev.muster.engine.control.Control;
import dev.muster.engine.control.Reading;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How a command reaches sessions and agents: those of a running Muster, or its own. */
interface Muster {
  /**
   * To read only. Blocks while another Muster is just starting or ending.
   *
   * @throws CliException with a sentence, when nothing can be read
   */
  Open<Reading> toRead() throws CliException;

  /** To work: the running Muster, or an engine of our own that ends with the command. */
  Open<Control> toWork() throws CliException;

  /**
   * The Muster that runs now, if one does; does not wait for one that is just starting.
   *
   * @throws CliException with a sentence, when one answers that does not understand us
   */
  Optional<Control> running() throws CliException;

  /**
   * The data folder with no Muster running on it, and none that can start, until it is closed.
   *
   * @throws CliException with a sentence, when a Muster runs
   */
  Open<DataFolder> alone() throws CliException;

  /** The data folder as it is, whoever has it: for what only reads files. */
  DataFolder folder();

  /**
   * Looks at all that Muster needs, also beside a running one and with broken settings.
   *
   * @param tell gets each finding as soon as it is known
   */
  void examine(Consumer<Finding> tell);

  /** The variables that say where things are. */
  default Map<String, String> environment() {
    return System.getenv();
  }

  /** What the user has chosen, as it stands in the settings now. */
  Settings settings() throws CliException;

  /**
   * What was opened.
   *
   * @param window whether a person can be asked in a window
   */
  record Open<T>(T reach, boolean window, Closing closing) implements AutoCloseable {
    /** Blocks until what was opened for this command has ended in an orderly way. */
    @Override
    public void close() {
      closing.close();
    }
  }

  /** What there is to do at the end. */
  interface Closing {
    void close();
  }
}
