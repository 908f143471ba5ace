package dev.muster.desktop.session;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Composer;
import dev.muster.desktop.control.FittingScroll;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.FleetListener.Slots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The new-session dialog: what to do, who does it, what it may, where it starts and stops. */
public final class NewSessionView extends VBox {
  private static final String OWN_EFFORT = "as it likes";
  private static final int CARDS_PER_ROW = 4;
  private static final KeyCombination START =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

  private final NewSessionModel model;
  private final FleetModel fleet;
  private final Consumer<List<SessionId>> started;
  private final Runnable moreAgents;
  private final Composer text = new Composer("Task", "");
  private final VBox agents = new VBox(8);
  private List<ChoiceCard> agentCards = List.of();
  private final Label remedy = new Label();
  private final VBox problem = new VBox();
  private final Label slots = new Label();
  private final Button queue = new Button("Queue");
  private final Button start = new Button("Start");
  private final ComboBox<String> models = new ComboBox<>();
  private final ComboBox<String> efforts = new ComboBox<>();

  /** Held weakly by the model, which may outlive this dialog and be shown by another one. */
  private final ListChangeListener<AgentProfile> refill = _ -> fillAgents();

  private ListChangeListener<Rival> recount = _ -> {};

  /**
   * @param moreAgents shows the agents that cannot work yet, and what each one lacks
   * @param started called with what was made, when it is stored
   */
  public NewSessionView(
      NewSessionModel model,
      FleetModel fleet,
      Runnable moreAgents,
      Consumer<List<SessionId>> started) {
    this.model = model;
    this.fleet = fleet;
    this.started = started;
    this.moreAgents = moreAgents;
    getStyleClass().addAll("dialog-card", "new-session");
    setAccessibleRole(AccessibleRole.DIALOG);
    setAccessibleText("New session");
    VBox body =
        new VBox(
            textBox(),
            section("Agent", agents, new RivalsRow(model), remedy),
            section("It may", modes()),
            last());
    body.getStyleClass().add("dialog-body");
    problem.getStyleClass().add("dialog-problem");
    problem.setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(head(), new FittingScroll(body), problem, foot());
    fillAgents();
    model.agents().addListener(new WeakListChangeListener<>(refill));
    model.agentProperty().subscribe(this::showAgent);
    model.problemProperty().subscribe(_ -> showProblem());
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  /** What gets the keyboard first. */
  public Node first() {
    return text;
  }

  private void key(KeyEvent event) {
    if (START.match(event)) {
      event.consume();
      model.submit(true, started);
    }
  }

  private HBox head() {
    Label title = new Label("New session");
    title.getStyleClass().add("dialog-title");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    SegmentedControl<Boolean> kinds =
        new SegmentedControl<>(
            List.of(
                new Segment<>(false, "One task", "one task"),
                new Segment<>(true, "Many tasks", "many tasks, one per line")));
    // Not bound to each other by a property made for it: nobody would hold that one.
    kinds.valueProperty().set(model.manyProperty().get());
    kinds.valueProperty().subscribe(many -> model.manyProperty().set(many));
    HBox head = new HBox(title, space, kinds);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("dialog-head");
    head.setMinHeight(USE_PREF_SIZE);
    return head;
  }

  private VBox textBox() {
    text.getStyleClass().addAll("framed", "task-text");
    text.setId("new-session-text");
    text.setEnterSends(false);
    text.setLines(5, 12);
    text.draftProperty().bindBidirectional(model.textProperty());
    text.setOnSubmit(
        (_, _) -> {
          model.submit(true, started);
          return false; // The model empties it once the task is stored.
        });
    Label hint = new Label();
    hint.getStyleClass().addAll("muted", "small");
    model
        .manyProperty()
        .subscribe(
            many -> {
              text.setHint(
                  many
                      ? "One task per line; each becomes a session of its own"
                      : "Describe the task: what, where, and how one can tell that it is done");
              hint.setText(
                  many
                      ? "one line, one session · Ctrl Enter starts them"
                      : "Enter: new line · Ctrl Enter: start");
            });
    Label tasks = new Label();
    tasks.getStyleClass().addAll("muted", "small");
    model.textProperty().subscribe(() -> showCount(tasks));
    model.manyProperty().subscribe(() -> showCount(tasks));
    recount = _ -> showCount(tasks);
    model.rivals().addListener(new WeakListChangeListener<>(recount));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox below = new HBox(8, hint, space, tasks);
    return new VBox(6, text, below);
  }

  private void showCount(Label tasks) {
    int count = model.count();
    tasks.setText(model.manyProperty().get() ? Words.count(count, "session", "sessions") : "");
    start.setText(count > 1 ? "Start " + count : "Start");
  }

  private static VBox section(String title, Node... content) {
    Label heading = new Label(title);
    heading.getStyleClass().addAll("muted", "section-title");
    VBox box = new VBox(6, heading);
    box.getChildren().addAll(content);
    return box;
  }

  /** Those that can work, and one card for all the others. */
  private void fillAgents() {
    List<ChoiceCard> cards = new ArrayList<>();
    List<AgentProfile> lacking = new ArrayList<>();
    for (AgentProfile profile : model.agents()) {
      if (!profile.availability().ready()) {
        lacking.add(profile);
        continue;
      }
      ChoiceCard card =
          new ChoiceCard(
              profile.scripted() ? profile.name() + " (scripted)" : profile.name(),
              profile.detail(),
              () -> model.chooseAgent(profile));
      card.setId("agent-" + profile.id());
      card.setUserData(profile.id());
      cards.add(card);
    }
    agentCards = List.copyOf(cards);
    if (!lacking.isEmpty()) {
      ChoiceCard more = new ChoiceCard("More agents…", lack(lacking), moreAgents);
      more.setId("more-agents");
      more.setAccessibleRole(AccessibleRole.BUTTON);
      cards.add(more);
    }
    agents.getChildren().clear();
    for (int i = 0; i < cards.size(); i += CARDS_PER_ROW) {
      HBox row = new HBox(8);
      row.getChildren().addAll(cards.subList(i, Math.min(cards.size(), i + CARDS_PER_ROW)));
      agents.getChildren().add(row);
    }
    boolean real = model.agents().stream().anyMatch(p -> p.availability().ready() && !p.scripted());
    remedy.setText(
        "No agent with a model can work here yet. “More agents…” says what each one lacks.");
    remedy.setWrapText(true);
    remedy.setMinHeight(USE_PREF_SIZE);
    remedy.getStyleClass().setAll("label", "muted", "small");
    remedy.setVisible(!real);
    remedy.setManaged(!real);
    showAgent();
  }

  /** Why they cannot work: the name where it is one, else how many there are. */
  private static String lack(List<AgentProfile> lacking) {
    Map<String, List<AgentProfile>> why = new LinkedHashMap<>();
    for (AgentProfile profile : lacking) {
      why.computeIfAbsent(profile.availability().status(), _ -> new ArrayList<>()).add(profile);
    }
    return why.entrySet().stream()
        .map(
            e ->
                e.getValue().size() == 1
                    ? e.getValue().getFirst().name() + ": " + e.getKey()
                    : e.getValue().size() + " " + e.getKey())
        .collect(Collectors.joining(" · "));
  }

  private void showAgent() {
    AgentProfile chosen = model.agentProperty().get();
    for (ChoiceCard card : agentCards) {
      card.chosenProperty().set(chosen != null && chosen.id().equals(card.getUserData()));
    }
    // Filling a list empties its choice, and that of the model with it.
    String asked = model.modelProperty().get();
    String hard = model.effortProperty().get();
    models.getItems().setAll(chosen == null ? List.of() : chosen.models());
    models.setVisible(models.getItems().size() > 1);
    models.setManaged(models.getItems().size() > 1);
    models.setValue(asked);
    List<String> offered = chosen == null ? List.of() : chosen.efforts();
    efforts.getItems().setAll(offered);
    if (!offered.isEmpty()) {
      efforts.getItems().addFirst(OWN_EFFORT);
    }
    efforts.setVisible(!offered.isEmpty());
    efforts.setManaged(!offered.isEmpty());
    efforts.setValue(hard == null ? OWN_EFFORT : hard);
  }

  private HBox modes() {
    HBox row = new HBox(8);
    for (PermissionMode mode : PermissionMode.values()) {
      ChoiceCard card =
          new ChoiceCard(
              Words.mode(mode),
              switch (mode) {
                case SUGGEST -> "read and plan; asks before any change";
                case EDIT -> "change files in its worktree; asks before commands";
                case FULL_AUTO -> "edits and commands without asking; there is no sandbox yet";
              },
              () -> model.modeProperty().set(mode));
      card.setId("mode-" + mode);
      card.chosenProperty().bind(model.modeProperty().map(now -> now == mode));
      row.getChildren().add(card);
    }
    return row;
  }

  private HBox last() {
    ProjectInfo project = model.project();
    ComboBox<String> from = new ComboBox<>();
    from.getItems().setAll(project.branches());
    String now = model.startFromProperty().get();
    if (now != null && !from.getItems().contains(now)) {
      from.getItems().addFirst(now);
    }
    from.setValue(now);
    from.valueProperty().subscribe(value -> model.startFromProperty().set(value));
    from.setAccessibleText("Start from");
    from.setPrefWidth(170);
    HBox branch = new HBox(6, Icons.BRANCH.node(), from, muted("in a new worktree"));
    branch.setAlignment(Pos.CENTER_LEFT);

    models.setAccessibleText("Model");
    models.valueProperty().subscribe(this::modelChosen);
    efforts.setAccessibleText("Effort");
    efforts
        .valueProperty()
        .subscribe(value -> model.effortProperty().set(OWN_EFFORT.equals(value) ? null : value));

    TextField dollars = new TextField();
    dollars.setPromptText("$ no limit");
    dollars.setPrefColumnCount(6);
    dollars.setAccessibleText("Stop at this many dollars");
    dollars.textProperty().bindBidirectional(model.dollarsProperty());
    TextField minutes = new TextField();
    minutes.setPromptText("min no limit");
    minutes.setPrefColumnCount(7);
    minutes.setAccessibleText("Stop a turn after this many minutes");
    minutes.textProperty().bindBidirectional(model.minutesProperty());

    VBox modelBox = section("Model", models);
    modelBox.visibleProperty().bind(models.visibleProperty());
    modelBox.managedProperty().bind(models.visibleProperty());
    VBox effortBox = section("Effort", efforts);
    effortBox.visibleProperty().bind(efforts.visibleProperty());
    effortBox.managedProperty().bind(efforts.visibleProperty());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox row =
        new HBox(
            24,
            section("Start from", branch),
            modelBox,
            effortBox,
            space,
            section("Stop at", new HBox(6, dollars, minutes)));
    row.setAlignment(Pos.BOTTOM_LEFT);
    return row;
  }

  private void modelChosen(String value) {
    if (value != null) {
      model.modelProperty().set(value);
    }
  }

  private static Label muted(String words) {
    Label label = new Label(words);
    label.getStyleClass().addAll("muted", "small");
    return label;
  }

  private HBox foot() {
    slots.getStyleClass().addAll("muted", "small");
    fleet.slotsProperty().subscribe(this::showSlots);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    queue.setOnAction(_ -> model.submit(false, started));
    queue.disableProperty().bind(model.ready().not());
    queue.setAccessibleHelp("Puts it behind those that wait.");
    start.getStyleClass().add(Styles.SUCCESS);
    start.setGraphic(new KeyHint("Ctrl ⏎"));
    start.setContentDisplay(ContentDisplay.RIGHT);
    start.setOnAction(_ -> model.submit(true, started));
    start.disableProperty().bind(model.ready().not());
    HBox foot = new HBox(8, slots, space, queue, start);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("dialog-foot");
    foot.setMinHeight(USE_PREF_SIZE);
    return foot;
  }

  private void showSlots(Slots now) {
    boolean full = now.busy() >= now.all();
    slots.setText(
        "Runs on this machine · no sandbox yet · "
            + (full
                ? "all %d slots are busy: it waits for one".formatted(now.all())
                : "slot %d of %d".formatted(now.busy() + 1, now.all())));
    boolean waits = full || !now.queue().isEmpty();
    queue.setVisible(waits);
    queue.setManaged(waits);
  }

  private void showProblem() {
    String sentence = model.problemProperty().get();
    ProjectInfo project = model.project();
    String shown = sentence != null ? sentence : project.problem();
    problem.getChildren().clear();
    if (shown != null) {
      problem
          .getChildren()
          .add(new Banner(Tone.DANGER, new Banner.Message(shown, "", ""), List.of(), null));
    }
    problem.setVisible(shown != null);
    problem.setManaged(shown != null);
  }
}
