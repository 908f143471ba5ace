package dev.muster.desktop.history;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryKeeper;
import dev.muster.desktop.live.Words;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Asks what is to be thrown away for good, by where it is kept, its age or the room it takes, and
 * shows first what would go and what would stay. What is shown is done, and nothing else.
 */
final class PruneDialog {
  private static final double WIDE = 560;
  private static final int MOST_ROWS = 200;
  private static final long GIGABYTE = 1_000_000_000L;

  private final HistoryKeeper keeper;
  private final EventPump pump;
  private final HistorySurroundings around;
  private final Consumer<PrunePlan> prune;
  private final RadioButton trash = new RadioButton("What is in the trash");
  private final RadioButton closed = new RadioButton("All that is over, the archive included");
  private final TextField days = number("history.prune-days", "Days without any event");
  private final TextField room = number("history.prune-room", "Gigabytes that may stay");
  private final CheckBox work = new CheckBox("Also work that was never landed");
  private final VBox rows = new VBox(8);
  private final Label sum = words("");
  private final Button go = new Button("Throw away for good");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private @Nullable PruneRule looking;
  private @Nullable PruneRule shown;
  private @Nullable PrunePlan plan;
  private boolean open = true;

  /**
   * @param prune does what a plan says
   */
  PruneDialog(
      HistoryKeeper keeper, EventPump pump, HistorySurroundings around, Consumer<PrunePlan> prune) {
    this.keeper = keeper;
    this.pump = pump;
    this.around = around;
    this.prune = prune;
  }

  /** Shows it. */
  void open() {
    ToggleGroup which = new ToggleGroup();
    trash.setToggleGroup(which);
    closed.setToggleGroup(which);
    trash.setSelected(true);
    trash.setId("history.prune-trash");
    closed.setId("history.prune-closed");
    work.setId("history.prune-work");
    sum.setId("history.prune-sum");
    sum.getStyleClass().add("strong");
    which.selectedToggleProperty().subscribe(_ -> changed());
    days.textProperty().subscribe(_ -> changed());
    room.textProperty().subscribe(_ -> changed());
    work.selectedProperty().subscribe(_ -> changed());
    FlowPane age = row(new Label("only where nothing happened for"), days, new Label("days"));
    FlowPane size =
        row(
            new Label("only the oldest, until all sessions take no more than"),
            room,
            new Label("GB"));
    ScrollPane scroll = new ScrollPane(rows);
    scroll.getStyleClass().add("plain-scroll");
    scroll.setFitToWidth(true);
    scroll.setPrefHeight(240);
    scroll.setMinHeight(60);
    Label wrong = words("");
    wrong.getStyleClass().add("warning");
    wrong.textProperty().bind(problem);
    wrong.visibleProperty().bind(problem.isNotEmpty());
    wrong.managedProperty().bind(wrong.visibleProperty());
    Button no = new Button("Cancel");
    no.setCancelButton(true);
    no.setOnAction(_ -> around.closeDialog());
    go.setId("history.prune-go");
    go.getStyleClass().add(Styles.DANGER);
    go.setDisable(true);
    go.setOnAction(_ -> go());
    VBox content = new VBox(10, new HBox(18, trash, closed), age, size, work, wrong, sum, scroll);
    content.setPrefWidth(WIDE);
    around.dialog(
        "Clean up: what is thrown away for good", content, List.of(no, go), no, () -> open = false);
    changed();
  }

  private void go() {
    PrunePlan seen = plan;
    if (seen != null && Objects.equals(shown, rule())) {
      around.closeDialog();
      prune.accept(seen);
    }
  }

  /** What is asked for now; null while a number cannot be understood. */
  private @Nullable PruneRule rule() {
    Double olderThan = amount(days);
    Double downTo = amount(room);
    if (olderThan == null && !days.getText().isBlank()
        || downTo == null && !room.getText().isBlank()) {
      return null;
    }
    Instant before =
        olderThan == null
            ? null
            : Instant.now()
                .minus(Duration.ofMinutes(Math.round(olderThan * 24 * 60)))
                .truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    Long bytes = downTo == null ? null : Math.round(downTo * GIGABYTE);
    return new PruneRule(Set.of(), closed.isSelected(), before, bytes, work.isSelected());
  }

  private static @Nullable Double amount(TextField field) {
    String text = field.getText().strip().replace(',', '.');
    return text.matches("\\d{1,7}(\\.\\d{1,3})?") ? Double.valueOf(text) : null;
  }

  /** One look at a time: it measures every session; the last one that was asked for is shown. */
  private void changed() {
    PruneRule wanted = rule();
    problem.set(wanted == null ? "Days and gigabytes are numbers, such as 30 and 1.5." : "");
    go.setDisable(true);
    if (wanted == null || looking != null) {
      return;
    }
    looking = wanted;
    sum.setText("Looking at what would go…");
    rows.getChildren().clear();
    pump.deliver(
        keeper.plan(wanted),
        found -> {
          looking = null;
          if (!open) {
            return;
          }
          if (Objects.equals(wanted, rule())) {
            show(wanted, found);
          } else {
            changed();
          }
        },
        sentence -> {
          looking = null;
          sum.setText(sentence);
        });
  }

  private void show(PruneRule rule, PrunePlan found) {
    plan = found;
    shown = rule;
    int goes = found.goes().size();
    go.setDisable(goes == 0);
    sum.setText(
        goes == 0
            ? "Nothing goes: all sessions take " + Words.bytes(found.total()) + "."
            : "%s, %s of %s given back"
                .formatted(
                    Words.count(goes, "session goes", "sessions go"),
                    Words.bytes(found.bytes()),
                    Words.bytes(found.total())));
    rows.getChildren().clear();
    found.goes().stream().limit(MOST_ROWS).forEach(this::row);
    if (goes > MOST_ROWS) {
      rows.getChildren().add(words("%,d more go as well.".formatted(goes - MOST_ROWS)));
    }
    List<PrunePlan.Staying> stays =
        found.stays().stream()
            .filter(
                one -> rule.closedToo() ? one.facts().over() : !one.facts().refusals().isEmpty())
            .toList();
    stays.stream()
        .limit(MOST_ROWS)
        .forEach(
            one -> rows.getChildren().add(muted(one.facts().title() + " stays: " + one.why())));
    if (stays.size() > MOST_ROWS) {
      rows.getChildren().add(words("%,d more stay.".formatted(stays.size() - MOST_ROWS)));
    }
  }

  private static FlowPane row(Node... parts) {
    FlowPane row = new FlowPane(6, 6, parts);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void row(PrunePlan.Going going) {
    Label title =
        words(
            Words.line(going.facts().title(), 80)
                + "  –  "
                + Words.bytes(going.facts().use().total()));
    title.getStyleClass().add("strong");
    rows.getChildren().add(title);
    going.tells().forEach(tell -> rows.getChildren().add(muted(tell)));
  }

  private static Node muted(String text) {
    Label label = words(text);
    label.getStyleClass().add("muted");
    return label;
  }

  private static TextField number(String id, String name) {
    TextField field = new TextField();
    field.setId(id);
    field.setAccessibleText(name);
    field.setPrefColumnCount(4);
    field.setTextFormatter(
        new TextFormatter<>(change -> change.getControlNewText().length() <= 9 ? change : null));
    return field;
  }

  private static Label words(String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMaxWidth(WIDE - 16);
    return label;
  }
}
