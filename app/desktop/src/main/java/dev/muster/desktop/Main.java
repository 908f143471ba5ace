package dev.muster.desktop;

import dev.muster.desktop.shell.MusterWindow;
import dev.muster.desktop.theme.Fonts;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineException;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.LogFile;
import dev.muster.engine.control.ControlClient;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the window. The engine opens on a thread of its own while JavaFX starts; whichever is
 * later, the window is there first and says what it waits for. No {@code Application} class, so
 * that nothing is made by reflection and no static field is needed.
 */
public final class Main {
  private Main() {}

  /** Opens the window; returns when JavaFX runs. */
  public static void main(String[] args) {
    EngineOptions options = EngineOptions.standard();
    // The file is looked for first: most starts find none, and need nothing loaded to know it.
    if (Files.exists(options.folder().socket())) {
      LogFile.use(options.folder(), "window");
      if (raisedOther(options.folder())) {
        return;
      }
    }
    CompletableFuture<MusterWindow> window = new CompletableFuture<>();
    CompletableFuture<Void> logging = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("muster-open")
        .start(
            () -> {
              try {
                LogFile.use(options.folder(), "window");
              } finally {
                logging.complete(null);
              }
              open(options, window);
            });
    Platform.setImplicitExit(false);
    Platform.startup(
        () -> {
          // Nothing of Muster is made before it is known where the log goes; JavaFX starts sooner.
          logging.join();
          List<String> missing = Fonts.load();
          if (!missing.isEmpty()) {
            log().warn("These fonts could not be loaded: {}", missing);
          }
          MusterWindow shown = new MusterWindow(options.folder(), version());
          shown.show();
          window.complete(shown);
        });
  }

  /** A Muster that answers already is brought to the front before anything is drawn here. */
  private static boolean raisedOther(DataFolder folder) {
    try {
      Optional<ControlClient> other = ControlClient.connect(folder);
      if (other.isEmpty() || !other.get().about().window()) {
        return false;
      }
      other.get().raise();
      return true;
    } catch (ControlException refused) {
      // Told in the window, which opens now: why the folder cannot be had stands there.
      return false;
    }
  }

  private static void open(EngineOptions options, CompletableFuture<MusterWindow> window) {
    try {
      Engine engine = openWhenFree(options);
      // Whatever ends this process in an orderly way leaves no agent behind.
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("muster-end").unstarted(engine::close));
      answer(engine, window);
      tell(window, shown -> shown.ready(engine));
    } catch (EngineException.Owned owned) {
      raiseOther(options, owned, window);
    } catch (EngineException refused) {
      log().error("The engine could not be opened.", refused);
      Runnable again = again(options, window);
      tell(window, shown -> shown.failed("Muster could not start", refused.sentence(), again));
    } catch (RuntimeException | Error unexpected) {
      log().error("The engine could not be opened.", unexpected);
      tell(
          window,
          shown ->
              shown.failed(
                  "Muster could not start",
                  "Something failed that nobody foresaw (%s). Nothing was changed; the log file in %s says more."
                      .formatted(unexpected, options.folder().logs()),
                  again(options, window)));
    }
  }

  /**
   * A command that only reads holds the folder for less than a second: that is no owner to show.
   */
  private static Engine openWhenFree(EngineOptions options) throws EngineException {
    for (int tries = 1; ; tries++) {
      try {
        return Engine.open(options);
      } catch (EngineException.Owned owned) {
        if (tries == 20 || Files.exists(options.folder().socket())) {
          throw owned;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  /** Lets a second start, and the command line, reach this Muster. */
  private static void answer(Engine engine, CompletableFuture<MusterWindow> window) {
    try {
      ControlServer.open(
          engine.folder(),
          new Desk(
              engine.fleet(),
              engine.journal(),
              engine.search(),
              engine::agents,
              () -> engine.installedAgents().join(),
              engine.importer(),
              engine.keepers(),
              () -> tell(window, MusterWindow::raise)));
    } catch (ControlException refused) {
      // The window works without it.
      log().warn("{}", refused.getMessage());
    }
  }

  private static void raiseOther(
      EngineOptions options, EngineException.Owned owned, CompletableFuture<MusterWindow> window) {
    String why;
    try {
      why =
          switch (ControlClient.raise(options.folder())) {
            case YES -> "";
            case NO_WINDOW ->
                owned.sentence()
                    + " It runs a task in a terminal, without a window. Start Muster again when"
                    + " that is done.";
            case NOBODY ->
                owned.sentence() + " It does not answer. End it, then start Muster again.";
          };
    } catch (ControlException refused) {
      why = owned.sentence() + " " + refused.getMessage();
    }
    if (why.isEmpty()) {
      System.exit(0);
    }
    String sentence = why;
    Runnable again = again(options, window);
    tell(window, shown -> shown.failed("Muster is already running", sentence, again));
  }

  private static Runnable again(EngineOptions options, CompletableFuture<MusterWindow> window) {
    return () -> Thread.ofPlatform().name("muster-open").start(() -> open(options, window));
  }

  private static void tell(
      CompletableFuture<MusterWindow> window, java.util.function.Consumer<MusterWindow> what) {
    var ignored = window.thenAccept(shown -> shown.pump().post(() -> what.accept(shown)));
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** Not a constant: it may be made only after {@link LogFile#use} said where the log goes. */
  private static Logger log() {
    return LoggerFactory.getLogger(Main.class);
  }
}
