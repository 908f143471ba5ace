package dev.muster.desktop;

import dev.muster.desktop.shell.MusterWindow;
import dev.muster.desktop.theme.Fonts;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.LogFile;
import dev.muster.engine.control.ControlClient;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
    EngineStart start = new EngineStart(options, new WindowTold(window));
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
              start.beginHere();
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
          MusterWindow shown = new MusterWindow(options.folder(), version(), start::end);
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

  private static void leave() {
    System.exit(0);
  }

  /** Tells the window, as soon as there is one. */
  private record WindowTold(CompletableFuture<MusterWindow> window) implements EngineStart.Told {
    @Override
    public void ready(Engine engine) {
      tell(shown -> shown.ready(engine));
    }

    @Override
    public void failed(String title, String sentence, Runnable again) {
      tell(shown -> shown.failed(title, sentence, again));
    }

    @Override
    public void raisedOther() {
      leave();
    }

    @Override
    public void raise() {
      tell(MusterWindow::raise);
    }

    private void tell(Consumer<MusterWindow> what) {
      var ignored = window.thenAccept(shown -> shown.pump().post(() -> what.accept(shown)));
    }
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
