package dev.muster.desktop.history;

import atlantafx.base.controls.ProgressSliderSkin;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionDigest.Moment;
import dev.muster.desktop.live.SessionDigest.MomentKind;
import dev.muster.desktop.theme.Icons;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javafx.animation.AnimationTimer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The timeline of a session, with a mark for each turn, edit and error, and what plays it. */
final class ReplayBar extends VBox {
  private static final Map<MomentKind, PseudoClass> KINDS = new EnumMap<>(MomentKind.class);

  static {
    for (MomentKind kind : MomentKind.values()) {
      KINDS.put(kind, PseudoClass.getPseudoClass(kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Half of the slider's knob: its track begins and ends that far inside. */
  private static final double INSET = 7;

  private static final double MARK = 2;

  private final ReaderModel reader;
  private final ReplayModel replay;
  private final Slider slider = new Slider();
  private final Pane marks = new Pane();
  private final Button play = new Button("Replay", Icons.PLAY.node());
  private final Button leave = new Button("Show all");
  private final MenuButton speed = new MenuButton();
  private final Label words = new Label();
  private final AnimationTimer timer =
      new AnimationTimer() {
        private long before;

        @Override
        public void start() {
          before = 0;
          super.start();
        }

        @Override
        public void handle(long now) {
          if (before != 0) {
            replay.pulse(now - before);
          }
          before = now;
        }
      };
  private boolean moving;

  ReplayBar(ReaderModel reader, ReplayModel replay) {
    this.reader = reader;
    this.replay = replay;
    getStyleClass().add("replay-bar");
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setId("history.timeline");
    slider.setMin(1);
    slider.setBlockIncrement(1);
    slider.setAccessibleText("Moment of the session, by events");
    slider.setTooltip(
        new Tooltip(
            "Left and Right: one event. Page up and down: the turn, edit or error before and"
                + " after. Space: play and pause."));
    slider.valueProperty().subscribe((_, value) -> moved(Math.round(value.doubleValue())));
    slider.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    marks.setMouseTransparent(true);
    marks.setManaged(false);
    StackPane line = new StackPane(slider, marks);
    line.getStyleClass().add("replay-line");
    line.widthProperty().subscribe(_ -> mark());
    play.setId("history.play");
    play.setMnemonicParsing(false);
    play.setOnAction(_ -> replay.toggle());
    leave.setId("history.all");
    leave.setMnemonicParsing(false);
    leave.setOnAction(_ -> replay.leave());
    leave.visibleProperty().bind(replay.activeProperty());
    leave.managedProperty().bind(replay.activeProperty());
    speed.setMnemonicParsing(false);
    speed.setId("history.speed");
    for (int times : ReplayModel.SPEEDS) {
      RadioMenuItem item = new RadioMenuItem(times + "×");
      item.setOnAction(_ -> replay.speedProperty().set(times));
      replay.speedProperty().subscribe(now -> item.setSelected(now.intValue() == times));
      speed.getItems().add(item);
    }
    speed.getStyleClass().add("flat");
    speed.setTooltip(new Tooltip("How much faster than it happened. Pauses are shortened."));
    replay
        .speedProperty()
        .subscribe(
            now -> {
              speed.setText(now + "×");
              speed.setAccessibleText("Speed: " + now + " times");
            });
    words.getStyleClass().addAll("muted", "small");
    words.setId("history.moment");
    words.setMinWidth(0);
    play.setMinWidth(USE_PREF_SIZE);
    leave.setMinWidth(USE_PREF_SIZE);
    speed.setMinWidth(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox buttons = new HBox(8, play, speed, words, space, leave);
    buttons.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(line, buttons);
    reader.shownToProperty().subscribe(_ -> show());
    reader.totalProperty().subscribe(_ -> show());
    reader.digestProperty().subscribe(_ -> mark());
    replay.activeProperty().subscribe(_ -> show());
    replay.playingProperty().subscribe(this::playing);
  }

  /** Ends what runs by itself. */
  void close() {
    timer.stop();
  }

  private void playing(boolean now) {
    play.setText(now ? "Pause" : "Replay");
    play.setAccessibleText(now ? "Pause the replay" : "Replay");
    play.setGraphic(now ? null : Icons.PLAY.node());
    if (now) {
      timer.start();
    } else {
      timer.stop();
    }
  }

  private void show() {
    moving = true;
    slider.setMax(Math.max(1, reader.totalProperty().get()));
    slider.setValue(reader.shownToProperty().get());
    moving = false;
    words.setText(replay.words());
  }

  private void moved(long seq) {
    if (!moving && reader.entryProperty().get() != null) {
      replay.playingProperty().set(false);
      replay.seek(seq);
    }
  }

  private void key(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    switch (event.getCode()) {
      case KeyCode.SPACE -> replay.toggle();
      case KeyCode.PAGE_UP -> replay.toMark(false);
      case KeyCode.PAGE_DOWN -> replay.toMark(true);
      case KeyCode.LEFT -> replay.step(-1);
      case KeyCode.RIGHT -> replay.step(1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  /** One mark for what would stand at the same place; an error hides an edit. */
  private void mark() {
    marks.getChildren().clear();
    SessionDigest digest = reader.digestProperty().get();
    double width = slider.getWidth() - 2 * INSET;
    double last = Math.max(1, reader.totalProperty().get() - 1);
    if (digest == null || width <= 0) {
      return;
    }
    Map<Long, Moment> places = new TreeMap<>();
    for (Moment moment : digest.moments()) {
      long x = Math.round((moment.seq() - 1) / last * width / MARK);
      places.merge(x, moment, (one, two) -> one.kind().compareTo(two.kind()) >= 0 ? one : two);
    }
    places.forEach(
        (x, moment) -> {
          Region mark = new Region();
          mark.getStyleClass().add("replay-mark");
          PseudoClass kind = KINDS.get(moment.kind());
          if (kind != null) {
            mark.pseudoClassStateChanged(kind, true);
          }
          mark.setManaged(false);
          mark.resizeRelocate(INSET + x * MARK, slider.getHeight() / 2 - 5, MARK, 10);
          marks.getChildren().add(mark);
        });
  }
}
