package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code muster import}, alone and beside a running Muster. */
class ImportTest extends CliFixture {
  private static final String FIRST = SessionId.ofImported("claude", "a").value();

  private Path claude = Path.of("");
  private Path codex = Path.of("");

  @BeforeEach
  void makeConversations() throws Exception {
    Path user = Files.createDirectories(temp.resolve("user"));
    environment.put("HOME", user.toString());
    claude = Files.createDirectories(user.resolve(".claude/projects/-work"));
    codex = Files.createDirectories(user.resolve(".codex/sessions/2026/11/21"));
    write("a", "paint the zebra", checkout(), "2026-11-01T10:00:00Z");
    write("b", "somewhere else", temp, "2026-11-05T10:00:00Z");
    Files.writeString(
        codex.resolve("rollout-1-c.jsonl"),
        """
        {"timestamp":"2026-11-02T10:00:00Z","type":"session_meta","payload":{"id":"c","cwd":"%s"}}
        {"timestamp":"2026-11-02T10:00:01Z","type":"event_msg","payload":{"type":"user_message","message":"feed the lion"}}
        """
            .formatted(checkout()));
  }

  private Path write(String id, String text, Path cwd, String at) throws IOException {
    Path file =
        Files.writeString(
            claude.resolve(id + ".jsonl"),
            """
            {"type":"user","uuid":"u-%s","cwd":"%s","timestamp":"%s","message":{"role":"user","content":"%s"}}
            {"type":"assistant","uuid":"x-%s","timestamp":"%s","message":{"id":"m","content":[{"type":"text","text":"It is done."}],"stop_reason":"end_turn"}}
            """
                .formatted(id, cwd, at, text, id, at));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(at)));
    return file;
  }

  @Test
  void everything_is_imported_once_and_can_be_listed_shown_and_searched() throws Exception {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "import")).as(typed.err()).isZero();
    assertThat(typed.out())
        .contains(FIRST + "  new     claude  2026-11-01  paint the zebra")
        .contains("Claude Code: 2 imported", "Codex: 1 imported");
    assertThat(typed.err()).contains("muster list --all");

    Typed again = Typed.nobody();
    assertThat(muster(again, "import", "all")).isZero();
    assertThat(again.out())
        .contains("Claude Code: 2 already in history", "Codex: 1 already in history")
        .doesNotContain("zebra");

    Typed open = Typed.nobody();
    assertThat(muster(open, "list")).isZero();
    assertThat(open.out()).isEmpty();
    Typed list = Typed.nobody();
    assertThat(muster(list, "list", "--all")).isZero();
    assertThat(list.out().lines().filter(line -> line.startsWith(FIRST)))
        .singleElement()
        .asString()
        .contains("imported", "the repo", "paint the zebra");
    Typed show = Typed.nobody();
    assertThat(muster(show, "show", FIRST)).isZero();
    assertThat(show.out())
        .contains("closed: Imported from Claude Code: it can be read and searched.")
        .contains("the repo", "It is done.")
        .doesNotContain("suggest mode", "worktree", "no changes");
    Typed search = Typed.nobody();
    assertThat(muster(search, "search", "zebra")).isZero();
    assertThat(search.out()).contains(FIRST);
    assertThat(rows()).hasSize(3).allMatch(row -> row.state() == SessionState.CLOSED);

    Typed resume = Typed.nobody();
    assertThat(muster(resume, "run", "--resume", FIRST, "go on")).isEqualTo(2);
    assertThat(resume.err()).contains("is over and cannot go on", "--fork " + FIRST);
  }

  @Test
  void a_dry_run_stores_nothing() throws Exception {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "import", "--dry-run")).isZero();
    assertThat(typed.out()).contains("paint the zebra", "Claude Code: 2 new", "Codex: 1 new");
    assertThat(rows()).isEmpty();
  }

  @Test
  void what_is_imported_can_be_chosen() throws Exception {
    Path deep = Files.createDirectories(checkout().resolve("deep/down"));
    Typed repo = Typed.nobody();
    assertThat(muster(repo, "import", "claude", "--dry-run", "--repo", deep.toString())).isZero();
    assertThat(repo.out()).contains("zebra").doesNotContain("somewhere else", "lion");

    Typed since = Typed.nobody();
    assertThat(muster(since, "import", "claude", "--since", "2026-11-03")).isZero();
    assertThat(since.out()).contains("somewhere else", "1 imported").doesNotContain("zebra");

    Typed from = Typed.nobody();
    String copy = temp.resolve("user/.codex").toString();
    assertThat(muster(from, "import", "--from", copy)).isZero();
    assertThat(from.out())
        .contains("feed the lion", "Codex: 1 imported", "Claude Code: no conversations in " + copy);
  }

  @Test
  void as_json_each_conversation_is_a_line_and_the_whole_the_last() {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "import", "--json")).isZero();
    List<JsonNode> lines = json(typed.out());
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().path("outcome").asString()).isEqualTo("NEW");
    assertThat(lines.getFirst().path("session").asString()).startsWith("i");
    assertThat(lines.getLast().path("agents")).hasSize(2);
    assertThat(lines.getLast().path("agents").get(0).path("added").asInt()).isEqualTo(2);
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void a_broken_file_is_told_and_the_rest_is_imported() throws Exception {
    Files.writeString(
        claude.resolve("a.jsonl"), "{\"half", java.nio.file.StandardOpenOption.APPEND);
    Files.writeString(
        claude.resolve("b.jsonl"), "{\"broken\n{}\n", java.nio.file.StandardOpenOption.APPEND);
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "import", "claude")).isZero();
    assertThat(typed.out()).contains("Claude Code: 2 imported");
    assertThat(typed.err())
        .contains("muster: 1 line of " + claude.resolve("b.jsonl") + " could not be understood")
        .doesNotContain("a.jsonl");
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
                  List::of,
                  engine.importer(),
                  () -> {}));
    }

    @Override
    public void close() {
      control.close();
      engine.close();
    }
  }

  @Test
  void beside_a_window_it_is_handed_over_and_the_window_is_not_flooded() throws Exception {
    try (Window window = new Window()) {
      Typed typed = Typed.nobody();
      assertThat(muster(typed, "import")).as(typed.err()).isZero();
      assertThat(typed.out())
          .contains("paint the zebra", "Claude Code: 2 imported", "Codex: 1 imported");
      assertThat(window.engine.journal().sessions()).hasSize(3);
      assertThat(window.engine.fleet().sessions()).isEmpty();
      Typed json = Typed.nobody();
      assertThat(muster(json, "import", "--json")).isZero();
      assertThat(json(json.out()).getLast().path("agents").get(0).path("known").asInt())
          .isEqualTo(2);
    }
  }

  @Test
  void handed_over_it_ends_when_the_command_is_told_to_end_and_can_be_gone_on_with()
      throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      lines.add(
          "{\"type\":\"assistant\",\"uuid\":\"y%d\",\"message\":{\"id\":\"m%d\",\"content\":[{\"type\":\"text\",\"text\":\"word\"}]}}"
              .formatted(i, i));
    }
    Files.write(claude.resolve("a.jsonl"), lines, java.nio.file.StandardOpenOption.APPEND);
    try (Window window = new Window()) {
      Typed typed = Typed.nobody();
      CompletableFuture<Integer> running = musterMeanwhile(typed, "import", "claude");
      until("it has begun", () -> window.engine.journal().position() > 1_000);
      for (Interrupts.Stopping stopping : List.copyOf(stoppings)) {
        stopping.stop();
      }
      int exit = running.join();
      if (exit != 0) { // it may just have been done
        assertThat(exit).isEqualTo(1);
        assertThat(typed.err()).contains("Stopped before the end. What was taken in stays");
      }
      Typed again = Typed.nobody();
      until("the first has let go", () -> muster(Typed.nobody(), "import", "claude") == 0);
      assertThat(muster(again, "import", "claude")).isZero();
      assertThat(again.out()).contains("2 already in history");
    }
  }
}
