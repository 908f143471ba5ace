package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.engine.session.Continuation.Memory;
import dev.muster.engine.session.RecoveryReport.Interrupted;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.RescueReport.Missing;
import dev.muster.engine.store.RescueReport.Range;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What the window shows first after a crash: each session that ran, what is safe, what to do. */
final class RecoveryScreen extends StackPane {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());
  private static final double WIDTH = 760;

  private final RecoveryModel model;
  private final Label title = new Label();
  private final VBox rows = new VBox(10);
  private final Label kept = new Label();
  private final Button all = Dialogs.button("Resume all", () -> {});
  private final Button leave = Dialogs.button("Leave all stopped", () -> {});
  private final Button later = Dialogs.button("Decide later", () -> {});

  /**
   * @param behind what cannot be reached while this is shown
   */
  RecoveryScreen(RecoveryModel model, Node behind) {
    this.model = model;
    getStyleClass().addAll("window", "recovery-screen");
    title.getStyleClass().addAll("strong", "recovery-title");
    title.setWrapText(true);
    kept.setWrapText(true);
    kept.getStyleClass().add("muted");
    all.setId("recovery.all");
    all.getStyleClass().add(Styles.ACCENT);
    all.setOnAction(_ -> model.resumeAll());
    leave.setId("recovery.leave");
    leave.setOnAction(_ -> model.leaveAll());
    later.setId("recovery.later");
    later.setCancelButton(true);
    later.setOnAction(_ -> model.later());
    HBox buttons = new HBox(8, all, leave, later);
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("plain-scroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    VBox column = new VBox(14, title, kept, buttons, scroll);
    model.told().forEach(told -> column.getChildren().add(2, note(told)));
    column.getStyleClass().add("recovery-column");
    column.setMaxWidth(WIDTH);
    getChildren().add(column);
    visibleProperty().bind(model.asksProperty());
    managedProperty().bind(visibleProperty());
    behind.disableProperty().bind(model.asksProperty());
    model.open().addListener((ListChangeListener<Interrupted>) _ -> show());
    model
        .asksProperty()
        .subscribe(
            asks -> {
              if (asks) {
                show();
                (model.open().isEmpty() ? later : all).requestFocus();
              }
            });
  }

  private static Node note(String told) {
    return new Banner(Tone.WARNING, new Banner.Message(told, "", ""), List.of(), null);
  }

  private void show() {
    int count = model.open().size();
    String sessions = Words.count(count, "session", "sessions");
    if (count == 0) {
      title.setText(
          "The journal was damaged: "
              + Words.count(model.incomplete().size(), "session lacks", "sessions lack")
              + " something");
      kept.setText(
          "What could be read is there again and can be read and searched. Each of these says in"
              + " its own log what it lacks.");
    } else {
      title.setText(
          switch (model.cause()) {
            case PROGRAM_ENDED -> "Muster or an agent ended while " + sessions + " worked";
            case MACHINE_RESTARTED -> "The machine was restarted while " + sessions + " worked";
          });
      kept.setText(
          "Everything up to the last moment is kept, and nothing of it runs now. Resumed, each"
              + " goes on where its journal ends.");
    }
    for (Button deciding : new Button[] {all, leave}) {
      deciding.setVisible(count > 0);
      deciding.setManaged(count > 0);
    }
    later.setText(count == 0 ? "Go on" : "Decide later");
    later.setTooltip(
        count == 0 ? null : new Tooltip("They stay as they are; the next start asks again."));
    all.setText(count == 1 ? "Resume it" : "Resume all " + count);
    all.setDisable(model.open().stream().allMatch(s -> s.how().hindrance() != null));
    rows.getChildren().setAll(model.open().stream().map(this::row).toList());
    model.incomplete().forEach(one -> rows.getChildren().add(row(one)));
  }

  private Node row(Interrupted one) {
    SessionSnapshot session = one.session();
    Label name = new Label(Words.line(session.title(), 90));
    name.getStyleClass().add("strong");
    name.setMnemonicParsing(false);
    name.setWrapText(true);
    Label where =
        new Label(
            session.projectName()
                + " · "
                + session.agentName()
                + " · turn "
                + session.turn()
                + ", last heard of "
                + TIME.format(one.heardAt()));
    where.getStyleClass().add("muted");
    where.setMnemonicParsing(false);
    FlowPane safe = new FlowPane(6, 6);
    safe.getChildren().add(checkpoint(one));
    if (one.unsent() > 0) {
      String unsent = Words.count(one.unsent(), "prompt", "prompts") + " not sent, kept";
      safe.getChildren().add(new Chip(Tone.INFO, unsent));
    }
    safe.getChildren().add(files(one));
    String hindrance = one.how().hindrance();
    Label how = new Label(hindrance == null ? one.how().sentence() : hindrance);
    how.setWrapText(true);
    how.setMnemonicParsing(false);
    how.setMinHeight(Region.USE_PREF_SIZE);
    VBox words = new VBox(6, name, where);
    one.waited().forEach(asked -> words.getChildren().add(waited(asked)));
    words.getChildren().addAll(safe, how);
    HBox.setHgrow(words, Priority.ALWAYS);
    Button resume =
        Dialogs.button(
            one.how().memory() == Memory.FROM_JOURNAL ? "Resume from the journal" : "Resume",
            () -> model.resume(one));
    resume.setTooltip(new Tooltip(one.how().sentence()));
    resume.setAccessibleText("Resume " + session.title());
    resume.setDisable(hindrance != null);
    Button leave = Dialogs.button("Leave stopped", () -> model.leave(one));
    leave.setAccessibleText("Leave stopped: " + session.title());
    leave.setTooltip(new Tooltip("It keeps its work and can be resumed at any time."));
    for (Button button : new Button[] {resume, leave}) {
      button.setMaxWidth(Double.MAX_VALUE);
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    VBox buttons = new VBox(6, resume, leave);
    HBox row = new HBox(16, words, buttons);
    row.setAlignment(Pos.TOP_LEFT);
    row.getStyleClass().add("recovery-row");
    return row;
  }

  /** What it had asked when it was cut short. */
  private static Label waited(String asked) {
    Label label = new Label(Words.line(asked.strip().replaceAll("\\s+", " "), 200));
    label.setWrapText(true);
    label.setMnemonicParsing(false);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setTooltip(new Tooltip("Nobody has answered it. Resumed, the agent can ask it again."));
    return label;
  }

  /** A session of which the damaged journal has lost something. */
  private static Node row(Missing one) {
    Label name =
        new Label(
            one.title().isBlank()
                ? "A session whose title is not known"
                : Words.line(one.title(), 90));
    name.getStyleClass().add("strong");
    name.setMnemonicParsing(false);
    name.setWrapText(true);
    Label lacks =
        new Label(
            one.session()
                + " · "
                + (one.events() == 1 ? "event " : "events ")
                + Words.line(
                    one.ranges().stream().map(Range::toString).collect(Collectors.joining(", ")),
                    200));
    lacks.getStyleClass().add("muted");
    lacks.setWrapText(true);
    Chip lost = new Chip(Tone.WARNING, Words.count(one.events(), "event", "events") + " lost");
    VBox row = new VBox(6, name, lacks, lost);
    row.getStyleClass().add("recovery-row");
    return row;
  }

  private static Chip checkpoint(Interrupted one) {
    Integer turn = one.checkpoint();
    Instant at = one.checkpointAt();
    return turn == null || at == null
        ? new Chip(Tone.NEUTRAL, "no checkpoint yet")
        : new Chip(Tone.SUCCESS, "checkpoint of turn " + turn + ", " + TIME.format(at));
  }

  private static Chip files(Interrupted one) {
    Integer files = one.uncommitted();
    if (files == null) {
      Chip unseen = new Chip(Tone.WARNING, "its files could not be looked at");
      Tooltip.install(unseen, new Tooltip(one.problem()));
      return unseen;
    }
    return files == 0
        ? new Chip(Tone.NEUTRAL, "nothing uncommitted")
        : new Chip(
            Tone.INFO,
            Words.count(files, "uncommitted file", "uncommitted files") + " in its worktree");
  }
}
