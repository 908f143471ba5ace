package dev.muster.engine.agent.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.wire.Transcript;
import dev.muster.engine.agent.wire.Transcript.Told;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Codex said once, as its events. */
class CodexMapperTest {
  private static final Path WORKTREE = Path.of("/tmp/lab/repo");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  private final JsonMapper json = new JsonMapper();
  private final Told told = new Told();
  private final CodexMapper mapper = new CodexMapper(WORKTREE, told, new Edges(), CLOCK);

  private final class Edges implements CodexMapper.Turns {
    @Override
    public void began(String turnId) {
      told.note("- a turn begins");
    }

    @Override
    public void ended(TurnEnded end) {
      told.note("- the turn is over: " + end);
    }
  }

  static List<Path> transcripts() {
    return Transcript.of("codex");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void what_it_said_comes_out_as_it_stands_beside_it(Path file) throws IOException {
    Transcript transcript = Transcript.read(file);
    for (String line : transcript.said()) {
      JsonNode message = json.readTree(line);
      JsonNode thread = message.path("result").path("thread").path("id");
      if (thread.isString()) {
        mapper.thread(thread.asString());
      }
      if (message.has("method") && message.has("id")) {
        String item = message.path("params").path("itemId").asString("");
        told.note("- asks: " + message.path("method").asString());
        if (message.path("method").asString("").contains("fileChange")) {
          assertThat(mapper.items().changes(item)).as("what it wants to change").isNotNull();
        }
      } else if (message.has("method")) {
        mapper.notification(message.path("method").asString(""), message.path("params"));
      }
    }
    transcript.assertTells(told.lines());
  }

  @Test
  void what_another_thread_says_is_passed_over() {
    mapper.thread("mine");
    mapper.notification("turn/started", params("{'threadId':'other','turn':{'id':'t'}}"));
    assertThat(told.lines()).isEmpty();
    mapper.notification("turn/started", params("{'threadId':'mine','turn':{'id':'t'}}"));
    assertThat(told.lines()).containsExactly("- a turn begins");
  }

  @Test
  void a_message_whose_id_was_there_already_is_one_of_its_own() {
    String item = "{'item':{'type':'agentMessage','id':'msg_1','text':'Again.'}}";
    mapper.notification("item/completed", params(item));
    mapper.notification("item/completed", params(item));
    assertThat(told.lines()).hasSize(3).anyMatch(line -> line.contains("messageId=msg_1~"));
  }

  @Test
  void questions_that_wait_for_the_next_prompt_stand_in_the_message() {
    mapper.notification(
        "item/completed",
        params(
            "{'item':{'type':'agentMessage','id':'m','text':'One thing:','questions':"
                + "[{'title':'Which colour?','options':['Red','Blue']}]}}"));
    assertThat(told.lines())
        .singleElement()
        .asString()
        .contains("One thing:⏎⏎Which colour?⏎- Red⏎- Blue");
  }

  @Test
  void the_shell_around_a_command_is_left_out_where_that_is_certain() {
    assertThat(CodexItems.plain("/bin/bash -lc 'touch a && echo b'"))
        .isEqualTo("touch a && echo b");
    assertThat(CodexItems.plain("/bin/bash -lc ls")).isEqualTo("ls");
    assertThat(CodexItems.plain("/bin/sh -lc \"echo \\\"x\\\"\"")).isEqualTo("echo \"x\"");
    assertThat(CodexItems.plain("bash -lc 'echo '\"'\"'x'\"'\"''")).isEqualTo("echo 'x'");
    String odd = "/bin/bash -lc 'a' 'b'";
    assertThat(CodexItems.plain(odd)).isEqualTo(odd);
    assertThat(CodexItems.plain("python3 -lc 'x'")).isEqualTo("python3 -lc 'x'");
    assertThat(CodexItems.plain("")).isEmpty();
  }

  private JsonNode params(String text) {
    return json.readTree(text.replace('\'', '"'));
  }
}
