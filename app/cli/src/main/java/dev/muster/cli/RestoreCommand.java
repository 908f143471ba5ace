package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.store.Restore;
import dev.muster.engine.store.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster restore FILE}: puts a backup in the place of the journal. */
@Command(
    name = "restore",
    description = {
      "Puts a backup in the place of the journal.",
      "Says first which events that would lose and which it would bring back; with --yes it does"
          + " so. The journal that was there is kept."
    },
    footer = {"", "Ends with 3 when it only told what it would do. No Muster may be running."},
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class RestoreCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Muster muster;
  private final Terminal terminal;
  private final Path here;
  private final Clock clock;

  @Parameters(paramLabel = "FILE", description = "The backup: muster backup --list tells them.")
  private Path file = Path.of("");

  @Option(names = "--yes", description = "Does it, and does not only say what it would do.")
  private boolean yes;

  @Option(names = "--json", description = "What would be or was done, as one JSON object.")
  private boolean json;

  RestoreCommand(Muster muster, Terminal terminal, Path here, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.here = here;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    try (var alone = muster.alone()) {
      Restore restore = new Restore(alone.reach(), here.resolve(file).normalize());
      if (yes) {
        Restore.Done done = restore.run(clock.instant());
        tell(done.preview(), true, done.kept());
        return Exit.DONE;
      }
      tell(restore.preview(), false, null);
      return Exit.NEEDS_ANSWER;
    } catch (StoreException failed) {
      throw new CliException(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }

  private void tell(Restore.Preview preview, boolean done, @Nullable Path kept) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("file", preview.file().toString());
      all.put("done", done);
      all.put("events", preview.events());
      all.put("sessions", preview.sessions());
      all.put("present_readable", preview.readable());
      all.put("events_lost", preview.eventsLost());
      all.put("events_gained", preview.eventsGained());
      all.put("lost", preview.lost());
      all.put("gained", preview.gained());
      if (kept != null) {
        all.put("kept", kept.toString());
      }
      terminal.out().println(new ControlJson().line(all));
      return;
    }
    List<String> lines = new ArrayList<>();
    Instant last = preview.last();
    lines.add(
        "%s: %s sessions, %s events%s"
            .formatted(
                preview.file(),
                Words.count(preview.sessions()),
                Words.count(preview.events()),
                last == null
                    ? ""
                    : ", the last one " + Words.since(last, clock.instant()) + " ago"));
    if (!preview.readable()) {
      lines.add("The present journal cannot be read, so what is only in it cannot be told.");
    }
    changes(done ? "No longer there" : "Would be lost", preview.lost(), lines);
    changes(done ? "There again" : "Would be there again", preview.gained(), lines);
    if (done) {
      lines.add("Restored." + (kept == null ? "" : " What was there is kept: " + kept));
    } else {
      lines.add("Nothing was changed. To do it: --yes (what is there now is kept, too).");
    }
    lines.forEach(terminal.out()::println);
  }

  private static void changes(String what, List<Restore.Change> changes, List<String> lines) {
    long events = changes.stream().mapToLong(Restore.Change::events).sum();
    lines.add(
        what
            + ": "
            + (changes.isEmpty()
                ? "nothing"
                : Words.count(events)
                    + " events of "
                    + Words.count(changes.size())
                    + (changes.size() == 1 ? " session" : " sessions")));
    for (Restore.Change one : changes.subList(0, Math.min(SHOWN, changes.size()))) {
      lines.add(
          "  %s  %s events%s  %s"
              .formatted(
                  one.session(),
                  Words.count(one.events()),
                  one.whole() ? ", all of it" : "",
                  Plain.line(one.title(), 70)));
    }
    if (changes.size() > SHOWN) {
      lines.add("  … and " + Words.count(changes.size() - SHOWN) + " more (--json has them all)");
    }
  }
}
