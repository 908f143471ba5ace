package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.SessionSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands beside a Muster that has the data folder: a window, or another command. */
class BesideRunningTest extends CliFixture {
  private ScriptedModelServer server;

  @BeforeEach
  void startServer() {
    server = ScriptedModelServer.start();
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** What a window does: an engine, and a desk that can be raised. */
  private final class Window implements AutoCloseable {
    final Engine engine;
    final ControlServer control;

    Window() throws Exception {
      engine = Engine.open(new EngineOptions(folder, environment));
      control =
          ControlServer.open(
              folder,
              new Desk(
                  engine.fleet(),
                  engine.journal(),
                  engine.search(),
                  engine::agents,
                  () -> engine.installedAgents().join(),
                  () -> {}));
    }

    @Override
    public void close() {
      control.close();
      engine.close();
    }
  }

  private static ScriptedReply touch() {
    return ScriptedReply.call("c1", "run", "{\"command\":\"touch a\"}");
  }

  @Test
  void beside_a_window_the_task_is_the_windows_and_streams_back() throws Exception {
    try (Window window = new Window()) {
      server.script(ScriptedReply.text("Hello from beside."));
      Typed typed = Typed.nobody();
      assertThat(muster(typed, "run", "hello")).isZero();
      assertThat(typed.out()).contains("Hello from beside.");
      assertThat(window.engine.fleet().sessions()).hasSize(1);
      assertThat(window.engine.fleet().sessions().getFirst().state()).isEqualTo(SessionState.READY);
    }
  }

  @Test
  void a_repository_that_only_a_command_worked_in_is_a_project_of_the_window() throws Exception {
    try (Window window = new Window()) {
      assertThat(window.engine.projects().join()).isEmpty();
      server.script(ScriptedReply.text("Hello."));
      assertThat(muster(Typed.nobody(), "run", "hello")).isZero();
      assertThat(window.engine.projects().join())
          .extracting(ProjectInfo::id)
          .containsExactly(window.engine.fleet().sessions().getFirst().projectId());
    }
  }

  @Test
  void beside_a_window_a_request_waits_for_the_person_at_the_window() throws Exception {
    try (Window window = new Window()) {
      server.script(touch(), ScriptedReply.text("Done."));
      Typed typed = Typed.nobody();
      CompletableFuture<Integer> run =
          musterMeanwhile(typed, "run", "x", "--json", "--mode", "edit");
      until("it waits", () -> typed.err().contains("waits for your answer in its window"));
      var session = window.engine.fleet().sessions().getFirst();
      var asked = session.approvals().getFirst();
      String no = asked.options().stream().filter(o -> !o.allows()).findFirst().orElseThrow().id();
      window.engine.fleet().answer(session.id(), asked.requestId(), asked.exact(), no, null).join();
      assertThat(run.join()).isZero();
      assertThat(kinds(typed.out())).contains("ApprovalAnswered");
    }
  }

  @Test
  void a_question_at_the_terminal_ends_when_it_is_answered_in_the_window() throws Exception {
    try (Window window = new Window()) {
      server.script(touch(), ScriptedReply.text("Done."));
      Typed typed = Typed.person();
      CompletableFuture<Integer> run = musterMeanwhile(typed, "run", "x", "--mode", "edit");
      until("it asks", () -> typed.err().contains("Your answer:"));
      var session = window.engine.fleet().sessions().getFirst();
      var asked = session.approvals().getFirst();
      String yes = asked.options().stream().filter(o -> o.allows()).findFirst().orElseThrow().id();
      window
          .engine
          .fleet()
          .answer(session.id(), asked.requestId(), asked.exact(), yes, null)
          .join();
      assertThat(run.join()).isZero();
      assertThat(typed.err()).contains("(answered elsewhere)");
    }
  }

  @Test
  void list_show_search_and_agents_work_beside_a_window_and_alone() throws Exception {
    SessionId id;
    try (Window window = new Window()) {
      server.script(ScriptedReply.text("The zebra is black and white."));
      assertThat(muster(Typed.nobody(), "run", "describe it", "--title", "Stripes")).isZero();
      id = window.engine.fleet().sessions().getFirst().id();
      readEverything(id);
    }
    readEverything(id);
  }

  private void readEverything(SessionId id) {
    Typed list = Typed.nobody();
    assertThat(muster(list, "list")).isZero();
    assertThat(list.out()).contains(id.value(), "Stripes", "the repo");
    Typed listJson = Typed.nobody();
    assertThat(muster(listJson, "list", "--json")).isZero();
    assertThat(json(listJson.out()).getFirst().path("id").asString()).isEqualTo(id.value());

    Typed show = Typed.nobody();
    assertThat(muster(show, "show", id.value().substring(0, 10))).isZero();
    assertThat(show.out()).contains("Stripes", "The zebra is black and white.", "edit mode");
    Typed showJson = Typed.nobody();
    assertThat(muster(showJson, "show", id.value(), "--json", "--last", "2")).isZero();
    assertThat(json(showJson.out())).hasSize(3);

    Typed search = Typed.nobody();
    assertThat(muster(search, "search", "zebra", "white")).isZero();
    assertThat(search.out()).contains(id.value(), "zebra");
    assertThat(search.err()).contains("1 session, ");
    Typed grouped = Typed.nobody();
    assertThat(muster(grouped, "search", "project:the repo", "zebra", "--json")).isZero();
    assertThat(json(grouped.out())).hasSize(2);
    assertThat(json(grouped.out()).getFirst().path("session").path("id").asString())
        .isEqualTo(id.value());
    assertThat(json(grouped.out()).getFirst().path("best").get(0).path("snippet").asString())
        .contains("zebra");
    assertThat(json(grouped.out()).getLast().path("found").path("sessions").asInt()).isEqualTo(1);
    Typed inOne = Typed.nobody();
    assertThat(muster(inOne, "search", "kind:message zebra", "--in", id.value())).isZero();
    assertThat(inOne.out().lines().filter(line -> line.contains("MessageAdded"))).hasSize(1);
    Typed facets = Typed.nobody();
    assertThat(muster(facets, "search", "agent:rehersal", "--facets")).isZero();
    assertThat(facets.err()).contains("No session has agent rehersal", "Nothing found.");
    Typed nothing = Typed.nobody();
    assertThat(muster(nothing, "search", "giraffe")).isZero();
    assertThat(nothing.err()).contains("Nothing found.");

    Typed unknown = Typed.nobody();
    assertThat(muster(unknown, "show", "zzz")).isEqualTo(2);
    assertThat(unknown.err()).contains("There is no session \"zzz\"");
    Typed agents = Typed.nobody();
    assertThat(muster(agents, "agents")).isZero();
    assertThat(agents.out()).contains("rehearsal");
  }

  @Test
  void where_muster_was_never_used_reading_leaves_no_trace() {
    Typed list = Typed.nobody();
    assertThat(muster(list, "list")).isZero();
    assertThat(list.err()).contains("no open sessions");
    assertThat(muster(Typed.nobody(), "search", "x")).isZero();
    assertThat(muster(Typed.nobody(), "show", "s1")).isEqualTo(2);
    assertThat(temp.resolve("home")).doesNotExist();
  }

  @Test
  void a_second_command_hands_its_task_to_the_first_which_waits_for_it() throws Exception {
    server.scriptFor("task one", touch(), ScriptedReply.text("One done."));
    server.scriptFor("task two", touch(), ScriptedReply.text("Two done."));
    Typed one = Typed.person();
    CompletableFuture<Integer> first = musterMeanwhile(one, "run", "task one", "--mode", "edit");
    until("the first asks", () -> one.err().contains("Your answer:"));
    Typed two = Typed.person();
    CompletableFuture<Integer> second = musterMeanwhile(two, "run", "task two", "--mode", "edit");
    until("the second asks", () -> two.err().contains("Your answer:"));

    one.type("y");
    until("the first waits", () -> one.err().contains("waits for 1 task handed over"));
    assertThat(first).isNotDone();
    two.type("y");
    assertThat(second.join()).isZero();
    assertThat(first.join()).isZero();
    assertThat(two.out()).contains("Two done.");
    assertThat(one.out()).contains("One done.").doesNotContain("Two done.");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void many_commands_at_once_all_reach_their_end() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.scriptFor("task number " + i, ScriptedReply.text("End of " + i + "."));
    }
    List<Typed> terminals = new java.util.ArrayList<>();
    List<CompletableFuture<Integer>> runs = new java.util.ArrayList<>();
    for (int i = 0; i < 5; i++) {
      terminals.add(Typed.nobody());
      runs.add(musterMeanwhile(terminals.get(i), "run", "task number " + i));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(runs.get(i).join()).as(terminals.get(i).err()).isZero();
      assertThat(terminals.get(i).out()).contains("End of " + i + ".");
    }
    assertThat(rows()).hasSize(5);
  }

  @Test
  void a_command_leaves_sessions_that_wait_in_the_queue_waiting() throws Exception {
    SessionId waiting;
    try (Window window = new Window()) {
      window.engine.changeSettings(s -> s.withSlots(1)).join();
      server.scriptFor("busy task", touch());
      var busy = window.engine.fleet().create(spec("busy task")).join();
      until(
          "the slot is taken",
          () -> window.engine.fleet().session(busy).orElseThrow().state().takesSlot());
      waiting = window.engine.fleet().create(spec("waiting task")).join();
    }
    assertThat(state(waiting)).isEqualTo(SessionState.QUEUED);
    server.scriptFor("third task", ScriptedReply.text("Third."));
    assertThat(muster(Typed.nobody(), "run", "third task")).isZero();
    assertThat(state(waiting)).isEqualTo(SessionState.QUEUED);

    server.scriptFor("waiting task", ScriptedReply.text("At last."), ScriptedReply.text("Sure."));
    assertThat(muster(Typed.nobody(), "run", "--resume", waiting.value(), "go")).isZero();
    assertThat(state(waiting)).isEqualTo(SessionState.READY);
  }

  private SessionState state(SessionId id) throws Exception {
    return rows().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow().state();
  }

  private SessionSpec spec(String task) {
    return new SessionSpec(
        task,
        null,
        checkout(),
        "muster-anthropic",
        null,
        PermissionMode.EDIT,
        null,
        Limits.NONE,
        List.of(),
        false,
        Map.of());
  }
}
