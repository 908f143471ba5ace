package dev.muster.desktop.settings;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One agent: its state as a chip, name and version, where it is, and what to do about it. */
final class AgentRow extends HBox {
  private AgentRow(Chip chip, VBox words, List<Button> buttons) {
    getStyleClass().add("agent-row");
    setSpacing(12);
    chip.setMinWidth(98);
    chip.setAlignment(Pos.CENTER);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(0);
    getChildren().addAll(chip, words);
    if (!buttons.isEmpty()) {
      HBox right = new HBox(6);
      right.getChildren().addAll(buttons);
      right.setMinWidth(USE_PREF_SIZE);
      right.setAlignment(Pos.TOP_RIGHT);
      getChildren().add(right);
    }
  }

  /**
   * A program.
   *
   * @param actions what can be done about it, as buttons at the right
   */
  static AgentRow of(InstalledAgent agent, List<Action> actions) {
    VBox words = new VBox(1, head(agent.name(), version(agent)));
    String where = agent.program() == null ? "" : " · " + agent.program();
    words.getChildren().add(small(agent.id() + where, "mono", "subtle"));
    if (!agent.ageNote().isEmpty()) {
      words
          .getChildren()
          .add(small(sentence(agent.ageNote()), agent.age() == Age.OLDER ? "warning" : "muted"));
    }
    if (agent.remedy() != null) {
      words.getChildren().add(small(agent.remedy(), "muted"));
    }
    if (!agent.unset().isEmpty() && agent.state() != State.OFF) {
      words
          .getChildren()
          .add(
              small(
                  "The settings pass on what Muster does not have: "
                      + String.join(", ", agent.unset()),
                  "warning"));
    }
    AgentRow row = new AgentRow(chip(agent.state()), words, buttons(actions));
    row.setId("agent-row-" + agent.id());
    return row;
  }

  /** An agent of Muster's own. */
  static AgentRow of(AgentProfile profile) {
    boolean ready = profile.availability().ready();
    VBox words =
        new VBox(
            1,
            head(
                profile.scripted() ? profile.name() + " (scripted)" : profile.name(),
                ready ? profile.detail() : profile.availability().status()));
    words.getChildren().add(small(profile.id(), "mono", "subtle"));
    String remedy = profile.availability().remedy();
    if (remedy != null && !remedy.isBlank()) {
      words.getChildren().add(small(remedy, "muted"));
    }
    AgentRow row = new AgentRow(chip(ready), words, List.of());
    row.setId("agent-row-" + profile.id());
    return row;
  }

  private static String version(InstalledAgent agent) {
    String status = agent.state() == State.MISSING ? "" : agent.status();
    if (agent.version() == null) {
      return status;
    }
    return status.isEmpty() ? agent.version() : agent.version() + " · " + status;
  }

  private static Chip chip(State state) {
    return switch (state) {
      case READY -> chip(true);
      case NOT_SIGNED_IN -> new Chip(Tone.WARNING, "not signed in");
      case MISSING -> new Chip(Tone.NEUTRAL, "not installed");
      case OFF -> new Chip(Tone.NEUTRAL, "left out");
    };
  }

  private static Chip chip(boolean ready) {
    return ready
        ? new Chip(Tone.SUCCESS, Icons.CHECK, "ready")
        : new Chip(Tone.NEUTRAL, "not ready");
  }

  private static List<Button> buttons(List<Action> actions) {
    return actions.stream().map(action -> ActionNodes.button(action, Emphasis.PLAIN)).toList();
  }

  private static Node head(String name, String more) {
    Label title = new Label(name);
    title.getStyleClass().add("strong");
    title.setMnemonicParsing(false);
    title.setMinWidth(USE_PREF_SIZE);
    Label beside = new Label(more);
    beside.getStyleClass().add("muted");
    beside.setMnemonicParsing(false);
    HBox head = new HBox(10, title, beside);
    head.setAlignment(Pos.BASELINE_LEFT);
    return head;
  }

  private static Label small(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().add("small");
    label.getStyleClass().addAll(styles);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private static String sentence(String half) {
    return Character.toUpperCase(half.charAt(0)) + half.substring(1) + ".";
  }
}
