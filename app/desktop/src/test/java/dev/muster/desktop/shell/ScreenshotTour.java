package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.desktop.history.HistoryView;
import dev.muster.desktop.live.EngineBackend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FxFrames;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.theme.Theme;
import dev.muster.engine.DemoReady;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.fxmisc.richtext.StyledTextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens every screen in both themes, with the nine sessions of the demo held in different states by
 * what really happens to them, and writes one PNG each to the folder that {@code -Dmuster.images}
 * names. Not part of the suite: {@code packaging/screenshots} runs it.
 */
@FxTest
class ScreenshotTour {
  private static final double WIDTH = 1600;
  private static final double HEIGHT = 1000;

  @TempDir Path home;
  private final Path images = Path.of(System.getProperty("muster.images", "target/images"));
  private final EventPump pump = new EventPump(new FxFrames());
  private Engine engine;
  private WindowModel model;
  private WindowView view;
  private Stage stage;
  private Theme theme;

  @AfterEach
  void close() {
    if (stage != null) {
      Fx.run(stage::close);
    }
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void every_screen_in_both_themes() throws Exception {
    Files.createDirectories(images);
    engine =
        Engine.open(
            new EngineOptions(
                DataFolder.at(home), Map.of("MUSTER_AGENT_PATH", home.resolve("bin").toString())));
    window();
    Fx.until("the first-run screen", () -> model.loadedProperty().get());
    both("first-run");

    Map<String, SessionId> sessions = demo();
    Fx.until("nine panes", () -> model.fleet().items().size() == 9);
    Fx.run(() -> model.grid().layoutProperty().set(GridLayout.NINE));
    tab(sessions.get("slug-tests"), Tab.DIFF);
    tab(sessions.get("faster-list"), Tab.PLAN);
    Fx.run(() -> view.goTo(item(sessions.get("tidy-modules"))));
    both("grid");

    newSession();

    Fx.run(
        () -> {
          model.grid().layoutProperty().set(GridLayout.TWO);
          view.goTo(item(sessions.get("slug-tests")));
        });
    Fx.pulses(5);
    tab(sessions.get("slug-tests"), Tab.DIFF);
    both("two-panes");

    race(sessions.get("rate-limit"));
    review(sessions.get("rate-limit"));
    landingOrder();

    history(sessions.get("rate-limit"));

    Fx.run(view::settings);
    both("settings");
    back();
    Fx.run(view::agents);
    Fx.until("the agents", () -> !view.overlay().lookupAll(".agent-row").isEmpty());
    both("agents");
    back();
    Fx.run(view::shortcuts);
    both("shortcuts");
    back();
  }

  private void window() {
    Fx.run(
        () -> {
          model = new WindowModel(new EngineBackend(engine), pump);
          view =
              new WindowView(
                  model, new NoFrame(), Clock.systemUTC(), "~/.config/muster/config.toml", "0.1.0");
          stage = new Stage();
          stage.setScene(new Scene(view, WIDTH, HEIGHT));
          theme = Theme.ofDesktop();
          theme.modeProperty().set(Theme.Mode.DARK);
          theme.install();
          stage.show();
          view.start();
          model.load(null);
        });
  }

  /** Starts the demo and brings each session to the state it is to be shown in. */
  private Map<String, SessionId> demo() throws Exception {
    DemoReady demo = engine.makeDemo().get(60, TimeUnit.SECONDS);
    engine.changeSettings(s -> s.withSlots(8)).get(10, TimeUnit.SECONDS);
    Map<String, SessionId> made = new LinkedHashMap<>();
    CompletableFuture<Void> opened = new CompletableFuture<>();
    Fx.run(
        () ->
            model.open(
                demo.project().path(),
                info -> opened.complete(null),
                sentence -> opened.completeExceptionally(new AssertionError(sentence))));
    opened.get(30, TimeUnit.SECONDS);
    for (SessionSpec spec : demo.sessions()) {
      String script =
          spec.options().get("script").replaceFirst("^.*[/.]", "").replaceFirst("^demo-", "");
      if (script.equals("csv-import")) {
        continue;
      }
      made.put(script, create(spec));
    }
    await(made.get("fix-price"), s -> s.state() == SessionState.READY);
    await(made.get("slug-tests"), s -> s.state() == SessionState.READY);
    await(made.get("rate-limit"), s -> s.state() == SessionState.READY);
    await(made.get("faster-list"), s -> s.state() == SessionState.READY);
    await(made.get("short-stock"), s -> !s.questions().isEmpty());
    await(made.get("tidy-modules"), s -> !s.approvals().isEmpty());
    await(made.get("explain-rules"), s -> !s.approvals().isEmpty());
    engine.fleet().interrupt(made.get("explain-rules")).get(30, TimeUnit.SECONDS);
    await(made.get("explain-rules"), s -> s.state() == SessionState.STOPPED);
    await(made.get("lost-update"), s -> s.activity().startsWith("running "));
    engine
        .changeSettings(s -> s.withSlots(engine.fleet().slots().busy()))
        .get(10, TimeUnit.SECONDS);
    for (SessionSpec spec : demo.sessions()) {
      if (spec.options().get("script").contains("csv-import")) {
        made.put("csv-import", create(spec));
      }
    }
    await(made.get("csv-import"), s -> s.state() == SessionState.QUEUED);
    return made;
  }

  private SessionId create(SessionSpec spec) throws Exception {
    return engine.fleet().create(spec.with("pace", "0")).get(60, TimeUnit.SECONDS);
  }

  private void await(SessionId id, Predicate<SessionSnapshot> condition) {
    Fx.until("session " + id, () -> engine.fleet().session(id).filter(condition).isPresent());
  }

  private SessionItem item(SessionId id) {
    return model.fleet().find(id).orElseThrow();
  }

  private void tab(SessionId id, Tab tab) {
    Fx.run(
        () -> {
          view.goTo(item(id));
          view.showTab(tab);
        });
    if (tab == Tab.DIFF) {
      Fx.until(
          "the diff",
          () ->
              view.grid()
                  .pane(item(id))
                  .filter(pane -> pane.model().diff().shownProperty().get() != null)
                  .isPresent());
    }
  }

  private void newSession() throws IOException {
    Fx.run(view::newSession);
    Fx.pulses(3);
    Fx.run(
        () ->
            write(
                "Add gift wrapping to orders: two euros a parcel, free above fifty. Show it in"
                    + " @src/orders.sh and add tests."));
    both("new-session");
    back();
  }

  /** Writes into the text that has the focus. */
  private void write(String text) {
    switch (stage.getScene().getFocusOwner()) {
      case StyledTextArea<?, ?> area -> area.replaceText(text);
      case TextInputControl field -> field.setText(text);
      case null, default ->
          throw new AssertionError("No text has the focus: " + stage.getScene().getFocusOwner());
    }
  }

  private void back() {
    Fx.run(view.overlay()::close);
    Fx.pulses(3);
    assertThat(view.overlay().isOpen()).isFalse();
  }

  /** The review window of a session, with a comment and a viewed file. */
  private void review(SessionId id) throws Exception {
    SessionItem item = item(id);
    String path = "src/orders.sh";
    engine
        .reviews()
        .comment(
            id,
            null,
            new Place(path, Side.NEW, 37, 37, "", null),
            "Say when the next order can be placed, not how many seconds that is.")
        .get(30, TimeUnit.SECONDS);
    Changeset changes =
        engine.comparisons().changes(id, null, null).get(30, TimeUnit.SECONDS).orElseThrow();
    engine
        .reviews()
        .viewed(id, changes.files().getFirst().path(), changes.files().getFirst().contentId(), true)
        .get(30, TimeUnit.SECONDS);
    Fx.run(() -> view.reviews().open(item));
    Stage window = Fx.get(this::reviewWindow);
    Fx.run(
        () -> {
          window.setWidth(WIDTH);
          window.setHeight(HEIGHT);
        });
    Fx.until("the review", () -> says(window.getScene().getRoot(), "1 of 4 files viewed"));
    Fx.pulses(30);
    both("review", window);
    new LandingTour(Path.of(item.now().repository()), name -> both(name, window)).go();
    Fx.run(window::close);
  }

  /** A session beside one more that was given the same task and went another way. */
  private void race(SessionId id) throws Exception {
    SessionSpec again =
        engine.makeDemo().get(60, TimeUnit.SECONDS).sessions().stream()
            .filter(spec -> spec.options().get("script").contains("rate-limit"))
            .findFirst()
            .orElseThrow();
    SessionSpec here =
        new SessionSpec(
            again.task(),
            again.title(),
            Path.of(engine.fleet().session(id).orElseThrow().repository()),
            again.agentId(),
            again.model(),
            again.mode(),
            again.startFrom(),
            again.limits(),
            again.attachments(),
            again.first(),
            again.options());
    SessionId other = create(here);
    engine.fleet().startNow(other).get(30, TimeUnit.SECONDS);
    await(other, s -> s.state() == SessionState.READY);
    Fx.run(
        () -> {
          view.goTo(item(id));
          view.actions().all().find("session.race").orElseThrow().run();
        });
    Fx.until("the race", () -> window("Race").isPresent());
    Stage window = window("Race").orElseThrow();
    Fx.until("both", () -> says(window.getScene().getRoot(), "2 sessions side by side"));
    Fx.pulses(30);
    both("race", window);
    Fx.run(window::close);
  }

  private void landingOrder() throws IOException {
    Fx.run(view::landingOrder);
    Fx.until("the order", () -> !view.overlay().lookupAll(".landing-order-row").isEmpty());
    both("landing-order");
    back();
  }

  private static java.util.Optional<Stage> window(String title) {
    return Fx.get(
        () ->
            Window.getWindows().stream()
                .filter(
                    one -> one instanceof Stage s && String.valueOf(s.getTitle()).startsWith(title))
                .map(Stage.class::cast)
                .findFirst());
  }

  /** The history, with something found and a session that is replayed. */
  private void history(SessionId id) throws IOException {
    engine.search().catchUp();
    Fx.run(view::history);
    Fx.until("the history", () -> stage.getScene().lookup(".history") instanceof HistoryView);
    HistoryView history = Fx.get(() -> (HistoryView) stage.getScene().lookup(".history"));
    Fx.run(() -> history.model().textProperty().set("orders"));
    Fx.until("what was found", () -> found(history, id));
    Fx.run(
        () ->
            history.model().entries().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .ifPresent(history.model().selectedProperty()::set));
    Fx.until("what there is in it", () -> history.reader().digestProperty().get() != null);
    Fx.run(() -> history.replay().seek(history.reader().totalProperty().get() * 3 / 5));
    Fx.pulses(30);
    both("history");
    Fx.run(view::showGrid);
  }

  private static boolean found(HistoryView history, SessionId id) {
    return history.model().entries().stream()
        .anyMatch(entry -> entry.id().equals(id) && entry.found() != null);
  }

  private Stage reviewWindow() {
    return Window.getWindows().stream()
        .filter(one -> one instanceof Stage s && String.valueOf(s.getTitle()).startsWith("Review"))
        .map(Stage.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean says(Node node, String text) {
    return node instanceof Labeled label && text.equals(label.getText())
        || node instanceof Parent parent
            && parent.getChildrenUnmodifiable().stream().anyMatch(child -> says(child, text));
  }

  private void both(String name) throws IOException {
    both(name, stage);
  }

  private void both(String name, Stage of) throws IOException {
    for (Theme.Mode mode : new Theme.Mode[] {Theme.Mode.LIGHT, Theme.Mode.DARK}) {
      Fx.run(() -> theme.modeProperty().set(mode));
      Fx.pulses(30);
      Path file = images.resolve(name + "-" + mode.name().toLowerCase() + ".png");
      Fx.png(Fx.get(() -> of.getScene().snapshot(null)), file);
      assertThat(file).isNotEmptyFile();
    }
  }

  private static final class NoFrame implements WindowView.Frame {
    @Override
    public Path chooseFolder() {
      return null;
    }

    @Override
    public void quit() {
      throw new AssertionError("Nobody asked to quit.");
    }
  }
}
