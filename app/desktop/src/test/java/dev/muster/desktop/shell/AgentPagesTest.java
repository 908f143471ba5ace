package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.session.NewSessionView;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which agents there are, what the others lack, and what a person does about it. */
@FxTest
class AgentPagesTest {
  private final TestWindow window = new TestWindow();

  @AfterEach
  void close() {
    window.close();
  }

  private static AgentProfile profile(String id, String name, Availability availability) {
    return new AgentProfile(
        id,
        name,
        availability.ready() ? "1.0.0 · signed in" : availability.status(),
        availability,
        List.of(),
        false,
        true,
        true,
        true,
        true,
        true,
        List.of());
  }

  private void everyAgentThatIsKnown() {
    window.backend.installed =
        List.of(
            FakeBackend.installed(
                "claude", "Claude Code", State.NOT_SIGNED_IN, "2.1.329", Age.SAME),
            FakeBackend.installed("codex", "Codex", State.READY, "0.170.0", Age.NEWER),
            FakeBackend.installed("opencode", "OpenCode", State.MISSING, null, Age.UNKNOWN),
            FakeBackend.installed("gemini", "Gemini CLI", State.MISSING, null, Age.UNKNOWN),
            FakeBackend.installed("qwen", "Qwen Code", State.READY, "0.1.0", Age.OLDER));
    List<AgentProfile> profiles = new ArrayList<>();
    profiles.add(profile("codex", "Codex", Availability.yes("signed in")));
    profiles.add(profile("qwen", "Qwen Code", Availability.yes("sign-in not known")));
    profiles.add(FakeBackend.MUSTER);
    profiles.add(FakeBackend.REHEARSAL);
    profiles.add(profile("claude", "Claude Code", Availability.no("not signed in", "Sign in.")));
    for (String id : List.of("opencode", "gemini")) {
      profiles.add(profile(id, id, Availability.no("not installed", "Install it.")));
    }
    window.backend.agents = profiles;
  }

  private void openAgents() {
    window.press(KeyCode.A, KeyCode.CONTROL, KeyCode.SHIFT);
    window.untilSays("Installed programs");
  }

  private Button button(String id) {
    return (Button) window.byId(id);
  }

  private String row(String id) {
    Node row = window.byId("agent-row-" + id);
    return Fx.get(() -> String.join("\n", texts(row).toList()));
  }

  private static Stream<String> texts(Node node) {
    return node.lookupAll(".label").stream()
        .filter(Label.class::isInstance)
        .map(label -> ((Labeled) label).getText());
  }

  @Test
  void every_agent_stands_there_with_its_state_version_place_and_what_to_do() {
    everyAgentThatIsKnown();
    window.openWithProject();
    openAgents();

    assertThat(row("codex"))
        .contains("ready", "0.170.0 · signed in", "/home/you/.local/bin/codex")
        .contains("Newer than 1.0.0, which Muster was tested with.");
    assertThat(row("claude")).contains("not signed in", "Sign in with: claude login.");
    assertThat(row("gemini")).contains("not installed", "npm install -g gemini");
    assertThat(row("qwen")).contains("Older than 1.0.0");
    assertThat(row("muster")).contains("ready", "your API key");
    assertThat(row("rehearsal")).contains("Rehearsal (scripted)");
  }

  @Test
  void an_agent_is_left_out_and_used_again_by_key_and_the_focus_stays_with_its_button() {
    everyAgentThatIsKnown();
    window.openWithProject();
    openAgents();
    Fx.run(() -> button("agents.toggle.codex").requestFocus());
    window.press(KeyCode.ENTER);

    window.until("it is left out", () -> row("codex").contains("left out"));
    assertThat(window.backend.settings().agent("codex")).get().matches(entry -> !entry.enabled());
    window.until(
        "the focus is on its button",
        () -> window.view.getScene().getFocusOwner() == button("agents.toggle.codex"));
    assertThat(Fx.get(() -> button("agents.toggle.codex").getText())).isEqualTo("Use it");

    window.press(KeyCode.ENTER);
    window.until("it is used again", () -> row("codex").contains("ready"));
  }

  @Test
  void what_was_installed_meanwhile_is_there_after_looking_again() {
    window.openWithProject();
    openAgents();
    assertThat(row("claude")).contains("not installed");
    window.backend.installed =
        List.of(FakeBackend.installed("claude", "Claude Code", State.READY, "2.1.329", Age.SAME));
    window.backend.agents =
        List.of(profile("claude", "Claude Code", Availability.yes("signed in")));
    window.click(button("agents.look"));

    window.until("it is ready", () -> row("claude").contains("2.1.329 · signed in"));
    assertThat(Fx.get(() -> window.model.agents().getFirst().id())).isEqualTo("claude");
  }

  @Test
  void the_command_that_installs_an_agent_can_be_copied() {
    window.openWithProject();
    openAgents();
    window.click(button("agents.copy.claude"));
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo("npm install -g @anthropic-ai/claude-code");
  }

  @Test
  void another_agent_is_added_without_touching_the_mouse() {
    window.openWithProject();
    openAgents();
    Fx.run(() -> button("agents.add").requestFocus());
    window.press(KeyCode.ENTER);
    window.untilSays("Add an ACP agent");
    window.type("Goose");
    window.press(KeyCode.ENTER);
    assertThat(window.backend.settings().agents()).as("there is no command yet").isEmpty();

    Fx.run(() -> field("Command").setText("./goose acp"));
    window.press(KeyCode.ENTER);
    window.untilSays("whatever folder a session works in");

    Fx.run(() -> field("Command").setText("goose acp"));
    window.press(KeyCode.ENTER);
    window.until("it is kept", () -> window.backend.settings().agent("goose").isPresent());
    assertThat(window.backend.settings().agent("goose").orElseThrow().command())
        .containsExactly("goose", "acp");
    window.until("the form is gone", () -> !window.says("Variables it may see"));
    assertThat(window.says("Installed programs")).isTrue();
  }

  private TextField field(String name) {
    return (TextField)
        window
            .find(node -> node instanceof TextField && name.equals(node.getAccessibleText()))
            .orElseThrow();
  }

  @Test
  void the_tabulator_goes_round_in_the_dialog_and_every_agent_is_reached() {
    everyAgentThatIsKnown();
    window.openWithProject();
    openAgents();
    List<String> passed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      window.press(KeyCode.TAB);
      passed.add(Fx.get(() -> window.view.getScene().getFocusOwner().getId()));
    }
    assertThat(passed)
        .contains("agents.toggle.claude", "agents.toggle.codex", "agents.copy.gemini", "agents.add")
        .filteredOn("agents.add"::equals)
        .as("it has gone round")
        .hasSizeGreaterThan(1);
    String before = passed.getLast();
    window.press(KeyCode.TAB, KeyCode.SHIFT);
    window.press(KeyCode.TAB);
    assertThat(Fx.get(() -> window.view.getScene().getFocusOwner().getId())).isEqualTo(before);
  }

  @Test
  void the_new_session_dialog_shows_who_can_work_and_the_others_behind_one_card() {
    everyAgentThatIsKnown();
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);

    for (String id : List.of("codex", "qwen", "muster", "rehearsal")) {
      assertThat(Fx.get(() -> window.byId("agent-" + id).isDisabled())).isFalse();
    }
    assertThat(window.find(node -> "agent-claude".equals(node.getId()))).isEmpty();
    assertThat(window.says("Claude Code: not signed in · 2 not installed")).isTrue();

    Fx.run(() -> window.byId("more-agents").requestFocus());
    window.press(KeyCode.SPACE);
    window.untilSays("Sign in with: claude login.");
  }

  @Test
  void an_agent_that_was_signed_in_meanwhile_can_be_chosen_where_one_left_off() {
    everyAgentThatIsKnown();
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    window.type("Add rate limiting");
    window.click(window.byId("agent-muster"));
    window.click(window.byId("more-agents"));
    window.untilSays("Installed programs");
    List<AgentProfile> now = new ArrayList<>(window.backend.agents);
    now.removeIf(agent -> agent.id().equals("claude"));
    now.addFirst(profile("claude", "Claude Code", Availability.yes("signed in")));
    window.backend.agents = now;
    window.click(button("agents.look"));
    window.press(KeyCode.ESCAPE);

    assertThat(window.find(NewSessionView.class::isInstance)).isPresent();
    window.until(
        "it is offered", () -> window.find(n -> "agent-claude".equals(n.getId())).isPresent());
    window.click(window.byId("agent-claude"));
    window.press(KeyCode.ENTER, KeyCode.CONTROL);
    window.until(
        "it was started", () -> window.fleet.asked().contains("create Add rate limiting first"));
    assertThat(window.fleet.sessions().getFirst().agentId()).isEqualTo("claude");
  }

  @Test
  void where_no_agent_has_a_model_the_new_session_dialog_says_so() {
    window.backend.agents = List.of(FakeBackend.REHEARSAL, FakeBackend.CLAUDE);
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    assertThat(window.says("No agent with a model can work here yet.")).isTrue();
  }

  @Test
  void the_machine_is_looked_at_from_the_settings() {
    window.openWithProject();
    window.press(KeyCode.COMMA, KeyCode.CONTROL);
    window.click(window.byId("window.machine"));

    window.untilSays("Free some space.");
    assertThat(window.says("problem")).isTrue();
    window.click(button("machine.copy"));
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString())).contains("only 3 MB");
  }

  @Test
  void the_first_screen_shows_what_is_installed_and_leads_to_the_agents() {
    everyAgentThatIsKnown();
    window.open();
    window.untilSays("not signed in. Sign in.");
    assertThat(window.backend.asked).contains("installedAgents");
    window.click(window.byId("window.agents"));
    window.untilSays("Installed programs");
  }

  @Test
  void everything_that_takes_the_focus_has_a_name() {
    everyAgentThatIsKnown();
    window.openWithProject();
    openAgents();
    assertThat(nameless()).isEmpty();
    window.click(button("agents.add"));
    window.untilSays("Variables it may see");
    assertThat(nameless()).isEmpty();
    window.press(KeyCode.ESCAPE);
    window.press(KeyCode.ESCAPE);
    window.press(KeyCode.COMMA, KeyCode.CONTROL);
    window.click(window.byId("window.machine"));
    window.untilSays("Free some space.");
    assertThat(nameless()).isEmpty();
  }

  private List<String> nameless() {
    return Fx.get(
        () ->
            window.all().stream()
                .filter(Node::isFocusTraversable)
                .filter(
                    node ->
                        (node.getAccessibleText() == null || node.getAccessibleText().isBlank())
                            && !(node instanceof Labeled label
                                && label.getText() != null
                                && !label.getText().isBlank()))
                .map(node -> node.getClass().getSimpleName() + " " + node.getStyleClass())
                .toList());
  }
}
