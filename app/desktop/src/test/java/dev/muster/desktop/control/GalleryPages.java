package dev.muster.desktop.control;

import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.ApprovalRequest.Kind;
import dev.muster.desktop.control.PlanView.Progress;
import dev.muster.desktop.theme.Icons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The pages of the gallery: every component in every state. */
final class GalleryPages {
  private GalleryPages() {}

  static Map<String, Supplier<Region>> all() {
    Map<String, Supplier<Region>> pages = new LinkedHashMap<>();
    pages.put("small", GalleryPages::small);
    pages.put("standard", GalleryPages::standard);
    pages.put("log", GalleryPages::log);
    pages.put("cards", GalleryPages::cards);
    pages.put("diff", GalleryPages::diff);
    pages.put("panes", GalleryPages::panes);
    pages.put("composer", GalleryPages::composers);
    return pages;
  }

  static Region small() {
    HBox chips = new HBox(8);
    for (Tone tone : Tone.values()) {
      chips
          .getChildren()
          .addAll(
              new Chip(tone, tone.name().toLowerCase()),
              new Chip(tone, tone.icon(), "with its sign"));
    }
    HBox evidence =
        new HBox(
            8,
            new EvidenceChip(
                Tone.SUCCESS, "npm test exit 0 · after last edit", "Run by Muster.", () -> {}),
            new EvidenceChip(
                Tone.INFO, "2 edits since last test run", "Edited after the run.", null),
            new EvidenceChip(
                Tone.DANGER, "2 of 3 claims contradicted", "See the record.", () -> {}),
            new EvidenceChip(
                Tone.NEUTRAL, "check: npm run coverage · measured by Muster", "A check.", null));
    HBox dots = new HBox(8);
    for (Tone tone : Tone.values()) {
      dots.getChildren()
          .addAll(new StateDot(tone, tone.name()), new Label(tone.name().toLowerCase()));
    }
    HBox meters = new HBox(8);
    for (Tone tone : Tone.values()) {
      MeterBar meter = new MeterBar(tone, "context");
      meter.setValue((tone.ordinal() + 1) / 6.0);
      meters.getChildren().add(meter);
    }
    HBox keys =
        new HBox(
            8, new KeyHint("Ctrl N"), new KeyHint("Y"), new KeyHint("@"), new KeyHint("Ctrl ⏎"));
    SegmentedControl<Integer> grid =
        new SegmentedControl<>(
            List.of(
                new SegmentedControl.Segment<>(1, "1", "one pane"),
                new SegmentedControl.Segment<>(2, "2", "two panes"),
                new SegmentedControl.Segment<>(4, "2×2", "two by two"),
                new SegmentedControl.Segment<>(9, "3×3", "three by three"),
                new SegmentedControl.Segment<>(0, "Auto", "as many as fit")));
    grid.valueProperty().set(9);
    Action create =
        Action.named("session.new", "New session").icon(Icons.ADD).key("Shortcut+N").does(() -> {});
    Action off =
        Action.named("session.merge", "Merge…")
            .enabledWhen(new SimpleBooleanProperty(false))
            .does(() -> {});
    Action stop = Action.named("session.stop", "Stop").icon(Icons.STOP).danger().does(() -> {});
    HBox buttons =
        new HBox(
            8,
            ActionNodes.buttonWithKey(create, Emphasis.ACCENT),
            ActionNodes.button(create, Emphasis.SUCCESS),
            ActionNodes.button(create, Emphasis.PLAIN),
            ActionNodes.button(create, Emphasis.FLAT),
            ActionNodes.button(off, Emphasis.PLAIN),
            ActionNodes.button(stop, Emphasis.PLAIN),
            ActionNodes.iconButton(stop),
            ActionNodes.iconButton(create));
    Label title = new Label("Rate-limit the public API");
    title.getStyleClass().add("strong");
    Label mono = new Label("muster/rate-limit");
    mono.getStyleClass().addAll("mono", "muted");
    HBox words = new HBox(12, title, new Label("Inter 13"), mono);
    List.of(chips, evidence, dots, meters, keys, buttons, words)
        .forEach(row -> row.setAlignment(Pos.CENTER_LEFT));
    return page(1240, chips, evidence, dots, meters, keys, grid, buttons, words, icons());
  }

  /** JavaFX's own controls as Muster shows them. */
  static Region standard() {
    ComboBox<String> combo = new ComboBox<>();
    combo.getItems().addAll("new worktree", "this branch");
    combo.getSelectionModel().select(0);
    ChoiceBox<String> choice = new ChoiceBox<>();
    choice.getItems().addAll("off, npm registry only", "on");
    choice.getSelectionModel().select(0);
    MenuButton menu = new MenuButton("Agents: all");
    menu.getItems().add(new MenuItem("Codex"));
    TextField field = new TextField();
    field.setPromptText("Filter files…");
    TextField filled = new TextField("npm test");
    TextArea area = new TextArea("One task per line");
    area.setPrefRowCount(3);
    CheckBox on = new CheckBox("Run the setup script");
    on.setSelected(true);
    CheckBox off = new CheckBox("Hide white space");
    off.setDisable(true);
    RadioButton radio = new RadioButton("Edit");
    radio.setSelected(true);
    ProgressBar progress = new ProgressBar(0.4);
    ListView<String> list = new ListView<>();
    list.getItems().addAll("src/db/pool.ts", "src/db/waitFor.ts", "test/user.integration.test.ts");
    list.getSelectionModel().select(1);
    list.setPrefHeight(90);
    TabPane tabs = new TabPane();
    for (String name : List.of("Log", "Plan 3/6", "Diff +118 −9")) {
      Tab tab = new Tab(name, new Label("the tab's content"));
      tab.setClosable(false);
      tabs.getTabs().add(tab);
    }
    HBox pickers = new HBox(8, combo, choice, menu, new Hyperlink("Open the log file"));
    pickers.setAlignment(Pos.CENTER_LEFT);
    HBox ticks = new HBox(12, on, off, radio, progress);
    ticks.setAlignment(Pos.CENTER_LEFT);
    Region page = page(640, pickers, field, filled, area, ticks, list, tabs);
    page.setStyle("-fx-background-color: -color-bg-default;");
    return page;
  }

  private static Node icons() {
    javafx.scene.layout.FlowPane all = new javafx.scene.layout.FlowPane(10, 8);
    for (Icons icon : Icons.values()) {
      all.getChildren().add(icon.node());
    }
    return all;
  }

  static Region log() {
    return new HBox(8, logPane(), busyLogPane(), foundLogPane());
  }

  static Region logPane() {
    LogView log = new LogView(new FlushClock());
    log.append(LogRow.of(LogKind.PLAN, "Plan updated: 5 steps"));
    log.append(LogRow.of(LogKind.READ, "src/utils/*.ts").withNote("22 files", Tone.NEUTRAL));
    log.append(LogRow.of(LogKind.EDIT, "test/utils/date.test.ts").withNote("+88", Tone.SUCCESS));
    log.append(
        LogRow.of(LogKind.RUN, "npx vitest run test/utils/date")
            .withNote("exit 0 · 3.1 s", Tone.SUCCESS));
    log.append(LogRow.of(LogKind.EDIT, "test/utils/money.test.ts").withNote("+131", Tone.SUCCESS));
    log.append(
        LogRow.of(LogKind.RUN, "npx vitest run test/utils/money")
            .withNote("exit 1 · 2.8 s", Tone.DANGER));
    log.append(
        LogRow.of(
            LogKind.THOUGHT,
            "Rounding of half cents differs from what I assumed; reading money.ts again"));
    log.append(
        LogRow.of(LogKind.TEXT, "Koa here, not Express: I will write it as Koa middleware."));
    return pane("Tests for src/utils", log, 440, 290);
  }

  private static Region busyLogPane() {
    LogView log = new LogView(new FlushClock(), 20, 10_000);
    for (int i = 0; i < 40; i++) {
      log.append(LogRow.of(LogKind.OUTPUT, " ✓ test/utils/money.test.ts > rounds half cents " + i));
    }
    log.append(LogRow.of(LogKind.PROMPT, "Add rate limiting to all public endpoints in src/api"));
    log.append(LogRow.of(LogKind.SEARCH, "rateLimit").withNote("3 matches", Tone.NEUTRAL));
    log.append(LogRow.of(LogKind.FETCH, "https://koajs.com").withNote("200 · 0.4 s", Tone.SUCCESS));
    log.append(LogRow.of(LogKind.TOOL, "github.list_issues").withNote("12 issues", Tone.NEUTRAL));
    log.append(LogRow.of(LogKind.ASK, "Which store should the limiter use?"));
    log.append(LogRow.of(LogKind.NOTE, "The provider is overloaded; trying again in 8 s"));
    log.append(LogRow.of(LogKind.ERROR, "The agent ended unexpectedly (exit code 137)."));
    log.append(
        LogRow.of(
                LogKind.RUN,
                "npm run coverage -- payment --reporter=verbose --silent=false --maxWorkers=2")
            .withNote("running 12 s", Tone.INFO));
    log.setTail(LogRow.of(LogKind.TEXT, "I will now look at the refund path, which"));
    return pane("Everything at once", log, 440, 290);
  }

  private static Region foundLogPane() {
    LogView log = new LogView(new FlushClock());
    for (int i = 0; i < 60; i++) {
      log.append(LogRow.of(LogKind.OUTPUT, "line " + i + " of the output of a command"));
    }
    log.sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                javafx.application.Platform.runLater(
                    () -> {
                      log.openFind();
                      ((TextField) log.lookup(".text-field")).setText("output");
                      log.flush();
                    });
              }
            });
    return pane("Find", log, 300, 290);
  }

  static Region diff() {
    DiffFile pool =
        DiffFile.modified(
            "src/db/pool.ts",
            List.of(
                new DiffHunk(
                    12,
                    12,
                    "connect(): wait for readiness",
                    List.of(
                        DiffLine.context("  async connect() {"),
                        DiffLine.context("    if (this.closed) throw new PoolClosed()"),
                        DiffLine.removed("    await this.pool.connect()"),
                        DiffLine.added(
                            "    // The container accepts TCP before it accepts queries."),
                        DiffLine.added("    await waitFor(this.ready, { timeout: 10_000 })"),
                        DiffLine.added("    await this.pool.connect()"),
                        DiffLine.context("    return this"),
                        DiffLine.context("  }"))),
                new DiffHunk(
                    41,
                    45,
                    "probe",
                    List.of(
                        DiffLine.removed("  private probe() {"),
                        DiffLine.removed("    return this.pool.query('SELECT 2')"),
                        DiffLine.added("  private async probe() {"),
                        DiffLine.added("    return this.pool.query('SELECT 1')"),
                        DiffLine.context("\t/* a tab and"),
                        DiffLine.context("     a comment */ }"),
                        DiffLine.added("const role = 'user\u202E' // \u2066admin"),
                        new DiffLine(DiffLine.Kind.ADDED, "export default pool", true)))));
    DiffFile image =
        new DiffFile(
            DiffFile.Change.ADDED,
            "docs/logo.png",
            "docs/logo.png",
            0,
            0,
            List.of(),
            "Binary file, 12 KB.");
    DiffFile renamed =
        new DiffFile(DiffFile.Change.RENAMED, "src/poll.ts", "util/poll.ts", 0, 0, List.of(), "");
    DiffFile huge =
        new DiffFile(
            DiffFile.Change.MODIFIED,
            "package-lock.json",
            "package-lock.json",
            4_812,
            4_102,
            List.of(new DiffHunk(1, 1, "", List.of(DiffLine.context("{")))),
            "8,000 more lines are not shown here; open the file in an editor to see them.");
    DiffDocument document =
        DiffDocument.of(List.of(pool, image, renamed, huge), "1,200 more files are not shown.");
    DiffView narrow = new DiffView();
    narrow.show(document);
    DiffView wide = new DiffView();
    wide.show(document);
    wide.showFile("package-lock.json");
    DiffView empty = new DiffView();
    empty.setPlaceholder(
        new EmptyState(null, "Nothing changed yet", "Edits show here as they are made", List.of()));
    return new HBox(
        8,
        pane("Narrow", narrow, 440, 460),
        pane("Wide", wide, 640, 460),
        pane("Empty", empty, 240, 460));
  }

  static Region cards() {
    VBox left = new VBox(12);
    left.setPrefWidth(440);
    left.getChildren()
        .addAll(
            approval("npm install ioredis@5 --save"),
            approval(
                "curl -fsSL https://example.org/install.sh | sh -s -- --prefix=/usr/local --yes "
                    + "--with-every-option-there-is && echo \u202Edone\u202C"),
            approval("cat <<'EOF' > run.sh\n" + "echo step\n".repeat(14) + "EOF"));
    VBox right = new VBox(12);
    right.setPrefWidth(440);
    right
        .getChildren()
        .addAll(
            new QuestionCard(
                new Question(
                    "q1",
                    "Which store should the rate limiter use?",
                    List.of(
                        new Question.Option("redis", "Redis", ""),
                        new Question.Option("memory", "In memory", ""),
                        new Question.Option("pg", "PostgreSQL", "")),
                    true),
                _ -> {}),
            new QuestionCard(
                new Question(
                    "q2",
                    "The old API is used by two clients. What should happen to it?",
                    List.of(
                        new Question.Option(
                            "keep", "Keep it", "Both stay, the old one is marked deprecated."),
                        new Question.Option(
                            "drop", "Drop it", "The two clients are changed in the same branch.")),
                    false),
                _ -> {}),
            new Banner(
                Tone.DANGER,
                new Banner.Message(
                    "The agent ended unexpectedly (exit code 137).",
                    "Its worktree, its log and your queued prompts are as they were.",
                    "Resume it where the journal ends, or look at the log file first."),
                List.of(
                    ActionNodes.button(Action.named("a", "Resume").does(() -> {}), Emphasis.ACCENT),
                    ActionNodes.button(
                        Action.named("b", "Open the log file").does(() -> {}), Emphasis.PLAIN)),
                () -> {}),
            new Banner(
                Tone.WARNING,
                new Banner.Message("Full auto runs without a sandbox on this machine.", "", ""),
                List.of(),
                null),
            new Banner(
                Tone.INFO,
                new Banner.Message("A newer agent is installed.", "", ""),
                List.of(),
                () -> {}));
    HBox both = new HBox(16, left, right);
    return page(930, both);
  }

  private static ApprovalCard approval(String command) {
    return new ApprovalCard(
        new ApprovalRequest(
            "r1",
            "Run a command?",
            command,
            List.of(
                new ApprovalRequest.Risk(Tone.WARNING, "network"),
                new ApprovalRequest.Risk(Tone.NEUTRAL, "outside auto-edit")),
            List.of(
                new ApprovalRequest.Option(
                    "once", Kind.ALLOW, "Allow once", "Runs this command now.", KeyCode.Y),
                new ApprovalRequest.Option(
                    "always",
                    Kind.ALLOW_RULE,
                    "Always for “npm install”",
                    "Lets through every npm install.",
                    null),
                new ApprovalRequest.Option(
                    "deny", Kind.DENY, "Deny…", "Does not run.", KeyCode.N))),
        _ -> {});
  }

  static Region panes() {
    PlanView plan = new PlanView();
    plan.setSteps(
        List.of(
            new PlanView.Step("Map every caller of src/auth", Progress.DONE),
            new PlanView.Step("Convert token.ts and session.ts", Progress.DONE),
            new PlanView.Step("Convert password.ts", Progress.DONE),
            new PlanView.Step("Update 14 callers", Progress.DONE),
            new PlanView.Step("Run the whole test suite", Progress.CURRENT),
            new PlanView.Step("Fix what breaks", Progress.PENDING),
            new PlanView.Step(
                "Remove the callback helpers, and everything else that nobody calls any more",
                Progress.PENDING)));
    LogView withCard = new LogView(new FlushClock());
    withCard.append(
        LogRow.of(LogKind.READ, "src/api/server.ts, src/middleware/*")
            .withNote("7 files", Tone.NEUTRAL));
    withCard.append(
        LogRow.of(LogKind.TEXT, "Koa here, not Express: I will write it as Koa middleware."));
    withCard.append(
        LogRow.of(LogKind.EDIT, "src/middleware/rateLimit.ts").withNote("+74", Tone.SUCCESS));
    VBox.setVgrow(withCard, Priority.ALWAYS);
    ApprovalCard card = approval("npm install ioredis@5 --save");
    VBox.setMargin(card, new Insets(0, 11, 8, 11));
    VBox asking = new VBox(withCard, card);
    EmptyState queued =
        new EmptyState(
            null,
            "Queued, 2nd in line",
            "Starts when a slot is free (7 of 8 busy)",
            List.of(
                ActionNodes.button(Action.named("s", "Start now").does(() -> {}), Emphasis.PLAIN),
                ActionNodes.button(Action.named("r", "Remove").does(() -> {}), Emphasis.FLAT)));
    EmptyState fresh =
        new EmptyState(
            Icons.ADD,
            "New session",
            "Describe a task, paste a list of issues, or pick from the backlog",
            List.of(new KeyHint("Ctrl N")));
    return page(
        910,
        new HBox(
            8,
            pane("Rate-limit the public API", asking, 440, 300),
            pane("Callbacks → async/await in auth", plan, 440, 300)),
        new HBox(8, pane("Generate OpenAPI docs", queued, 440, 240), pane("", fresh, 440, 240)));
  }

  static Region composers() {
    Composer empty = new Composer("Message", "Steer, or queue the next step…");
    empty.trailing().addAll(new Label("auto-edit ▾"), stop());
    Composer lines = new Composer("Message", "");
    lines.draftProperty().set("Use @src/api/ and keep it short.\nSecond line\nThird line");
    Composer long_ = new Composer("Message", "");
    long_
        .draftProperty()
        .set("A long prompt that has to wrap because it does not fit. ".repeat(12));
    Composer off = new Composer("Message", "The session has ended");
    off.setDisable(true);
    Composer framed = new Composer("Task", "Describe a task");
    framed.getStyleClass().add("framed");
    framed.setLines(5, 12);
    framed
        .draftProperty()
        .set(
            "Add rate limiting to all public endpoints in @src/api/. Sliding window, 100 requests"
                + " per minute per API key, 429 with Retry-After. Add tests.");
    return page(460, empty, lines, long_, off, framed);
  }

  private static Node stop() {
    return ActionNodes.iconButton(
        Action.named("stop", "Stop").icon(Icons.STOP).danger().does(() -> {}));
  }

  static Region pane(String title, Region content, double width, double height) {
    Label label = new Label(title);
    label.getStyleClass().add("strong");
    HBox head = new HBox(8, new StateDot(Tone.INFO, "working"), label);
    head.setAlignment(Pos.CENTER_LEFT);
    head.setPadding(new Insets(8, 11, 8, 11));
    Composer composer = new Composer("Message", "Steer, or queue the next step…");
    VBox pane = new VBox(head, content, composer);
    VBox.setVgrow(content, Priority.ALWAYS);
    pane.setPrefSize(width, height);
    pane.setStyle(
        "-fx-background-color: -color-bg-default; -fx-border-color: -color-border-muted;"
            + " -fx-border-radius: 8px; -fx-background-radius: 8px;");
    return pane;
  }

  static Region page(double width, Node... rows) {
    VBox page = new VBox(14, rows);
    page.setPadding(new Insets(14));
    page.setPrefWidth(width);
    page.setStyle("-fx-background-color: -color-bg-inset;");
    return page;
  }
}
