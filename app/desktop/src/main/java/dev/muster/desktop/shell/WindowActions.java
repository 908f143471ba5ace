package dev.muster.desktop.shell;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Actions;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.GridModel;
import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.desktop.grid.SessionActions;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.store.Settings.Theme;
import java.util.List;
import javafx.beans.binding.Bindings;

/** Everything that can be done in the window, besides what concerns one session. */
final class WindowActions {
  /** What the window itself does. */
  interface Window {
    void newSession();

    void openProject();

    void importConversations();

    /** Shows everything that ever happened, ready to be searched. */
    void history();

    /** Asks what is to be done, or looked for, by its name. */
    void palette();

    /** Shows the panes. */
    void showGrid();

    void settings();

    /** Shows in which order to land the sessions. */
    void landingOrder();

    /** Shows which agents there are, and what the others lack. */
    void agents();

    /** Shows whether all that Muster needs is here. */
    void machine();

    void shortcuts();

    void quit();

    /** Gives the keyboard's focus to the pane that has the grid's focus. */
    void focusPane();

    /** Gives it to what that pane asks, wherever in the pane it is now. */
    void answer();

    /** Gives it to where one writes. */
    void focusComposer();

    void showTab(Tab tab);
  }

  private final Actions all = new Actions();
  private final Action newSession;
  private final Action openProject;
  private final Action demo;
  private final Action importConversations;
  private final Action history;
  private final Action search;
  private final Action settings;
  private final Action landingOrder;
  private final Action agents;
  private final Action machine;
  private final Action nextNeedingYou;
  private final Action previousPage;
  private final Action nextPage;
  private final Action shortcuts;

  WindowActions(WindowModel model, Window window, SessionActions ofFocused) {
    GridModel grid = model.grid();
    newSession =
        all.add(
            Action.named("window.new", "New session")
                .description("Describe a task for an agent.")
                .icon(Icons.ADD)
                .key("Shortcut+N")
                .does(window::newSession));
    openProject =
        all.add(
            Action.named("window.open", "Open a repository…")
                .icon(Icons.FOLDER)
                .key("Shortcut+O")
                .does(window::openProject));
    demo =
        all.add(
            Action.named("window.demo", "Try the demo")
                .description(
                    "Makes a small sample repository and runs nine scripted sessions in it.")
                .icon(Icons.PLAY)
                .enabledWhen(model.makingDemoProperty().not())
                .does(model::tryDemo));
    importConversations =
        all.add(
            Action.named("window.import", "Import conversations…")
                .description(
                    "Takes what Claude Code and Codex did without Muster into its history.")
                .icon(Icons.HISTORY)
                .key("Shortcut+Shift+I")
                .does(window::importConversations));
    history =
        all.add(
            Action.named("window.history", "History")
                .description("Searches everything that was ever said and done, and reads it.")
                .icon(Icons.HISTORY)
                .key("Shortcut+H")
                .does(window::history));
    search =
        all.add(
            Action.named("window.search", "Search everything")
                .description("Looks for words in all that was ever said, run and printed.")
                .icon(Icons.SEARCH)
                .key("Shortcut+Shift+F")
                .does(window::history));
    all.add(
        Action.named("window.palette", "Command palette…")
            .description("Everything that can be done here, and every session, by name.")
            .icon(Icons.SEARCH)
            .key("Shortcut+Shift+P")
            .does(window::palette));
    all.add(Action.named("window.grid", "Show the grid").key("Shortcut+G").does(window::showGrid));
    nextNeedingYou =
        all.add(
            Action.named(
                    "window.next-needing-you",
                    model
                        .fleet()
                        .needYouProperty()
                        .map(n -> n.intValue() == 1 ? "1 needs you" : n + " need you"))
                .description("Goes to the next session that needs you.")
                .icon(Icons.ALERT)
                .key("Shortcut+J")
                .enabledWhen(Bindings.greaterThan(model.fleet().needYouProperty(), 0))
                .does(() -> jump(model, window)));
    for (GridLayout layout : GridLayout.values()) {
      all.add(
          Action.named("window.layout." + (layout.ordinal() + 1), "Layout " + layout.title())
              .icon(Icons.GRID)
              .key("Shortcut+" + (layout.ordinal() + 1))
              .does(() -> grid.layoutProperty().set(layout)));
    }
    move("left", "Left", -1, 0, grid, window);
    move("right", "Right", 1, 0, grid, window);
    move("up", "Up", 0, -1, grid, window);
    move("down", "Down", 0, 1, grid, window);
    step("next", "Next session", "Shortcut+Tab", 1, grid, window);
    step("previous", "Previous session", "Shortcut+Shift+Tab", -1, grid, window);
    previousPage = page("previous", Icons.LEFT, "Alt+Page Up", -1, grid, window);
    nextPage = page("next", Icons.RIGHT, "Alt+Page Down", 1, grid, window);
    all.add(
        Action.named("window.composer", "Write to the session")
            .key("Shortcut+L")
            .does(window::focusComposer));
    all.add(
        Action.named("window.pane", "Answer the session")
            .description("Puts the focus on the request or question of the session.")
            .key("Shortcut+K")
            .does(window::answer));
    tab("Log", "Alt+L", Tab.LOG, window);
    tab("Plan", "Alt+P", Tab.PLAN, window);
    tab("Diff", "Alt+D", Tab.DIFF, window);
    ofFocused.all().all().forEach(all::add);
    landingOrder =
        all.add(
            Action.named("window.landing-order", "Landing order…")
                .description("In which order to land the sessions, and why.")
                .icon(Icons.MERGE)
                .key("Shortcut+Shift+L")
                .does(window::landingOrder));
    settings =
        all.add(
            Action.named("window.settings", "Settings")
                .icon(Icons.SETTINGS)
                .key("Shortcut+COMMA")
                .does(window::settings));
    agents =
        all.add(
            Action.named("window.agents", "Agents…")
                .description("Which agents are installed, and what the others lack.")
                .icon(Icons.AGENT)
                .key("Shortcut+Shift+A")
                .does(window::agents));
    machine =
        all.add(
            Action.named("window.machine", "Check this machine…")
                .description("Whether all that Muster needs is here and in order.")
                .icon(Icons.INFO)
                .does(window::machine));
    theme("system", "Theme as the system's", Theme.SYSTEM, model);
    theme("dark", "Dark theme", Theme.DARK, model);
    theme("light", "Light theme", Theme.LIGHT, model);
    shortcuts =
        all.add(
            Action.named("window.shortcuts", "Keyboard shortcuts")
                .icon(Icons.INFO)
                .key("F1")
                .does(window::shortcuts));
    all.add(Action.named("window.quit", "Quit").key("Shortcut+Q").does(window::quit));
  }

  private static void jump(WindowModel model, Window window) {
    var focused = model.grid().focused();
    model
        .fleet()
        .nextThatNeedsYou(focused == null ? null : focused.id())
        .ifPresent(
            item -> {
              model.grid().focus(item);
              window.answer();
            });
  }

  private void move(String id, String key, int columns, int rows, GridModel grid, Window window) {
    all.add(
        Action.named("window.focus." + id, "Focus " + id)
            .key("Alt+" + key)
            .does(
                () -> {
                  grid.move(columns, rows);
                  window.focusPane();
                }));
  }

  private void step(String id, String title, String key, int by, GridModel grid, Window window) {
    all.add(
        Action.named("window.focus." + id, title)
            .key(key)
            .does(
                () -> {
                  grid.step(by);
                  window.focusPane();
                }));
  }

  private Action page(String id, Icons icon, String key, int by, GridModel grid, Window window) {
    return all.add(
        Action.named("window.page." + id, id.equals("next") ? "Next page" : "Previous page")
            .icon(icon)
            .key(key)
            .enabledWhen(
                Bindings.createBooleanBinding(
                    () -> {
                      int to = grid.pageProperty().get() + by;
                      return to >= 0 && to < grid.pagesProperty().get();
                    },
                    grid.pageProperty(),
                    grid.pagesProperty()))
            .does(
                () -> {
                  grid.turn(by);
                  window.focusPane();
                }));
  }

  private void tab(String name, String key, Tab tab, Window window) {
    all.add(
        Action.named("window.tab." + tab, "Show the " + name.toLowerCase(java.util.Locale.ROOT))
            .key(key)
            .does(() -> window.showTab(tab)));
  }

  private void theme(String id, String title, Theme theme, WindowModel model) {
    all.add(
        Action.named("window.theme." + id, title)
            .does(() -> model.change(s -> s.withTheme(theme))));
  }

  /** All of them, those of the focused session included. */
  Actions all() {
    return all;
  }

  Action newSession() {
    return newSession;
  }

  Action openProject() {
    return openProject;
  }

  Action demo() {
    return demo;
  }

  Action importConversations() {
    return importConversations;
  }

  Action history() {
    return history;
  }

  Action search() {
    return search;
  }

  Action settings() {
    return settings;
  }

  Action landingOrder() {
    return landingOrder;
  }

  Action agents() {
    return agents;
  }

  Action machine() {
    return machine;
  }

  Action shortcuts() {
    return shortcuts;
  }

  Action nextNeedingYou() {
    return nextNeedingYou;
  }

  Action previousPage() {
    return previousPage;
  }

  Action nextPage() {
    return nextPage;
  }

  /** Those that have a key, for the sheet of shortcuts. */
  List<Action> withKeys() {
    return all.all().stream().filter(action -> action.key() != null).toList();
  }
}
