package dev.muster.engine.doctor;

import dev.muster.engine.doctor.MachineChecks.Sizes;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.JournalCheck;
import dev.muster.engine.store.OwnerLock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The data folder: may it be written, is there room, is the journal sound, who has it. */
final class DataChecks {
  private static final long TOO_LITTLE = 512L << 20;
  private static final long LITTLE = 5L << 30;
  private static final Duration JOURNAL = Duration.ofSeconds(10);

  private final DataFolder folder;

  DataChecks(DataFolder folder) {
    this.folder = folder;
  }

  void run(Consumer<Finding> tell) {
    tell.accept(writable());
    space(tell);
    tell.accept(owner());
    JournalCheck.Report journal = JournalCheck.of(folder, JOURNAL);
    tell.accept(journal(journal));
    new WorktreeChecks(folder, journal.sessions()).run(tell);
    tell.accept(Finding.note("log", "Log", folder.logs().toString(), null));
  }

  private Finding writable() {
    Path data = folder.data();
    String about = "Data folder";
    if (!Files.exists(data)) {
      Path above = existing(data);
      return above != null && Files.isDirectory(above) && Files.isWritable(above)
          ? Finding.ok("data", about, data + " is made at the first start")
          : Finding.problem(
              "data",
              about,
              data + " cannot be made: " + above + " is not yours to write to",
              "Make it writable, or set " + DataFolder.HOME_VARIABLE + " to another folder.");
    }
    return Files.isDirectory(data) && Files.isWritable(data) && Files.isExecutable(data)
        ? Finding.ok("data", about, data.toString())
        : Finding.problem(
            "data",
            about,
            data + " cannot be written to",
            "Make it a folder that you may write to, or set "
                + DataFolder.HOME_VARIABLE
                + " to another one.");
  }

  private void space(Consumer<Finding> tell) {
    Path there = existing(folder.data());
    if (there == null) {
      return;
    }
    try {
      FileStore disk = Files.getFileStore(there);
      tell.accept(space(disk.getUsableSpace()));
    } catch (IOException failed) {
      tell.accept(
          Finding.warning(
              "space",
              "Free space",
              "could not be found out: " + failed.getMessage(),
              "Look at the disk that holds " + folder.data() + "."));
    }
  }

  static Finding space(long bytes) {
    String text = Sizes.of(bytes) + " free";
    String remedy = "Free some space; closing sessions takes their worktrees away.";
    if (bytes < TOO_LITTLE) {
      return Finding.problem("space", "Free space", "only " + text, remedy);
    }
    return bytes < LITTLE
        ? Finding.warning("space", "Free space", "only " + text, remedy)
        : Finding.ok("space", "Free space", text);
  }

  private Finding owner() {
    return OwnerLock.owner(folder)
        .map(owner -> "runs as process " + owner.pid())
        .map(text -> Finding.ok("muster", "Muster", text))
        .orElseGet(() -> Finding.ok("muster", "Muster", "does not run now"));
  }

  private static Finding journal(JournalCheck.Report report) {
    String about = "Journal";
    if (!report.there()) {
      return Finding.ok("journal", about, "none yet");
    }
    String problem = report.problem();
    if (problem != null) {
      return Finding.problem("journal", about, problem, "What it says comes with its remedy.");
    }
    int sessions = report.sessions() == null ? -1 : report.sessions().size();
    String text =
        (sessions < 0 ? "" : sessions + (sessions == 1 ? " session, " : " sessions, "))
            + Sizes.of(report.bytes());
    return report.whole()
        ? Finding.ok("journal", about, text + ", sound")
        : Finding.note("journal", about, text + "; too large to be checked as a whole now", null);
  }

  /** The nearest folder above that is there. */
  private static @Nullable Path existing(Path path) {
    Path there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
