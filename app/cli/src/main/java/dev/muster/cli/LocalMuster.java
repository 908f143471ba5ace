package dev.muster.cli;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineException;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlClient;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.control.EngineControl;
import dev.muster.engine.control.NothingYet;
import dev.muster.engine.control.Reading;
import dev.muster.engine.control.StoreReader;
import dev.muster.engine.doctor.Doctor;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.OwnerLock;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.SettingsFile;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the Muster that has the data folder over its socket. Where none runs, takes the folder
 * itself for as long as the command lasts, and can then be reached in the same way.
 */
final class LocalMuster implements Muster {
  private static final long BETWEEN_TRIES_MILLIS = 100;

  private final EngineOptions options;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Duration patience;

  /**
   * Made for one command.
   *
   * @param patience how long another Muster may be starting or ending before it counts as stuck
   */
  LocalMuster(EngineOptions options, Terminal terminal, Interrupts interrupts, Duration patience) {
    this.options = options;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.patience = patience;
  }

  @Override
  public DataFolder folder() {
    return options.folder();
  }

  @Override
  public Map<String, String> environment() {
    return options.environment();
  }

  @Override
  public Settings settings() {
    SettingsFile.Loaded loaded = new SettingsFile(folder().configFile()).load();
    loaded.problems().forEach(problem -> terminal.say("muster: " + Plain.text(problem)));
    return loaded.settings();
  }

  @Override
  public void examine(Consumer<Finding> tell) {
    try (LocalHost host = new LocalHost()) {
      new Doctor(folder(), options.environment(), host).examine(tell);
    }
  }

  @Override
  public Open<Reading> toRead() throws CliException {
    if (nothingYet()) {
      return new Open<>(new NothingYet(), false, () -> {});
    }
    return persistently(
        () -> {
          Optional<ControlClient> running = ControlClient.connect(folder());
          return running.isPresent() ? new Open<>(running.get(), false, () -> {}) : readAlone();
        });
  }

  /** Whether it is certain that there is no history; a place where none can be is no empty one. */
  private boolean nothingYet() {
    if (!Files.notExists(folder().database()) || folder().hasJournal()) {
      return false;
    }
    Path at = folder().data();
    while (at != null && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      at = at.getParent();
    }
    return at != null && Files.isDirectory(at);
  }

  private @Nullable Open<Reading> readAlone() throws StoreException {
    folder().create();
    return switch (OwnerLock.take(folder())) {
      case OwnerLock.Outcome.Held ignored -> null;
      case OwnerLock.Outcome.Taken(OwnerLock lock) -> {
        try {
          Store store = Store.open(folder(), Clock.systemUTC());
          store.rescued().ifPresent(this::tell);
          store.onRemark(this::tell);
          yield new Open<>(
              StoreReader.withNobodyAtWork(store.journal(), store.search()),
              false,
              () -> {
                store.close();
                lock.close();
              });
        } catch (StoreException | RuntimeException failed) {
          lock.close();
          throw failed;
        }
      }
    };
  }

  private void tell(RescueReport rescued) {
    tell(rescued.sentence());
  }

  private void tell(String sentence) {
    terminal.say("muster: " + Plain.text(sentence));
  }

  @Override
  public Optional<Control> running() throws CliException {
    try {
      return ControlClient.connect(folder()).map(Control.class::cast);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
  }

  @Override
  public Open<DataFolder> alone() throws CliException {
    try {
      folder().create();
      return switch (OwnerLock.take(folder())) {
        case OwnerLock.Outcome.Held(var owner) ->
            throw new CliException(
                Exit.FAILED,
                "Muster is running"
                    + (owner == null ? "" : " (process " + owner.pid() + ")")
                    + ", and this cannot be done beside it. Nothing was changed. Close it and try"
                    + " again.");
        case OwnerLock.Outcome.Taken(OwnerLock lock) -> new Open<>(folder(), false, lock::close);
      };
    } catch (StoreException failed) {
      throw new CliException(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public Open<Control> toWork() throws CliException {
    return persistently(
        () -> {
          Optional<ControlClient> running = ControlClient.connect(folder());
          return running.isPresent()
              ? new Open<>(running.get(), running.get().about().window(), () -> {})
              : workAlone();
        });
  }

  private @Nullable Open<Control> workAlone() throws EngineException {
    Engine engine;
    try {
      engine = Engine.open(options.leavingQueue());
    } catch (EngineException.Owned justStarting) {
      return null;
    }
    engine.rescued().ifPresent(this::tell);
    engine.onRemark(this::tell);
    var desk =
        new Desk(
            engine.fleet(),
            engine.journal(),
            engine.search(),
            engine::agents,
            () -> engine.installedAgents().join(),
            engine.importer(),
            engine.keepers(),
            null);
    ControlServer server = serve(desk);
    if (server != null) {
      // What others have handed over must not keep this process when it is told to end.
      interrupts.onInterrupt(server::close);
    }
    return new Open<>(
        new EngineControl(desk),
        false,
        () -> {
          try (engine) {
            end(server);
          }
        });
  }

  /** A data folder that can hold no socket is no reason not to work. */
  private @Nullable ControlServer serve(Desk desk) {
    try {
      return ControlServer.open(folder(), desk);
    } catch (ControlException failed) {
      terminal.say("muster: " + failed.getMessage());
      return null;
    }
  }

  private void end(@Nullable ControlServer server) {
    if (server == null) {
      return;
    }
    try (server) {
      int others = server.followed();
      if (others > 0) {
        terminal.say(
            "muster: waits for "
                + others
                + (others == 1 ? " task" : " tasks")
                + " handed over from other terminals.");
      }
      server.endWhenIdle();
    } catch (InterruptedException toldToEnd) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Attempt<T> {
    @Nullable Open<T> once() throws ControlException, StoreException, EngineException;
  }

  /** Two that start at once, or one that starts while another ends, meet here. */
  private <T> Open<T> persistently(Attempt<T> attempt) throws CliException {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          Open<T> open = attempt.once();
          if (open != null) {
            return open;
          }
        } catch (ControlException refused) {
          if (refused.code() != ControlException.Code.BUSY
              && refused.code() != ControlException.Code.GONE) {
            throw Refused.because(refused);
          }
        }
        if (System.nanoTime() > deadline) {
          throw new CliException(
              Exit.FAILED,
              "Another Muster"
                  + OwnerLock.owner(folder())
                      .map(owner -> " (process " + owner.pid() + ")")
                      .orElse("")
                  + " has the data folder "
                  + folder().data()
                  + " and does not answer. Nothing was changed. Try again when it is done.");
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
      }
    } catch (StoreException | EngineException failed) {
      throw new CliException(Exit.FAILED, String.valueOf(failed.getMessage()), failed);
    } catch (InterruptedException toldToEnd) {
      Thread.currentThread().interrupt();
      throw new CliException(Exit.FAILED, "Ended before anything was begun.", toldToEnd);
    }
  }
}
