package dev.muster.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Settings.AgentKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentsModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeBackend backend = new FakeBackend();
  private int changes;
  private final AgentsModel model = new AgentsModel(backend, pump, () -> changes++);
  private int added;
  private final AddAgentModel another = new AddAgentModel(backend, pump, () -> added++);

  private void look() {
    model.look();
    frames.settle();
  }

  private State stateOf(String id) {
    return agent(id).state();
  }

  private InstalledAgent agent(String id) {
    return model.installed().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void programs_and_musters_own_agents_are_told_apart() {
    model.look();
    assertThat(model.lookingProperty().get()).isTrue();
    frames.settle();

    assertThat(model.lookingProperty().get()).isFalse();
    assertThat(model.installed()).extracting(InstalledAgent::id).containsExactly("codex", "claude");
    assertThat(model.own()).containsExactly(FakeBackend.REHEARSAL, FakeBackend.MUSTER);
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void an_agent_is_left_out_and_used_again() {
    look();
    model.setEnabled(agent("codex"), false);
    frames.settle();
    assertThat(stateOf("codex")).isEqualTo(State.OFF);
    assertThat(backend.settings().agent("codex")).get().matches(entry -> !entry.enabled());

    model.setEnabled(agent("codex"), true);
    frames.settle();
    assertThat(stateOf("codex")).isEqualTo(State.READY);
  }

  @Test
  void what_could_not_be_written_is_said_and_nothing_is_changed() {
    look();
    backend.changed =
        CompletableFuture.failedFuture(new FleetException("The settings could not be written."));
    model.setEnabled(agent("codex"), false);
    frames.settle();

    assertThat(model.problemProperty().get()).isEqualTo("The settings could not be written.");
    assertThat(stateOf("codex")).isEqualTo(State.READY);
  }

  @Test
  void what_of_the_settings_cannot_be_used_is_said_until_it_is_mended() {
    backend.settingsProblems = List.of("config.toml, line 3: agent 1, id must be given.");
    look();
    assertThat(model.problemProperty().get()).contains("line 3");
    backend.settingsProblems = List.of();
    look();
    assertThat(model.problemProperty().get()).isNull();
  }

  @Test
  void an_agent_that_the_settings_name_is_taken_out_of_them() {
    backend.changeSettings(s -> s.withAgent(AgentEntry.acp("codex", null, List.of("x"))));
    look();
    model.remove(agent("codex"));
    frames.settle();
    assertThat(backend.settings().agents()).isEmpty();
  }

  // ---- another one ----------------------------------------------------------------------------

  private void type(String name, String command, String variables) {
    another.nameProperty().set(name);
    another.commandProperty().set(command);
    another.variablesProperty().set(variables);
  }

  @Test
  void an_agent_is_added_by_a_name_and_a_command() {
    boolean[] done = {false};
    assertThat(another.ready().get()).isFalse();
    type("Größte Goose", "~/bin/goose acp --say 'two words'", "OPENAI_API_KEY, GOOSE_MODE");
    assertThat(another.ready().get()).isTrue();
    another.add(() -> done[0] = true);
    frames.settle();

    assertThat(done[0]).isTrue();
    assertThat(added).isEqualTo(1);
    assertThat(backend.settings().agents())
        .containsExactly(
            new AgentEntry(
                "gro-te-goose",
                "Größte Goose",
                AgentKind.ACP,
                List.of("~/bin/goose", "acp", "--say", "two words"),
                List.of("OPENAI_API_KEY", "GOOSE_MODE"),
                Map.of(),
                true));
  }

  @Test
  void an_id_that_was_typed_is_not_replaced_by_one_made_of_the_name() {
    another.nameProperty().set("Goose");
    assertThat(another.idProperty().get()).isEqualTo("goose");
    another.idProperty().set("bird");
    another.nameProperty().set("Goose two");
    assertThat(another.idProperty().get()).isEqualTo("bird");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          x       ; bin/goose acp        ; ''         ; whatever folder a session works in
          x       ; ./goose              ; ''         ; whatever folder a session works in
          x       ; goose | tee log      ; ''         ; No shell reads this line
          x       ; goose 'acp           ; ''         ; A quote ' is not closed
          x       ; KEY=1 goose          ; ''         ; Variables do not go into the command
          x       ; '"" acp'             ; ''         ; Begin the command with the name
          x       ; goose                ; A-B        ; Only names of variables go there
          Big One ; goose                ; ''         ; An id is made of a-z
          muster  ; goose                ; ''         ; There is an agent “muster” already
          """)
  void what_cannot_be_used_is_said_and_stays_as_it_was_typed(
      String id, String command, String variables, String sentence) {
    type("", command, variables);
    another.idProperty().set(id);
    another.add(() -> {});
    frames.settle();

    assertThat(another.problemProperty().get()).contains(sentence);
    assertThat(another.commandProperty().get()).isEqualTo(command);
    assertThat(backend.settings().agents()).isEmpty();
  }

  @Test
  void a_key_that_was_typed_by_mistake_is_not_repeated() {
    String key = "sk-" + "abc123".repeat(6);
    type("goose", "goose", key);
    another.add(() -> {});
    assertThat(another.problemProperty().get()).contains("never a key").doesNotContain(key);
  }

  @Test
  void what_the_settings_refuse_is_said() {
    backend.changed = CompletableFuture.failedFuture(new FleetException("No key goes there."));
    type("goose", "goose", "");
    another.add(() -> {});
    frames.settle();
    assertThat(another.problemProperty().get()).isEqualTo("No key goes there.");
    assertThat(another.busyProperty().get()).isFalse();
    assertThat(added).isZero();
  }

  @Test
  void words_are_what_a_person_means() {
    assertThat(CommandWords.of("  a  'b c' \"d \\\" e\\n\" f'g'h \"\" "))
        .containsExactly("a", "b c", "d \" e\\n", "fgh", "");
    assertThat(CommandWords.of("x '|' \"&&\"")).containsExactly("x", "|", "&&");
    assertThatThrownBy(() -> CommandWords.of("a; b")).hasMessageContaining("“;”");
  }

  // ---- the machine ----------------------------------------------------------------------------

  @Test
  void the_worst_finding_comes_first_and_all_of_it_can_be_copied() {
    MachineModel machine = new MachineModel(backend, pump);
    machine.look();
    machine.look();
    frames.settle();

    assertThat(backend.asked).containsOnlyOnce("examine");
    assertThat(machine.findings()).extracting(Finding::id).containsExactly("space", "git");
    assertThat(machine.text())
        .isEqualTo("problem  Free space: only 3 MB\n    Free some space.\nok  git: 2.39.5\n");
  }
}
