package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.export.TakenIn.Outcome;
import java.nio.file.Path;
import java.util.List;

/** Takes Muster's own export in, and tells what became of each session. */
final class TakeInExport {
  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final boolean dryRun;
  private final boolean json;
  private boolean stopped;

  TakeInExport(
      Muster muster, Terminal terminal, Interrupts interrupts, boolean dryRun, boolean json) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.dryRun = dryRun;
    this.json = json;
  }

  /** Takes files in, one after the other; of several, a bad one does not keep the others out. */
  int from(List<Path> files) throws CliException {
    if (files.size() == 1) {
      return from(files.getFirst());
    }
    int exit = Exit.DONE;
    for (Path file : files) {
      try {
        exit = Math.max(exit, from(file));
      } catch (CliException failed) {
        terminal.say("muster: " + Plain.text(file + ": " + failed.getMessage()));
        exit = Exit.FAILED;
      }
      if (stopped) {
        throw new CliException(
            Exit.FAILED, "Stopped before the end. What was taken in stays; import again to go on.");
      }
    }
    return exit;
  }

  private int from(Path file) throws CliException {
    KeepAsk ask = new KeepAsk(muster, terminal, interrupts);
    TakenIn[] taken;
    try {
      taken = ask.ask(new KeepRequest.TakeIn(file.toString(), dryRun));
    } finally {
      stopped = ask.stopped();
    }
    boolean different = false;
    for (TakenIn one : taken) {
      different |= one.outcome() == Outcome.DIFFERENT;
      terminal
          .out()
          .println(
              json
                  ? new ControlJson().line(one)
                  : one.session()
                      + "  "
                      + Words.count(one.events())
                      + " events  "
                      + Plain.line(one.title(), 80)
                      + ": "
                      + Plain.text(said(one)));
    }
    return different ? Exit.FAILED : Exit.DONE;
  }

  private String said(TakenIn one) {
    boolean would = dryRun && (one.outcome() == Outcome.NEW || one.outcome() == Outcome.BACK);
    return would ? "It would be taken in." : one.note();
  }
}
