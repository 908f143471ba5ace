package dev.muster.desktop.grid;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.MeterBar;
import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.session.AgentLoad;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSnapshot.Totals;
import java.time.Instant;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The two lines on top of a pane: who works on what, since when, where and for how much. */
final class PaneHeader extends VBox {
  private static final int MOST_AGENT = 30;

  private final StateDot dot = new StateDot(Tone.NEUTRAL, "");
  private final Label title = new Label();
  private final Chip agent = new Chip(Tone.NEUTRAL, "");
  private final Label age = new Label();
  private final Label branch = new Label();
  private final Label load = new Label();
  private final Tooltip loadTip = new Tooltip();
  private final Label cost = new Label();
  private final Tooltip costTip = new Tooltip();
  private final MeterBar context = new MeterBar(Tone.INFO, "context used");
  private final Tooltip contextTip = new Tooltip();

  PaneHeader(SessionActions actions) {
    getStyleClass().add("pane-header");
    title.getStyleClass().addAll("strong", "pane-title");
    title.setMnemonicParsing(false);
    title.setMinWidth(40);
    age.getStyleClass().addAll("muted", "pane-age");
    age.setMinWidth(USE_PREF_SIZE);
    agent.setMinWidth(USE_PREF_SIZE);
    HBox first = new HBox(dot, title, spacer(), agent, age, menuButton(actions));
    first.getStyleClass().add("pane-line");
    first.setAlignment(Pos.CENTER_LEFT);

    branch.getStyleClass().addAll("mono", "pane-branch");
    branch.setGraphic(Icons.BRANCH.node());
    branch.setMnemonicParsing(false);
    branch.setMinWidth(30);
    cost.getStyleClass().addAll("muted", "pane-cost");
    cost.setMinWidth(USE_PREF_SIZE);
    cost.setTooltip(costTip);
    context.setMinWidth(36);
    context.setMaxWidth(36);
    Tooltip.install(context, contextTip);
    load.getStyleClass().addAll("muted", "pane-load");
    load.setTooltip(loadTip);
    load.setMinWidth(USE_PREF_SIZE);
    HBox second = new HBox(branch, spacer(), load, cost, context);
    second.getStyleClass().add("pane-line-2");
    second.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(first, second);
  }

  private static Region spacer() {
    Region spacer = new Region();
    HBox.setHgrow(spacer, Priority.ALWAYS);
    return spacer;
  }

  private static Button menuButton(SessionActions actions) {
    Button more = new Button("", Icons.MORE.node());
    more.getStyleClass().addAll("flat", "icon-action", "pane-more");
    more.setAccessibleText("All actions of this session");
    more.setTooltip(new Tooltip("All actions"));
    more.setOnAction(
        _ -> {
          // Made when it is asked for: nine panes have a dozen items each that are rarely seen.
          ContextMenu menu = new ContextMenu();
          actions.all().all().stream()
              .filter(action -> action.enabled())
              .map(ActionNodes::menuItem)
              .forEach(menu.getItems()::add);
          menu.show(more, Side.BOTTOM, 0, 2);
        });
    return more;
  }

  /**
   * @param project what to call its project; empty where that goes without saying
   */
  void show(SessionSnapshot s, Instant now, String project) {
    dot.show(StateTones.of(s), Words.state(s.state()));
    if (!s.title().equals(title.getText())) {
      title.setText(s.title());
      title.setTooltip(new Tooltip(s.title()));
    }
    agent.setText(agentWords(s));
    age.setText(s.turnSince() == null ? Words.age(s.stateSince(), now) : age(s, now));
    age.setAccessibleText(Words.state(s.state()) + " for " + age.getText());
    WorktreeReady worktree = s.worktree();
    String on = worktree == null ? "from " + s.startFrom() : worktree.branch();
    branch.setText(project.isEmpty() ? on : project + " · " + on);
    branch.setTooltip(
        new Tooltip(
            "Repository "
                + VisibleText.onOneLine(s.repository())
                + (worktree == null
                    ? ""
                    : "\nWorktree " + VisibleText.onOneLine(worktree.path()))));
    showCost(s);
    showContext(s.totals());
  }

  private static String age(SessionSnapshot s, Instant now) {
    Instant since = s.turnSince();
    return Words.age(since == null ? s.stateSince() : since, now);
  }

  /** As {@code Muster agent · sonnet}; a scripted one always says so. */
  static String agentWords(SessionSnapshot s) {
    String model = s.scripted() ? "scripted" : s.model();
    return Words.line(
        model == null || s.agentName().contains(model)
            ? s.agentName()
            : s.agentName() + " · " + model,
        MOST_AGENT);
  }

  /** What its agent's processes take of the machine; empty where it has none. */
  void showLoad(AgentLoad now) {
    boolean any = now.residentBytes() > 0;
    load.setVisible(any);
    load.setManaged(any);
    if (any) {
      String percent = Math.round(now.cores() * 100) + " %";
      load.setText(Words.memory(now.residentBytes()) + " · " + percent);
      loadTip.setText(
          "%s of its agent: %s of memory, %s of one processor"
              .formatted(
                  Words.count(now.processes(), "process", "processes"),
                  Words.memory(now.residentBytes()),
                  percent));
    }
  }

  private void showCost(SessionSnapshot s) {
    Totals totals = s.totals();
    Long limit = s.limits().costMicros();
    if (totals.tokens() == 0 || s.scripted()) {
      cost.setText("");
      costTip.setText(s.scripted() ? "A script costs nothing." : "Nothing was used yet.");
      return;
    }
    String spent =
        totals.costKnown() || totals.costMicros() > 0
            ? Words.money(totals.costMicros()) + (totals.costKnown() ? "" : " +")
            : "cost not reported";
    cost.setText(limit == null ? spent : spent + " / " + Words.money(limit));
    costTip.setText(
        "%s tokens in, %s out, %s from the cache%s"
            .formatted(
                Words.tokens(totals.input() + totals.cacheWrite()),
                Words.tokens(totals.output()),
                Words.tokens(totals.cacheRead()),
                totals.costKnown() ? "" : ". Not all of its cost was reported."));
  }

  private void showContext(Totals totals) {
    Long used = totals.contextUsed();
    Long size = totals.contextSize();
    boolean known = used != null && size != null && size > 0;
    context.setVisible(known);
    context.setManaged(known);
    if (used != null && size != null && size > 0) {
      double share = (double) used / size;
      context.setValue(share);
      context.setTone(share >= 0.85 ? Tone.WARNING : Tone.INFO);
      contextTip.setText(
          "Context: %s of %s tokens (%d %%)"
              .formatted(Words.tokens(used), Words.tokens(size), Math.round(share * 100)));
    }
  }
}
