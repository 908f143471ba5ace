package dev.muster.engine.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.agent.transcript.Told;
import dev.muster.engine.event.EventJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaudeTranscriptsTest {
  @TempDir Path config;
  private Path project = Path.of("");

  @BeforeEach
  void makeFolder() throws Exception {
    project = Files.createDirectories(config.resolve("projects/-home-user-work"));
  }

  private ClaudeTranscripts transcripts() {
    return new ClaudeTranscripts(config);
  }

  private List<Found> list(int most) {
    return transcripts()
        .list(
            most,
            problem -> {
              throw new AssertionError(problem);
            });
  }

  private List<Told> read(Found found) throws Exception {
    List<Told> told = new ArrayList<>();
    transcripts().read(found, told::add);
    return told;
  }

  private static Path resource(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(ClaudeTranscriptsTest.class.getResource(name), name).toURI());
  }

  private Path write(String name, String changed, String... lines) throws Exception {
    Path file = Files.write(project.resolve(name), List.of(lines));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(changed)));
    return file;
  }

  private static String prompt(String uuid, String text) {
    return """
    {"type":"user","uuid":"%s","cwd":"/home/user/work","timestamp":"2026-11-01T10:00:00Z",\
    "message":{"role":"user","content":"%s"}}\
    """
        .formatted(uuid, text);
  }

  @Test
  void a_file_of_the_real_program_gives_the_events_written_down_for_it() throws Exception {
    Files.copy(resource("transcript.jsonl"), project.resolve("abc.jsonl"));

    Found found = list(10).getFirst();
    EventJson json = new EventJson();
    List<String> lines = new ArrayList<>();
    for (Told told : read(found)) {
      lines.add(told.at() + " " + EventJson.kind(told.event()) + " " + json.write(told.event()));
    }

    assertThat(found.id()).isEqualTo("abc");
    assertThat(found.cwd()).isEqualTo("/home/user/work");
    assertThat(found.title()).startsWith("DO [");
    assertThat(found.started()).isEqualTo("2026-11-21T05:43:18.463Z");
    String write = System.getProperty("golden.write");
    if (write != null) {
      Files.write(Path.of(write).resolve("transcript.txt"), lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(resource("transcript.txt")));
  }

  @Test
  void reading_twice_gives_the_same() throws Exception {
    Files.copy(resource("transcript.jsonl"), project.resolve("abc.jsonl"));
    Found found = list(10).getFirst();

    assertThat(read(found)).isEqualTo(read(found));
  }

  @Test
  void the_one_that_changed_last_comes_first_and_no_more_than_asked_for() throws Exception {
    write("a.jsonl", "2026-11-01T10:00:00Z", prompt("u1", "first"));
    write("b.jsonl", "2026-11-03T10:00:00Z", prompt("u2", "second"));
    write("c.jsonl", "2026-11-02T10:00:00Z", prompt("u3", "third"));

    assertThat(list(2)).extracting(Found::title).containsExactly("second", "third");
  }

  @Test
  void what_holds_no_prompt_of_a_person_is_not_listed() throws Exception {
    write("empty.jsonl", "2026-11-01T10:00:00Z");
    write("garbage.jsonl", "2026-11-01T10:00:00Z", "not json", "[]", "{\"type\":5}");
    write("agent-1.jsonl", "2026-11-01T10:00:00Z", prompt("u1", "for a sub-agent"));
    write(
        "command.jsonl",
        "2026-11-01T10:00:00Z",
        prompt("u1", "<command-name>/clear</command-name>"),
        prompt("u2", "hidden").replace("\"uuid\"", "\"isSidechain\":true,\"uuid\""));
    Path outside = Files.writeString(config.resolve("outside.jsonl"), prompt("u1", "elsewhere"));
    Files.createSymbolicLink(project.resolve("link.jsonl"), outside);

    assertThat(list(10)).isEmpty();
    assertThat(new ClaudeTranscripts(config.resolve("not-there")).list(10, _ -> {})).isEmpty();
  }

  @Test
  void a_title_of_its_own_goes_before_the_first_prompt() throws Exception {
    write(
        "a.jsonl",
        "2026-11-01T10:00:00Z",
        "{\"type\":\"summary\",\"summary\":\"Mend the clock\"}",
        prompt("u1", "please mend it"));

    assertThat(list(10)).extracting(Found::title).containsExactly("Mend the clock");
  }

  @Test
  void a_damaged_line_costs_no_more_than_itself() throws Exception {
    write(
        "a.jsonl",
        "2026-11-01T10:00:00Z",
        prompt("u1", "first"),
        "{\"type\":\"assistant\",\"mess",
        "{\"type\":\"user\",\"message\":7}",
        "{\"type\":\"assistant\",\"uuid\":\"x\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"yes\"}],\"stop_reason\":\"end_turn\"}}",
        prompt("u1", "first"));

    List<Told> told = read(list(1).getFirst());
    assertThat(told)
        .extracting(one -> EventJson.kind(one.event()))
        .containsExactly("PromptSent", "TurnStarted", "MessageAdded", "TurnEnded");
  }

  @Test
  void its_folder_is_where_the_environment_says() {
    Path home = Path.of("/home/user");
    assertThat(ClaudeTranscripts.folder(Map.of(), home)).isEqualTo(home.resolve(".claude"));
    assertThat(ClaudeTranscripts.folder(Map.of("CLAUDE_CONFIG_DIR", "/etc/c"), home))
        .isEqualTo(Path.of("/etc/c"));
  }
}
