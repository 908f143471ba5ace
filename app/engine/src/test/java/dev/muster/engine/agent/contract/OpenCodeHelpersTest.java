package dev.muster.engine.agent.contract;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.wire.FakeSession;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The helpers of the real OpenCode: what they would have to ask for is asked of nobody, and they
 * used to wait for ever.
 */
@Tag("real-agents")
class OpenCodeHelpersTest {
  @TempDir Path folder;

  @Test
  void a_helper_that_wants_to_run_a_command_is_told_no_and_the_turn_goes_on() throws Exception {
    Path worktree = Files.createDirectory(folder.resolve("work"));
    FakeSession told = new FakeSession();
    try (ScriptedModelServer model = ScriptedModelServer.start().respond(this::answer);
        LocalHost host = new LocalHost();
        AgentSession session =
            told.open(
                new OpenCodeContractTest()
                    .agent(model, host, Files.createDirectory(folder.resolve("home"))),
                worktree)) {
      session.prompt(told.prompt("Let a helper do it"));
      until("the turn is over", () -> !told.all(TurnEnded.class).isEmpty());
    }

    assertThat(told.first(TurnEnded.class).end()).isEqualTo(End.DONE);
    assertThat(told.first(ToolStarted.class).kind()).isEqualTo(ToolKind.AGENT);
    assertThat(told.all(MessageAdded.class).getLast().text()).isEqualTo("The helper came back.");
    assertThat(worktree.resolve("by-helper")).doesNotExist();
    assertThat(told.asked).isEmpty();
  }

  private ScriptedReply answer(Seen request) {
    String said = request.body().path("messages").toString();
    if (!request.body().has("tools")) {
      return ScriptedReply.text("A title");
    }
    boolean results = said.contains("\"role\":\"tool\"");
    if (said.contains("Let a helper do it")) {
      return results
          ? ScriptedReply.text("The helper came back.")
          : ScriptedReply.call(
              "call_1",
              "task",
              "{\"description\":\"Do it\",\"prompt\":\"touch it\",\"subagent_type\":\"general\"}");
    }
    return results
        ? ScriptedReply.text("I may not.")
        : ScriptedReply.call(
            "call_2", "bash", "{\"command\":\"touch by-helper\",\"description\":\"Do it\"}");
  }
}
