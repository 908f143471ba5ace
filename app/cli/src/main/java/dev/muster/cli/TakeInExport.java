package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.export.TakenIn.Outcome;
import java.nio.file.Path;

/** Takes Muster's own export in, and tells what became of each session. */
final class TakeInExport {
  private final Muster muster;
  private final Terminal terminal;
  private final boolean dryRun;
  private final boolean json;

  TakeInExport(Muster muster, Terminal terminal, boolean dryRun, boolean json) {
    this.muster = muster;
    this.terminal = terminal;
    this.dryRun = dryRun;
    this.json = json;
  }

  int from(Path file) throws CliException {
    TakenIn[] taken = new KeepAsk(muster).ask(new KeepRequest.TakeIn(file.toString(), dryRun));
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
