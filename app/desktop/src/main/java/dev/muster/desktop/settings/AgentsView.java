package dev.muster.desktop.settings;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.FollowFocus;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.agent.found.KnownAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All agents with their state, and buttons for what can be done about each. */
public final class AgentsView extends VBox {
  private final AgentsModel model;
  private final Consumer<InstalledAgent> remove;
  private final VBox rows = new VBox();
  private final VBox problem = new VBox();
  private final Label looking = new Label();
  private final Action look;
  private final Action add;
  private final Button lookButton;

  /**
   * @param add opens what another agent is added with
   * @param remove asks whether an agent is to be taken out of the settings
   */
  public AgentsView(AgentsModel model, Runnable add, Consumer<InstalledAgent> remove) {
    this.model = model;
    this.remove = remove;
    getStyleClass().add("agents-view");
    look =
        Action.named("agents.look", "Look again")
            .description("Looks for agents that were installed or signed in meanwhile.")
            .icon(Icons.REFRESH)
            .enabledWhen(model.lookingProperty().not())
            .does(model::look);
    this.add =
        Action.named("agents.add", "Add an ACP agent…")
            .description("Any program that speaks the Agent Client Protocol.")
            .icon(Icons.ADD)
            .does(add);
    lookButton = ActionNodes.button(look, Emphasis.PLAIN);
    Label lead =
        new Label(
            "Programs on this machine that Muster can drive, and its own agents. Nothing of your"
                + " environment that decides on an account is handed to a program unless the"
                + " settings name it.");
    lead.setWrapText(true);
    lead.setMinHeight(USE_PREF_SIZE);
    lead.getStyleClass().addAll("muted", "small");
    ScrollPane scroll = new ScrollPane(rows);
    scroll.getStyleClass().addAll("plain-scroll", "agents-scroll");
    scroll.setFitToWidth(true);
    FollowFocus.in(scroll);
    looking.getStyleClass().addAll("muted", "small");
    model.lookingProperty().subscribe(now -> looking.setText(now ? "Looking for agents…" : ""));
    rows.getStyleClass().add("agent-rows");
    getChildren().addAll(lead, problem, scroll);
    model.installed().addListener((ListChangeListener<InstalledAgent>) _ -> show());
    model.problemProperty().subscribe(this::showProblem);
    show();
  }

  /** What stands at the lower edge of the dialog, without the button that closes it. */
  public List<Node> buttons() {
    return List.of(looking, lookButton, ActionNodes.button(add, Emphasis.PLAIN));
  }

  /** What gets the keyboard first. */
  public Node first() {
    return lookButton;
  }

  private void show() {
    // The button that was just pressed is made anew; the keyboard stays with its successor.
    String focused =
        getScene() == null || getScene().getFocusOwner() == null
            ? null
            : getScene().getFocusOwner().getId();
    List<Node> all = new ArrayList<>();
    if (!model.installed().isEmpty()) {
      all.add(heading("Installed programs"));
      model.installed().forEach(agent -> all.add(AgentRow.of(agent, actions(agent))));
    }
    if (!model.own().isEmpty()) {
      all.add(heading("Muster's own"));
      model.own().forEach(profile -> all.add(AgentRow.of(profile)));
    }
    rows.getChildren().setAll(all);
    if (focused != null && focused.startsWith("agents.")) {
      find(focused).ifPresentOrElse(Node::requestFocus, lookButton::requestFocus);
    }
  }

  /** By its id, which is no CSS name: it has dots. */
  private Optional<Node> find(String id) {
    return rows.lookupAll(".button").stream().filter(node -> id.equals(node.getId())).findFirst();
  }

  private List<Action> actions(InstalledAgent agent) {
    List<Action> actions = new ArrayList<>();
    if (agent.state() == State.MISSING) {
      installCommand(agent)
          .ifPresent(
              command ->
                  actions.add(
                      Action.named("agents.copy." + agent.id(), "Copy the command")
                          .description("Copies: " + command)
                          .icon(Icons.COPY)
                          .does(() -> copy(command))));
    }
    if (agent.state() == State.OFF) {
      actions.add(
          Action.named("agents.toggle." + agent.id(), "Use it")
              .description("Offers " + agent.name() + " for new sessions again.")
              .does(() -> model.setEnabled(agent, true)));
    } else if (agent.state() != State.MISSING) {
      actions.add(
          Action.named("agents.toggle." + agent.id(), "Leave it out")
              .description("Offers " + agent.name() + " no longer; sessions that use it are kept.")
              .does(() -> model.setEnabled(agent, false)));
    }
    if (!agent.known()) {
      actions.add(
          Action.named("agents.remove." + agent.id(), "Remove…")
              .description("Takes " + agent.name() + " out of the settings.")
              .danger()
              .does(() -> remove.accept(agent)));
    }
    return actions;
  }

  private static Optional<String> installCommand(InstalledAgent agent) {
    return agent.remedy() == null || !agent.remedy().startsWith("Install it with")
        ? Optional.empty()
        : KnownAgent.ALL.stream()
            .filter(known -> known.id().equals(agent.id()))
            .map(KnownAgent::install)
            .findFirst();
  }

  private static void copy(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Node heading(String title) {
    Label label = new Label(title);
    label.getStyleClass().addAll("muted", "section-title", "agents-heading");
    return new HBox(label);
  }

  private void showProblem(@Nullable String sentence) {
    problem
        .getChildren()
        .setAll(
            sentence == null
                ? List.of()
                : List.of(
                    new Banner(
                        Tone.DANGER, new Banner.Message(sentence, "", ""), List.of(), null)));
    problem.setVisible(sentence != null);
    problem.setManaged(sentence != null);
  }
}
