package dev.muster.engine.complete;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real worktree, and commands as agents announced them on the wire. */
class NamingTest {
  @TempDir Path dir;

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static List<String> paths(Engine engine, SessionId id, String typed) throws Exception {
    return done(engine.naming().files(id, typed, 50)).stream().map(NamedFile::path).toList();
  }

  @Test
  void the_worktree_s_own_files_are_offered_and_new_ones_once_they_were_seen() throws Exception {
    try (ScriptedModelServer server = ScriptedModelServer.start();
        TestRepository repository = new TestRepository(dir.resolve("project"))) {
      repository.write(".gitignore", "build/\n");
      repository.write("src/a file.txt", "a\n");
      repository.write("src/greet.sh", "echo helo\n");
      repository.commit("Begin");
      repository.write("build/out.txt", "ignored\n");
      DataFolder folder = DataFolder.at(dir.resolve("home"));
      Map<String, String> env =
          Map.of("ANTHROPIC_API_KEY", "test-key", "ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
      try (Engine engine = Engine.open(new EngineOptions(folder, env))) {
        DemoPerson person = new DemoPerson(engine, true, "yes");
        engine.fleet().subscribe(person);
        server.script(ScriptedReply.text("Nothing to do."));
        SessionId id =
            done(
                engine
                    .fleet()
                    .create(
                        new SessionSpec(
                            "look around",
                            null,
                            repository.root(),
                            "muster-anthropic",
                            null,
                            PermissionMode.EDIT,
                            null,
                            Limits.NONE,
                            List.of(),
                            false,
                            Map.of())));
        person.await(id, s -> s.state() == SessionState.READY);

        assertThat(paths(engine, id, ""))
            .contains(".gitignore", "src/a file.txt", "src/greet.sh")
            .doesNotContain("build/out.txt");
        assertThat(paths(engine, id, "greet")).containsExactly("src/greet.sh");

        server.script(
            ScriptedReply.call(
                "c1", "write", "{\"path\":\"src/new-greeting.sh\",\"content\":\"echo\\n\"}"),
            ScriptedReply.text("Done."));
        done(engine.fleet().prompt(id, "go on", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
        person.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
        until("the new file", () -> paths(engine, id, "newgreet").contains("src/new-greeting.sh"));

        assertThat(done(engine.naming().commands(id))).isEmpty();
        Path log = folder.sessionFolder(id).resolve("wire.log");
        Files.writeString(
            log,
            "2026-11-21T10:00:00Z < {\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":"
                + "{\"update\":{\"sessionUpdate\":\"available_commands_update\","
                + "\"availableCommands\":[{\"name\":\"plan\",\"description\":\"Make a plan\"}]}}}\n"
                + "2026-11-21T10:00:01Z < {\"cut in the mid");
        assertThat(done(engine.naming().commands(id)))
            .containsExactly(new AgentCommand("plan", "Make a plan", ""));
      }
    }
  }
}
