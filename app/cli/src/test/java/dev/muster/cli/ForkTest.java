package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code muster run --fork}: an imported conversation goes on in a new session. */
@DisabledOnOs(OS.WINDOWS)
class ForkTest extends CliFixture {
  private static final String HERE = SessionId.ofImported("claude", "a").value();
  private static final String GONE = SessionId.ofImported("claude", "b").value();

  private Path user = Path.of("");

  @BeforeEach
  void importConversations() throws Exception {
    user = Files.createDirectories(temp.resolve("user/.claude/projects/-work"));
    write("a", checkout());
    write("b", temp.resolve("gone"));
    user = temp.resolve("user");
    Files.writeString(user.resolve(".claude/.credentials.json"), "{}");
    FakeAgents.script(
        temp.resolve("bin/claude"),
        """
        say() { printf '%s\\n' "$1"; }
        field() { rest=${line#*"\\"$1\\":\\""}; printf '%s' "${rest%%\\"*}"; }
        case $1 in --version) echo '2.1.329 (Claude Code)'; exit ;; esac
        printf '%s\\n' "$*" >>"$HOME/arguments"
        while IFS= read -r line; do
          case $line in
            *'"type":"control_request"'*)
              say '{"type":"control_response","response":{"subtype":"success","request_id":"'"$(field request_id)"'","response":{"models":[{"value":"default"}]}}}' ;;
            *'"type":"user"'*)
              uuid=$(field uuid)
              say '{"type":"command_lifecycle","command_uuid":"'"$uuid"'","state":"started"}'
              say '{"type":"system","subtype":"init","session_id":"s","model":"m","capabilities":["msg_lifecycle_v1"],"user_message_uuids":["'"$uuid"'"]}'
              say '{"type":"assistant","parent_tool_use_id":null,"message":{"id":"m1","content":[{"type":"text","text":"I go on."}]}}'
              say '{"type":"result","subtype":"success","is_error":false,"terminal_reason":"completed","queued_turn_count":0}' ;;
          esac
        done
        """);
    assertThat(muster(Typed.nobody(), "import", "claude")).isZero();
  }

  private void write(String id, Path cwd) throws Exception {
    Files.writeString(
        user.resolve(id + ".jsonl"),
        """
        {"type":"user","uuid":"u","cwd":"%s","timestamp":"2026-11-01T10:00:00Z","message":{"role":"user","content":"paint the zebra"}}
        """
            .formatted(cwd));
  }

  /** Goes on, and looks whether the agent was told with what. */
  private void goesOn() throws Exception {
    Typed typed = Typed.nobody();

    assertThat(muster(typed, "run", "--fork", HERE.substring(0, 12), "and the lion"))
        .as(typed.err())
        .isZero();
    assertThat(typed.out()).contains("I go on.", "done: session s");
    assertThat(Files.readString(user.resolve("arguments")))
        .contains("--resume a --fork-session --session-id ");
    assertThat(rows())
        .filteredOn(row -> row.title().equals("and the lion"))
        .singleElement()
        .matches(row -> row.agentId().equals("claude"))
        .matches(row -> !checkout().toString().equals(row.worktree()));
  }

  private void cannot(String session, String... sentence) throws Exception {
    List<SessionId> before = rows().stream().map(SessionRow::id).toList();
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "--fork", session, "go on")).isEqualTo(2);
    assertThat(typed.err()).startsWith("muster: ").contains(sentence);
    assertThat(typed.out()).isEmpty();
    assertThat(rows()).extracting(SessionRow::id).containsExactlyElementsOf(before);
    assertThat(user.resolve("arguments")).doesNotExist();
  }

  private void cannotWhereItMakesNoSense() throws Exception {
    cannot("zzz", "There is no session \"zzz\"");
    cannot(GONE, temp.resolve("gone") + "” is not there any more");
  }

  @Test
  void an_imported_conversation_goes_on_in_a_new_session() throws Exception {
    cannotWhereItMakesNoSense();
    goesOn();
  }

  @Test
  void and_beside_a_running_muster() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer server =
            ControlServer.open(
                folder,
                new Desk(
                    engine.fleet(),
                    engine.journal(),
                    engine.search(),
                    engine::agents,
                    List::of,
                    () -> {}))) {
      cannotWhereItMakesNoSense();
      goesOn();
      assertThat(engine.fleet().sessions()).hasSize(1);
      assertThat(server.followed()).isZero();
    }
  }

  @Test
  void where_the_agent_cannot_be_started_nothing_is_begun() throws Exception {
    Files.delete(temp.resolve("bin/claude"));
    cannot(HERE, "Claude Code cannot be started: ");
  }
}
