package dev.muster.desktop.grid;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What Muster has to say about the state of the work, as a chip: only what it observed itself, and
 * what was not changed since, may be green.
 *
 * @param detail one sentence that says where this comes from
 */
public record Evidence(Tone tone, String text, String detail) {
  private static final int COMMAND = 28;

  /** The chips for a session as it stands. */
  public static List<Evidence> of(SessionSnapshot session, Instant now) {
    List<Evidence> all = new ArrayList<>();
    CommandRun run = session.lastRun();
    if (run != null) {
      all.add(of(run));
    }
    Instant silent = session.silentSince();
    if (silent != null) {
      all.add(
          new Evidence(
              Tone.WARNING,
              "silent for " + Words.age(silent, now),
              "No event and no sign of life since then; you can interrupt or stop it."));
    }
    return List.copyOf(all);
  }

  private static Evidence of(CommandRun run) {
    String command = Words.line(run.command(), COMMAND);
    if (run.editsSince() > 0) {
      return new Evidence(
          Tone.INFO,
          Words.count(run.editsSince(), "edit", "edits") + " since " + command,
          "“%s” ended with exit %d before the last %s."
              .formatted(run.command(), run.exitCode(), run.editsSince() == 1 ? "edit" : "edits"));
    }
    if (!run.current()) {
      return new Evidence(
          Tone.INFO,
          Words.since(run) + ": " + command,
          "“%s” ended with exit %d; Muster saw other files in the worktree after that."
              .formatted(run.command(), run.exitCode()));
    }
    if (!run.observed()) {
      return new Evidence(
          Tone.NEUTRAL,
          command + " exit " + run.exitCode() + " · as the agent says",
          "The agent reported this run of “%s”; Muster did not see it.".formatted(run.command()));
    }
    return new Evidence(
        run.exitCode() == 0 ? Tone.SUCCESS : Tone.DANGER,
        command + " exit " + run.exitCode() + " · after last edit",
        "Muster saw “%s” end with exit %d after %s; no file changed since."
            .formatted(run.command(), run.exitCode(), Words.took(run.millis())));
  }
}
