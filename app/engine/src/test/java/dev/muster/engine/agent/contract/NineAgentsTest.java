package dev.muster.engine.agent.contract;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.Fleet.Way;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real agents of every kind at once, on one repository, under a Muster that is killed. */
@Tag("real-agents")
class NineAgentsTest {
  private static final List<String> AGENTS = RealAgents.NINE;

  @TempDir Path folder;

  @Test
  void nine_work_at_once_and_go_on_after_muster_was_killed_and_nothing_is_left() throws Exception {
    folder = folder.toRealPath();
    Path data = folder.resolve("data");
    try (ScriptedModelServer model = ScriptedModelServer.start();
        TestRepository repository = new TestRepository(folder.resolve("shop"))) {
      model.respond(new Play(new RealAgents())::answer);
      repository.write("README.md", "A shop.\n");
      repository.commit("Begin");
      Map<String, String> env = RealAgents.environment(model, folder.resolve("home"), data);

      workUntilKilled(data, repository.root(), env);

      try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(data), env))) {
        DemoPerson person = new DemoPerson(engine, true, "Blue");
        try (var _ = engine.fleet().subscribe(person)) {
          goOn(engine, person);
        }
      }
      assertThat(repository.git("status", "--porcelain")).isEmpty();
      until("no process is left", () -> at(data).isEmpty());
    }
  }

  /** Has all of them do a tour and begin a long answer; kills Muster in the middle of it. */
  private static void workUntilKilled(Path data, Path repository, Map<String, String> env)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            NineMuster.class.getName(),
            data.toString(),
            repository.toString()));
    command.addAll(AGENTS);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(env);
    Process muster = builder.start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = muster.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.equals("ALL WORK")) {
        said.add(line);
        line = out.readLine();
      }
      assertThat(line).as("what it said: " + said).isEqualTo("ALL WORK");
    } finally {
      muster.destroyForcibly().waitFor();
    }
    assertThat(said).hasSize(AGENTS.size()).allMatch(line -> line.contains(" READY "));
    until("no agent outlives its Muster", () -> at(data).isEmpty());
  }

  private static void goOn(Engine engine, DemoPerson person) throws Exception {
    List<SessionSnapshot> all = engine.fleet().sessions();
    assertThat(all).hasSize(AGENTS.size());
    for (SessionSnapshot session : all) {
      assertThat(session.state()).as(session.title()).isEqualTo(SessionState.LOST);
      assertThat(session.changes().files()).as(session.title()).hasSize(2);
      if (!session.plan().isEmpty()) {
        assertThat(session.plan()).extracting(step -> step.state()).containsOnly(StepState.DONE);
      }
      assertThat(session.totals().tokens()).as(session.title()).isPositive();
      assertThat(events(engine, session.id(), ApprovalAsked.class))
          .as(session.title())
          .isNotEmpty();
    }
    SessionId interrupted = all.getFirst().id();
    SessionId killed = all.get(2).id();
    for (SessionSnapshot session : all) {
      say(engine, session.id(), "play:slow");
    }
    for (SessionSnapshot session : all) {
      person.awaitWords(session.id(), 3);
    }
    engine.fleet().interrupt(interrupted).get(60, TimeUnit.SECONDS);
    Long pid = events(engine, killed, AgentStarted.class).getLast().pid();
    assertThat(pid).isNotNull();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    person.await(interrupted, now -> now.state() == SessionState.STOPPED);
    person.await(killed, now -> now.state() == SessionState.LOST);
    for (SessionSnapshot session : all) {
      if (!session.id().equals(interrupted) && !session.id().equals(killed)) {
        engine.fleet().interrupt(session.id()).get(60, TimeUnit.SECONDS);
        person.await(session.id(), now -> now.state() == SessionState.STOPPED);
      }
    }
    for (SessionSnapshot session : all) {
      say(engine, session.id(), "play:remember");
    }
    for (SessionSnapshot session : all) {
      person.await(
          session.id(), now -> now.state() == SessionState.READY && now.queued().isEmpty());
      assertThat(events(engine, session.id(), MessageAdded.class).getLast().text())
          .as(session.title())
          .contains("There were 4 prompts.");
    }
  }

  private static void say(Engine engine, SessionId id, String text) throws Exception {
    engine
        .fleet()
        .prompt(id, text, List.of(), PromptOrigin.USER, Way.QUEUE)
        .get(60, TimeUnit.SECONDS);
  }

  private static <E> List<E> events(Engine engine, SessionId id, Class<E> kind) {
    List<Recorded> story = new ArrayList<>();
    engine.journal().replay(id, story::add);
    return story.stream().map(Recorded::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What works below Muster's folder. */
  private static List<ProcessHandle> at(Path data) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              try {
                Path cwd = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
                return cwd.startsWith(data);
              } catch (IOException gone) {
                return false;
              }
            })
        .toList();
  }
}
