package dev.muster.cli;

import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.RebuildReport;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster rebuild}: makes everything that is derived from the journal anew. */
@Command(
    name = "rebuild",
    description = {
      "Makes everything that is derived from the journal anew.",
      "The list of sessions and the search index. Says where what was there was not what the"
          + " journal says. The journal itself is only read."
    },
    footer = {
      "",
      "Ends with 0 when it was done, whatever it found. Where a Muster is running, that one does"
          + " it,",
      "and its sessions go on meanwhile."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class RebuildCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Clock clock;

  @Option(names = "--json", description = "What was done, as one JSON object.")
  private boolean json;

  RebuildCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    Optional<Control> running = muster.running();
    if (running.isPresent()) {
      tell(byTheOwner(running.get()));
      return Exit.DONE;
    }
    try (var alone = muster.alone();
        Store store = Store.open(alone.reach(), clock)) {
      store
          .rescued()
          .ifPresent(rescued -> terminal.say("muster: " + Plain.text(rescued.sentence())));
      store.onRemark(said -> terminal.say("muster: " + Plain.text(said)));
      tell(store.rebuild());
      return Exit.DONE;
    } catch (StoreException | JournalException failed) {
      throw new CliException(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }

  private static RebuildReport byTheOwner(Control owner) throws CliException {
    try {
      return owner.keep(new KeepRequest.Rebuild());
    } catch (ControlException refused) {
      throw Refused.because(refused);
    } catch (InterruptedException toldToEnd) {
      Thread.currentThread().interrupt();
      throw new CliException(
          Exit.FAILED, "The Muster that runs goes on with it; nobody waits for it.", toldToEnd);
    }
  }

  private void tell(RebuildReport report) {
    if (json) {
      terminal.out().println(new ControlJson().line(report));
      return;
    }
    for (RebuildReport.Difference one : report.differences()) {
      terminal
          .out()
          .println(
              "%s  %s: was %s, is %s"
                  .formatted(
                      one.session() == null ? "all" : one.session(),
                      one.field(),
                      shown(one.was()),
                      shown(one.is())));
    }
    terminal
        .out()
        .println(
            "%s sessions made anew from %s events in %.1f s: %s"
                .formatted(
                    Words.count(report.sessions()),
                    Words.count(report.events()),
                    report.took().toMillis() / 1_000.0,
                    report.equal()
                        ? "all was as the journal says."
                        : Words.count(report.differences().size())
                            + " things were not as the journal says, and are now."));
  }

  private static String shown(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "nothing" : "\"" + Plain.line(value, 80) + "\"";
  }
}
