package dev.muster.desktop.shell;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Logo;
import dev.muster.desktop.control.MeterBar;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.GridModel;
import dev.muster.desktop.live.AccountWindow;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Spending;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.shell.WindowModel.Place;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The upper edge: where one is, how the grid is laid out, what was spent and who needs you. */
final class TopBarView extends HBox {
  private static final int MOST_WINDOWS = 3;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

  private final WindowModel model;
  private final MenuButton agents = new MenuButton("Agents: all");
  private final HBox windows = new HBox();
  private final Chip spent = new Chip(Tone.NEUTRAL, "");
  private final Tooltip spentTip = new Tooltip();
  private final Button needYou;
  private final Label page = new Label();
  private final Tooltip pageTip = new Tooltip();

  TopBarView(WindowModel model, WindowActions actions) {
    this.model = model;
    getStyleClass().add("top-bar");
    setAlignment(Pos.CENTER_LEFT);
    GridModel grid = model.grid();

    Label name = new Label("Muster");
    name.getStyleClass().addAll("strong", "app-name");
    Label sign = new Label("›");
    sign.getStyleClass().add("muted");
    Label here = new Label();
    here.getStyleClass().addAll("strong", "breadcrumb");
    here.textProperty()
        .bind(model.placeProperty().map(now -> now == Place.GRID ? "Grid" : "History"));
    SegmentedControl<GridLayout> layouts =
        new SegmentedControl<>(
            List.of(
                new Segment<>(GridLayout.ONE, "1", "one pane"),
                new Segment<>(GridLayout.TWO, "2", "two panes"),
                new Segment<>(GridLayout.FOUR, "2×2", "two by two panes"),
                new Segment<>(GridLayout.NINE, "3×3", "three by three panes"),
                new Segment<>(GridLayout.AUTO, "Auto", "as many panes as sessions")));
    layouts.getStyleClass().add("layouts");
    layouts.setMaxHeight(USE_PREF_SIZE);
    layouts.valueProperty().bindBidirectional(grid.layoutProperty());

    agents.getStyleClass().add("agent-filter");
    agents.setMnemonicParsing(false);
    agents.setOnShowing(_ -> fillAgents());
    agents.getItems().add(new RadioMenuItem("…"));
    grid.agentProperty().subscribe(this::showAgent);

    HBox pages =
        new HBox(
            ActionNodes.iconButton(actions.previousPage()),
            page,
            ActionNodes.iconButton(actions.nextPage()));
    pages.setAlignment(Pos.CENTER);
    pages.getStyleClass().add("pages");
    page.getStyleClass().add("muted");
    grid.pageProperty().subscribe(() -> showPage(pages));
    grid.pagesProperty().subscribe(() -> showPage(pages));
    grid.sizeProperty().subscribe(() -> showPage(pages));
    grid.reducedProperty().subscribe(() -> showPage(pages));
    grid.layoutProperty().subscribe(() -> showPage(pages));
    showPage(pages);
    HBox ofGrid = new HBox(10, layouts, agents, pages);
    ofGrid.setAlignment(Pos.CENTER_LEFT);
    ofGrid.visibleProperty().bind(model.placeProperty().isEqualTo(Place.GRID));
    ofGrid.managedProperty().bind(ofGrid.visibleProperty());
    Button search = ActionNodes.iconButton(actions.search());
    search.visibleProperty().bind(ofGrid.visibleProperty());
    search.managedProperty().bind(ofGrid.visibleProperty());

    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    spent.setTooltip(spentTip);
    spent.setMinWidth(USE_PREF_SIZE);
    model.fleet().spendingProperty().subscribe(this::showSpending);
    windows.getStyleClass().add("account-windows");
    windows.setAlignment(Pos.CENTER_RIGHT);
    model.fleet().windowsProperty().subscribe(this::showWindows);
    needYou = ActionNodes.button(actions.nextNeedingYou(), Emphasis.PLAIN);
    needYou.setGraphic(null);
    needYou.getStyleClass().add("need-you");
    needYou.setMinWidth(USE_PREF_SIZE);
    model.fleet().needYouProperty().subscribe(count -> showNeedYou(count.intValue()));
    getChildren()
        .addAll(new Logo(), name, sign, here, ofGrid, space, search, windows, spent, needYou);
  }

  private void fillAgents() {
    Map<String, String> known = new LinkedHashMap<>();
    for (SessionItem item : model.fleet().open()) {
      SessionSnapshot s = item.now();
      known.put(s.agentId(), s.scripted() ? s.agentName() + " (scripted)" : s.agentName());
    }
    agents.getItems().clear();
    agents.getItems().add(choice("All agents", null));
    known.forEach((id, name) -> agents.getItems().add(choice(name, id)));
  }

  private RadioMenuItem choice(String title, @Nullable String agent) {
    RadioMenuItem item = new RadioMenuItem(title);
    item.setMnemonicParsing(false);
    String now = model.grid().agentProperty().get();
    item.setSelected(agent == null ? now == null : agent.equals(now));
    item.setOnAction(_ -> model.grid().agentProperty().set(agent));
    return item;
  }

  private void showAgent() {
    String id = model.grid().agentProperty().get();
    String name =
        id == null
            ? "all"
            : model.fleet().items().stream()
                .map(SessionItem::now)
                .filter(s -> s.agentId().equals(id))
                .map(SessionSnapshot::agentName)
                .findFirst()
                .orElse(id);
    agents.setText("Agents: " + name);
  }

  private void showPage(HBox pages) {
    GridModel grid = model.grid();
    int all = grid.pagesProperty().get();
    int places = grid.sizeProperty().get().places();
    boolean reduced = grid.reducedProperty().get();
    page.setText(
        "%d of %d%s"
            .formatted(grid.pageProperty().get() + 1, all, reduced ? ", " + places + " fit" : ""));
    String why =
        reduced
            ? "%s has no room in this window: %s a page. A larger window shows more."
                .formatted(
                    grid.layoutProperty().get().title(), Words.count(places, "pane", "panes"))
            : "";
    pageTip.setText(why);
    page.setTooltip(reduced ? pageTip : null);
    page.setAccessibleText(("Page " + page.getText() + ". " + why).strip());
    pages.setVisible(all > 1);
    pages.setManaged(all > 1);
  }

  private void showSpending(Spending now) {
    boolean any = now.sessions() > 0;
    spent.setVisible(any);
    spent.setManaged(any);
    boolean none = now.unknown() == now.sessions() && now.micros() == 0;
    spent.setText(
        none ? "cost not reported" : Words.money(now.micros()) + (now.unknown() > 0 ? " +" : ""));
    spentTip.setText(
        "What the %s listed here have cost so far%s."
            .formatted(
                Words.count(now.sessions(), "session", "sessions"),
                now.unknown() == 0
                    ? ""
                    : "; " + Words.count(now.unknown(), "does", "do") + " not report all of it"));
    spent.setAccessibleText("Spent: " + spent.getText());
  }

  /** As "Claude Code 5 h" with a bar; the fullest ones, as many as there is room for. */
  private void showWindows(List<AccountWindow> all) {
    windows.getChildren().clear();
    all.stream()
        .sorted(Comparator.comparingDouble(AccountWindow::used).reversed())
        .limit(MOST_WINDOWS)
        .sorted(Comparator.comparing(AccountWindow::agent).thenComparing(AccountWindow::window))
        .forEach(window -> windows.getChildren().add(meter(window)));
  }

  private static HBox meter(AccountWindow window) {
    Label name = new Label(window.agent() + " " + window.window());
    name.getStyleClass().addAll("muted", "small");
    name.setMinWidth(USE_PREF_SIZE);
    String percent = Math.round(window.used() * 100) + " %";
    MeterBar bar =
        new MeterBar(
            window.used() >= 0.9 ? Tone.DANGER : window.used() >= 0.7 ? Tone.WARNING : Tone.INFO,
            name.getText() + ": " + percent + " used");
    bar.setValue(window.used());
    bar.setMinWidth(60);
    bar.setMaxWidth(60);
    HBox box = new HBox(8, name, bar);
    box.setAlignment(Pos.CENTER);
    Instant resets = window.resets();
    Tooltip.install(
        box,
        new Tooltip(
            percent
                + " of this window of its account is used"
                + (resets == null ? "." : "; it begins anew " + CLOCK.format(resets) + ".")));
    return box;
  }

  private void showNeedYou(int count) {
    needYou.setVisible(count > 0);
    needYou.setManaged(count > 0);
  }
}
