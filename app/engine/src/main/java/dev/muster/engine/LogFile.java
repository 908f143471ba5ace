package dev.muster.engine;

import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;

/** Says where Muster's own log goes. */
public final class LogFile {
  private LogFile() {}

  /**
   * The log goes to {@code muster-<front>.log} in the folder for logs. To be called before anything
   * logs: first thing in {@code main}.
   *
   * @param front who logs: {@code window}, {@code cli}
   * @return the file; made when there is something to say
   */
  public static Path use(DataFolder folder, String front) {
    Path file = folder.logs().resolve("muster-" + front + ".log");
    System.setProperty("muster.log.file", file.toString());
    return file;
  }
}
