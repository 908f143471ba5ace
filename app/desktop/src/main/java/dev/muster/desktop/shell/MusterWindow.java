package dev.muster.desktop.shell;

import dev.muster.desktop.live.EngineBackend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FxFrames;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.AppIcon;
import dev.muster.desktop.theme.Theme;
import dev.muster.engine.Engine;
import dev.muster.engine.store.DataFolder;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window's life: shown at once, filled when the engine is open, asked when it is closed, and
 * gone when the engine is closed. JavaFX thread, but for what says otherwise.
 */
public final class MusterWindow implements WindowView.Frame {
  private static final Logger LOG = LoggerFactory.getLogger(MusterWindow.class);
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;

  private final Stage stage = new Stage();
  private final Theme theme;
  private final DataFolder folder;
  private final String version;
  private final Runnable gone;
  private final WindowStateFile file;
  private final WindowState before;
  private final EventPump pump = new EventPump(new FxFrames());
  private final StartScreen start = new StartScreen();
  private @Nullable Engine engine;
  private @Nullable WindowModel model;
  private @Nullable WindowView view;
  private boolean ending;

  /**
   * How the window was left is read here; one small file.
   *
   * @param gone called when the window is gone for good; returns at once
   */
  public MusterWindow(DataFolder folder, String version, Runnable gone) {
    this.folder = folder;
    this.version = version;
    this.gone = gone;
    file = new WindowStateFile(folder.config());
    before = file.load();
    theme = Theme.ofDesktop();
    theme.modeProperty().set(before.theme());
    theme.install();
  }

  /** The pump, whose {@code post} is the way into this window from any thread. */
  public EventPump pump() {
    return pump;
  }

  /** Shows the window with the start screen. */
  public void show() {
    stage.setTitle("Muster");
    AppIcon.on(stage);
    stage.setScene(new Scene(start, WIDTH, HEIGHT));
    stage.setMinWidth(760);
    stage.setMinHeight(480);
    WindowState.Bounds at = before.bounds();
    if (at != null && WindowPlacement.isOnAScreen(at)) {
      stage.setX(at.x());
      stage.setY(at.y());
      stage.setWidth(at.width());
      stage.setHeight(at.height());
    } else {
      WindowPlacement.fit(stage, WIDTH, HEIGHT);
    }
    stage.setMaximized(before.maximized());
    stage.setOnCloseRequest(
        event -> {
          event.consume();
          quit();
        });
    stage.show();
  }

  /** The engine is open: the window becomes what it is for. */
  public void ready(Engine opened) {
    engine = opened;
    WindowModel fresh = new WindowModel(new EngineBackend(opened), pump);
    model = fresh;
    fresh.grid().layoutProperty().set(before.layout());
    theme.modeProperty().set(mode(fresh));
    fresh.settingsProperty().subscribe(() -> theme.modeProperty().set(mode(fresh)));
    WindowView window =
        new WindowView(fresh, this, Clock.systemUTC(), folder.configFile().toString(), version);
    view = window;
    fresh
        .projectProperty()
        .subscribe(info -> stage.setTitle(info == null ? "Muster" : info.name() + " – Muster"));
    window.reviews().remember(before.review());
    stage.getScene().setRoot(window);
    window.start();
    stage
        .focusedProperty()
        .subscribe(
            focused -> {
              if (focused) {
                fresh.refreshProject();
              }
            });
    fresh.load(before.project());
  }

  private static Theme.Mode mode(WindowModel model) {
    return switch (model.settingsProperty().get().theme()) {
      case SYSTEM -> Theme.Mode.SYSTEM;
      case DARK -> Theme.Mode.DARK;
      case LIGHT -> Theme.Mode.LIGHT;
    };
  }

  /**
   * The engine could not be opened.
   *
   * @param again opens it once more; returns at once
   */
  public void failed(String title, String sentence, Runnable again) {
    start.fail(title, sentence, again, this::quit);
  }

  /** Brings the window to the front. */
  public void raise() {
    stage.setIconified(false);
    stage.show();
    stage.toFront();
    stage.requestFocus();
  }

  @Override
  public @Nullable Path chooseFolder() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle("Choose a git repository");
    File chosen = chooser.showDialog(stage);
    return chosen == null ? null : chosen.toPath();
  }

  @Override
  public List<Path> chooseExports() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Choose what Muster exported as JSON lines");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("JSON lines, archives of them", "*.jsonl", "*.zip"),
            new FileChooser.ExtensionFilter("All files", "*"));
    List<File> chosen = chooser.showOpenMultipleDialog(stage);
    return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
  }

  @Override
  public void quit() {
    WindowView window = view;
    if (!ending) {
      if (window == null) {
        end();
      } else {
        window.confirmQuit(this::end);
      }
    }
  }

  private void end() {
    ending = true;
    WindowState state = state();
    WindowView window = view;
    WindowModel now = model;
    int atWork = now == null ? 0 : now.fleet().atWork();
    if (window != null && atWork > 0) {
      window.cover(
          new Label(
              "Stopping %s and storing what they did…"
                  .formatted(Words.count(atWork, "session", "sessions"))));
    }
    Engine open = engine;
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("muster-end")
        .start(
            () -> {
              file.save(state);
              try {
                if (open != null) {
                  open.close();
                }
              } catch (RuntimeException failed) {
                LOG.error("Muster did not end as it should.", failed);
              } finally {
                done.complete(null);
              }
            });
    pump.deliver(done, _ -> gone(), _ -> gone());
  }

  private void gone() {
    WindowView window = view;
    if (window != null) {
      window.close();
    }
    WindowModel now = model;
    if (now != null) {
      now.close();
    }
    theme.close();
    stage.hide();
    gone.run();
    Platform.exit();
  }

  private WindowState state() {
    WindowModel now = model;
    boolean plain = !stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen();
    return new WindowState(
        plain
            ? new WindowState.Bounds(
                stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight())
            : before.bounds(),
        stage.isMaximized(),
        now == null ? before.layout() : now.grid().layoutProperty().get(),
        now == null ? before.project() : now.fleet().projectProperty().get(),
        view == null ? before.review() : view.reviews().place(),
        theme.modeProperty().get());
  }
}
