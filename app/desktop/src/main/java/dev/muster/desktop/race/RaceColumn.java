package dev.muster.desktop.race;

import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.grid.StateTones;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.SessionOutlook;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.team.RaceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** One session of a race: how it stands, what it changed, what it ran, what it took. */
final class RaceColumn extends VBox {
  private static final int MOST_FILES = 200;

  /** What can be done from here. */
  interface Doing {
    /** Shows what it changed. */
    void review(SessionItem item);

    /** Shows how its files differ from those of another one. */
    void compare(SessionItem item, SessionItem other);

    /** Asks whether it is to be taken. */
    void pick(Racer racer);
  }

  private final Racer racer;
  private final RaceModel model;
  private final Doing doing;
  private final StateDot dot = new StateDot(Tone.NEUTRAL, "");
  private final Label state = new Label();
  private final FlowPane ranks = new FlowPane(6, 4);
  private final VBox facts = new VBox(5);
  private final VBox runs = new VBox(3);
  private final VBox files = new VBox(2);
  private final Button pick = new Button("Pick this one");
  private final Button review = new Button("Review");
  private final MenuButton compare = new MenuButton("Compare with");
  private final Subscription subscription;

  RaceColumn(Racer racer, RaceModel model, Doing doing) {
    this.racer = racer;
    this.model = model;
    this.doing = doing;
    getStyleClass().add("race-column");
    setId("race." + racer.id());
    Label who = new Label(racer.who());
    who.getStyleClass().addAll("strong", "race-who");
    who.setMnemonicParsing(false);
    who.setMinWidth(0);
    state.getStyleClass().addAll("muted", "small");
    state.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, dot, who, space, state, leaveOut());
    head.setAlignment(Pos.CENTER_LEFT);
    Label title = new Label(racer.now().title());
    title.getStyleClass().addAll("muted", "small");
    title.setMnemonicParsing(false);
    title.setMinWidth(0);
    VBox inside =
        new VBox(10, facts, section("Commands, as they ran last", runs), section("Files", files));
    ScrollPane scroll = new ScrollPane(inside);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("plain-scroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    ranks.getStyleClass().add("race-ranks");
    pick.setId("race.pick." + racer.id());
    pick.getStyleClass().add("success");
    pick.setOnAction(_ -> doing.pick(racer));
    review.setId("race.review." + racer.id());
    review.setOnAction(_ -> doing.review(racer.item()));
    compare.setId("race.compare." + racer.id());
    compare.getItems().add(new MenuItem("…"));
    compare.setOnShowing(_ -> fillCompare());
    FlowPane buttons = new FlowPane(8, 6, review, compare, pick);
    getChildren().addAll(head, title, ranks, scroll, buttons);
    subscription =
        Subscription.combine(
            racer.item().snapshotProperty().subscribe(_ -> show()),
            racer.item().outlookProperty().subscribe(_ -> show()),
            racer.factsProperty().subscribe(_ -> show()),
            model.busyProperty().subscribe(_ -> enable()));
  }

  void dispose() {
    subscription.unsubscribe();
  }

  private Button leaveOut() {
    Button out = new Button("", Icons.CLOSE.node());
    out.getStyleClass().addAll("flat", "icon-action");
    out.setAccessibleText("Leave “" + racer.who() + "” out of this view");
    out.setTooltip(new Tooltip("Leave it out of this view; nothing happens to the session"));
    out.setOnAction(_ -> model.leaveOut(racer));
    return out;
  }

  private static VBox section(String title, Node content) {
    Label heading = new Label(title);
    heading.getStyleClass().addAll("strong", "muted", "small");
    return new VBox(4, heading, content);
  }

  /** Shows it as it stands; what others have to show decides some of it. */
  void show() {
    SessionSnapshot s = racer.now();
    dot.show(StateTones.of(s), Words.state(s.state()));
    state.setText(Words.state(s.state()));
    RaceRanks all = new RaceRanks(model.racers());
    ranks.getChildren().setAll(all.of(racer).stream().map(w -> new Chip(Tone.INFO, w)).toList());
    // Kept free where others have some, so that the same stands at the same height.
    ranks.setManaged(model.racers().size() > 1);
    facts.getChildren().setAll(facts(s, racer.factsProperty().get()));
    runs.getChildren().setAll(runs(racer.factsProperty().get()));
    files.getChildren().setAll(files(s, all.onlyIn(racer)));
    enable();
  }

  private void enable() {
    SessionSnapshot s = racer.now();
    boolean there = s.worktree() != null;
    review.setDisable(!there);
    compare.setDisable(!there || model.racers().size() < 2);
    pick.setDisable(
        !there
            || s.state() == SessionState.CLOSED
            || model.busyProperty().get()
            || model.others(racer).isEmpty());
  }

  private void fillCompare() {
    compare.getItems().clear();
    for (Racer other : model.racers()) {
      if (other != racer && other.now().worktree() != null) {
        MenuItem item = new MenuItem(other.who() + ": " + Words.line(other.now().title(), 40));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> doing.compare(racer.item(), other.item()));
        compare.getItems().add(item);
      }
    }
  }

  private List<Node> facts(SessionSnapshot s, RaceFacts known) {
    List<Node> all = new ArrayList<>();
    int count = s.changes().files().size();
    String lines = Words.lines(s.changes().added(), s.changes().removed());
    all.add(
        fact(
            "Changes",
            count == 0
                ? "nothing"
                : lines + (lines.isEmpty() ? "" : " · ") + Words.count(count, "file", "files")));
    all.add(
        fact(
            "Worked",
            known.turns() == 0
                ? "not yet"
                : Words.took(known.workMillis())
                    + (known.turns() > 1 ? " in %d turns".formatted(known.turns()) : "")));
    all.add(fact("Cost", cost(s)));
    if (!s.plan().isEmpty()) {
      all.add(fact("Plan", "%d of %d steps".formatted(s.planDone(), s.plan().size())));
    }
    SessionOutlook outlook = racer.item().outlookProperty().get();
    if (outlook != null) {
      all.add(
          fact(
              "Landing",
              switch (outlook.forecast().outcome()) {
                case CLEAN -> "merges cleanly with " + outlook.target();
                case CONFLICTS -> "conflicts with " + outlook.target();
                case NOTHING -> "nothing to land";
                case UNKNOWN -> "unknown";
              }));
    }
    return all;
  }

  private static String cost(SessionSnapshot s) {
    if (s.scripted()) {
      return "a script costs nothing";
    }
    long tokens = s.totals().tokens();
    if (tokens == 0) {
      return "nothing yet";
    }
    String money =
        s.totals().costKnown()
            ? Words.money(s.totals().costMicros())
            : s.totals().costMicros() > 0
                ? Words.money(s.totals().costMicros()) + " and more"
                : "not reported";
    return money + " · " + Words.tokens(tokens) + " tokens";
  }

  private static Node fact(String name, String value) {
    Label left = new Label(name);
    left.getStyleClass().addAll("muted", "race-fact");
    left.setMinWidth(72);
    Label right = new Label(value);
    right.setMnemonicParsing(false);
    right.setWrapText(true);
    right.setMinHeight(Region.USE_PREF_SIZE);
    right.getStyleClass().add("race-fact");
    HBox row = new HBox(8, left, right);
    row.setAlignment(Pos.TOP_LEFT);
    return row;
  }

  private static List<Node> runs(RaceFacts known) {
    List<Node> all = new ArrayList<>();
    for (CommandRun run : known.runs()) {
      all.add(run(run));
    }
    if (known.moreRuns() > 0) {
      all.add(note("and %,d more before".formatted(known.moreRuns())));
    }
    if (all.isEmpty()) {
      all.add(note("Nothing ran."));
    }
    return all;
  }

  /** Green only what Muster itself saw succeed on the files as they are. */
  private static Node run(CommandRun run) {
    boolean ok = run.exitCode() == 0;
    boolean stands = run.observed() && run.current();
    Tone tone = !stands ? Tone.NEUTRAL : ok ? Tone.SUCCESS : Tone.DANGER;
    Label sign = new Label("", (ok ? Icons.CHECK : Icons.CLOSE).node());
    sign.getStyleClass().add("race-sign");
    tone.applyTo(sign);
    Label command = new Label(VisibleText.onOneLine(run.command()));
    command.getStyleClass().addAll("mono", "race-command");
    command.setMnemonicParsing(false);
    command.setMinWidth(0);
    Label what =
        new Label(
            "exit %d · %s%s"
                .formatted(
                    run.exitCode(),
                    Words.since(run),
                    run.observed() ? "" : " · as the agent says"));
    what.getStyleClass().addAll("small", "muted");
    what.setMinWidth(0);
    HBox first = new HBox(6, sign, command);
    first.setAlignment(Pos.CENTER_LEFT);
    VBox row = new VBox(first, what);
    VBox.setMargin(what, new javafx.geometry.Insets(0, 0, 2, 18));
    Tooltip.install(
        row,
        new Tooltip(
            run.command()
                + "\n"
                + (run.observed()
                    ? "Muster saw it end with exit " + run.exitCode()
                    : "The agent reported exit " + run.exitCode() + "; Muster did not see it")
                + ", after "
                + Words.took(run.millis())
                + "."));
    return row;
  }

  private static List<Node> files(SessionSnapshot s, Set<String> only) {
    List<Node> all = new ArrayList<>();
    List<FileDelta> changed = s.changes().files();
    for (FileDelta file : changed.subList(0, Math.min(MOST_FILES, changed.size()))) {
      all.add(file(file, only.contains(file.path())));
    }
    if (changed.size() > MOST_FILES) {
      all.add(note("and %,d more; its review lists them".formatted(changed.size() - MOST_FILES)));
    }
    if (all.isEmpty()) {
      all.add(note("No file changed."));
    }
    return all;
  }

  private static Node file(FileDelta file, boolean only) {
    Label letter = new Label(String.valueOf(file.status()));
    letter.getStyleClass().addAll("mono", "small", "muted");
    Label path = new Label(VisibleText.onOneLine(file.path()));
    path.getStyleClass().add("race-file");
    path.setMnemonicParsing(false);
    path.setMinWidth(0);
    path.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
    path.setTooltip(
        new Tooltip(path.getText() + (only ? "\nNo other session here changed it." : "")));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox row = new HBox(6, letter, path, space);
    row.setAlignment(Pos.CENTER_LEFT);
    if (only) {
      Label mark = new Label("only here");
      mark.getStyleClass().addAll("small", "muted");
      mark.setMinWidth(Region.USE_PREF_SIZE);
      row.getChildren().add(mark);
    }
    count(row, file.added(), "+", "success");
    count(row, file.removed(), "−", "danger");
    return row;
  }

  private static void count(
      HBox row, @org.jspecify.annotations.Nullable Integer lines, String sign, String style) {
    if (lines != null && lines > 0) {
      Label label = new Label("%s%,d".formatted(sign, lines));
      label.getStyleClass().addAll("small", style);
      label.setMinWidth(Region.USE_PREF_SIZE);
      row.getChildren().add(label);
    }
  }

  private static Label note(String words) {
    Label label = new Label(words);
    label.getStyleClass().addAll("small", "muted");
    return label;
  }
}
