package dev.muster.engine;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real engine on a real repository in which {@code greet.sh} greets wrongly; its agent does what
 * a test scripts, and a person allows everything.
 */
public abstract class GreetingFixture {
  @TempDir protected Path dir;
  protected final ScriptedModelServer server = ScriptedModelServer.start();
  protected TestRepository repository;
  protected Engine engine;
  protected DemoPerson person;

  @BeforeEach
  void begin() throws Exception {
    dir = dir.toRealPath();
    repository = new TestRepository(dir.resolve("project"));
    repository.write("greet.sh", "echo helo\n");
    repository.commit("Begin");
    prepare();
    open();
  }

  /** What a test needs before the engine is opened. */
  protected void prepare() throws Exception {}

  /** What the engine finds in its environment, beside the way to the model. */
  protected Map<String, String> environment() {
    return Map.of();
  }

  private void open() throws Exception {
    Map<String, String> env = new HashMap<>(environment());
    env.put("ANTHROPIC_API_KEY", "test-key");
    env.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    engine = Engine.open(new EngineOptions(DataFolder.at(dir.resolve("home")), env));
    person = new DemoPerson(engine, true, "yes");
    engine.fleet().subscribe(person);
  }

  /** As when Muster is closed and started again. */
  protected void reopen() throws Exception {
    engine.close();
    open();
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
    repository.close();
  }

  protected static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  /** A session whose first turn went as scripted. */
  protected SessionId session(String task, ScriptedReply... replies) throws Exception {
    server.script(replies);
    SessionId id = done(engine.fleet().create(spec(task)));
    person.await(id, s -> s.state() == SessionState.READY);
    return id;
  }

  protected SessionSpec spec(String task) {
    return new SessionSpec(
        task,
        null,
        repository.root(),
        "muster-anthropic",
        null,
        PermissionMode.EDIT,
        null,
        Limits.NONE,
        List.of(),
        false,
        Map.of());
  }

  /** A session that is ready and has made the greeting this. */
  protected SessionId greeting(String title, String greeting) throws Exception {
    return session(
        title, edit("c1", "helo", greeting), ScriptedReply.text("It says " + greeting + " now."));
  }

  protected static ScriptedReply run(String call, String command) {
    return ScriptedReply.call(call, "run", "{\"command\":\"%s\"}".formatted(command));
  }

  protected static ScriptedReply edit(String call, String before, String after) {
    return ScriptedReply.call(
        call,
        "edit",
        "{\"path\":\"greet.sh\",\"old_string\":\"%s\",\"new_string\":\"%s\"}"
            .formatted(before, after));
  }

  protected List<SessionEvent> events(SessionId id) {
    List<SessionEvent> events = new ArrayList<>();
    engine.journal().replay(id, (Recorded recorded) -> events.add(recorded.event()));
    return events;
  }
}
