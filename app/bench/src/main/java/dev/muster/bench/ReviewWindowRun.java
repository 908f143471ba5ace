package dev.muster.bench;

import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.SheetMode;
import dev.muster.desktop.live.EngineBackend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FxFrames;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.review.ReviewView;
import dev.muster.desktop.shell.WindowModel;
import dev.muster.desktop.shell.WindowView;
import dev.muster.desktop.theme.Fonts;
import dev.muster.desktop.theme.Theme;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/**
 * The real review window on a real session's changes: how many frames a second it draws while one
 * scrolls, and how long it stands still while large files come in.
 */
final class ReviewWindowRun {
  private static final String NAME = "The review window, 1 000 files, 100 000 lines";
  private static final double FRAMES = 50;

  /** So long a standstill is not yet taken for a freeze. */
  private static final double FREEZE_MILLIS = 250;

  private static final long DEADLINE_NANOS = 120_000_000_000L;
  private static final long SCROLL_NANOS = 5_000_000_000L;

  /** A turn of a wheel at each frame: three lines. */
  private static final double WHEEL = 57;

  private final List<Figure> figures = new ArrayList<>();

  /** Blocks for about a minute. */
  List<Figure> measure(Path folder) throws Exception {
    Path checkout = folder.resolve("repository");
    ReviewRepository.make(checkout);
    Map<String, String> env = Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
    EngineOptions options = new EngineOptions(DataFolder.at(folder.resolve("home")), env);
    try (Engine engine = Engine.open(options)) {
      SessionId id =
          engine.fleet().create(Demo.sessions(checkout, 0).getFirst()).get(60, TimeUnit.SECONDS);
      await("The session has no worktree.", () -> hasWorktree(engine, id));
      engine.fleet().stop(id).get(60, TimeUnit.SECONDS);
      ReviewRepository.change(worktree(engine, id));
      Fx.start();
      WindowModel model =
          Fx.get(() -> new WindowModel(new EngineBackend(engine), new EventPump(new FxFrames())));
      WindowView window = Fx.get(() -> open(model, folder));
      window(window, Fx.get(() -> model.fleet().find(id).orElseThrow()));
      Fx.run(window.reviews()::close);
    }
    return figures;
  }

  private void window(WindowView window, SessionItem item) throws Exception {
    DiffSheet[] found = new DiffSheet[1];
    still(
        "opening it with all its files",
        () -> window.reviews().open(item),
        () -> {
          ReviewView view = window.reviews().of(item.id()).orElseThrow();
          found[0] = (DiffSheet) view.lookup(".diff-sheet");
          return found[0] != null && view.lookup(".file-row") != null;
        });
    DiffSheet sheet = found[0];
    still(
        "going to the first source file",
        () -> sheet.showFile(ReviewRepository.file(0)),
        () -> shown(sheet, "next0"));
    scroll("side by side", sheet);
    Fx.run(() -> sheet.setMode(SheetMode.UNIFIED));
    scroll("in one column", sheet);
    Fx.run(() -> sheet.setMode(SheetMode.SPLIT));
    still(
        "going to the lock file of 20 MB",
        () -> sheet.showFile(ReviewRepository.LOCK),
        () -> shown(sheet, "old line 9 of"));
    double before = Fx.get(() -> bar(sheet).getMax());
    still(
        "showing 50 000 more lines of it",
        () -> more(sheet),
        () -> bar(sheet).getMax() > before + 500_000);
    scroll("among 50 000 lines of it", sheet);
    still(
        "going to the line of 1 MB",
        () -> sheet.showFile(ReviewRepository.LONG_LINE),
        () -> shown(sheet, "aaaaaaaaaaaa"));
    int[] next = {0};
    still(
        "going through 200 files",
        () -> {},
        () -> {
          sheet.showFile(ReviewRepository.file(next[0] * 5));
          return ++next[0] == 200;
        });
  }

  /** Scrolls for some seconds with the wheel, as a person would. */
  private void scroll(String how, DiffSheet sheet) throws Exception {
    Runnable wheel = () -> sheet.fireEvent(turn());
    FrameWatch warm = new FrameWatch(wheel);
    Fx.run(warm::start);
    Pace.until(System.nanoTime() + SCROLL_NANOS / 2);
    Fx.get(warm::stop);
    FrameWatch watch = new FrameWatch(wheel);
    double from = Fx.get(() -> bar(sheet).getValue());
    long cpu = Load.cpu();
    Fx.run(watch::start);
    Pace.until(System.nanoTime() + SCROLL_NANOS);
    FrameWatch.Seen seen = Fx.get(watch::stop);
    double cores = (Load.cpu() - cpu) / (double) SCROLL_NANOS;
    double to = Fx.get(() -> bar(sheet).getValue());
    if (to <= from) {
      throw new IllegalStateException(
          "It did not scroll %s from %.0f: %s.".formatted(how, from, seen));
    }
    figures.add(
        Figure.atLeast(NAME, "scrolling " + how, seen.perSecond(), FRAMES, " frames/s")
            .noted("longest gap %.0f ms, %.2f cores".formatted(seen.longestMillis(), cores)));
  }

  private static ScrollEvent turn() {
    return new ScrollEvent(
        ScrollEvent.SCROLL,
        400,
        400,
        400,
        400,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        -WHEEL,
        0,
        -WHEEL,
        ScrollEvent.HorizontalTextScrollUnits.NONE,
        0,
        ScrollEvent.VerticalTextScrollUnits.NONE,
        0,
        0,
        null);
  }

  /** Does something and measures the longest standstill until it is there, and how long it took. */
  private void still(String what, Runnable begin, Callable<Boolean> there) throws Exception {
    FrameWatch watch = new FrameWatch(() -> {});
    long start = System.nanoTime();
    Fx.run(
        () -> {
          watch.start();
          begin.run();
        });
    await("It did not come to an end: " + what, () -> Fx.get(there));
    double took = (System.nanoTime() - start) / 1e6;
    FrameWatch.Seen seen = Fx.get(watch::stop);
    figures.add(
        Figure.atMost(
                NAME, "longest standstill " + what, seen.longestMillis(), FREEZE_MILLIS, " ms")
            .noted("%.0f ms in all".formatted(took)));
  }

  /** Goes to what is offered behind the last line of the lock file, and takes it. */
  private static void more(DiffSheet sheet) {
    sheet.showFile(ReviewRepository.file(0));
    press(sheet, KeyCode.UP);
    press(sheet, KeyCode.ENTER);
  }

  private static void press(DiffSheet sheet, KeyCode key) {
    sheet.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
  }

  /** The bar beside the sheet, which tells in px how high it is and where one is. */
  private static ScrollBar bar(DiffSheet sheet) {
    return sheet.lookupAll(".scroll-bar").stream()
        .filter(ScrollBar.class::isInstance)
        .map(ScrollBar.class::cast)
        .filter(bar -> bar.getOrientation() == Orientation.VERTICAL)
        .findFirst()
        .orElseThrow();
  }

  private static boolean shown(DiffSheet sheet, String words) {
    Predicate<Node> has =
        node -> node instanceof Text text && text.isVisible() && text.getText().contains(words);
    return sheet.lookupAll(".sheet-text").stream().anyMatch(has);
  }

  private static void await(String sentence, Callable<Boolean> there) throws Exception {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!there.call()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(sentence);
      }
      Pace.until(System.nanoTime() + 10_000_000);
    }
  }

  private static boolean hasWorktree(Engine engine, SessionId id) {
    return engine.fleet().session(id).filter(session -> session.worktree() != null).isPresent();
  }

  private static Path worktree(Engine engine, SessionId id) {
    WorktreeReady made = engine.fleet().session(id).map(SessionSnapshot::worktree).orElseThrow();
    return Path.of(made.path());
  }

  private static WindowView open(WindowModel model, Path folder) {
    Fonts.load();
    Theme theme = Theme.ofDesktop();
    theme.modeProperty().set(Theme.Mode.DARK);
    theme.install();
    WindowView view =
        new WindowView(
            model,
            new Frameless(),
            Clock.systemUTC(),
            folder.resolve("config.toml").toString(),
            "benchmark");
    Stage stage = new Stage(StageStyle.UNDECORATED);
    stage.setScene(new Scene(view, 1200, 800));
    stage.show();
    view.start();
    model.load(null);
    return view;
  }
}
