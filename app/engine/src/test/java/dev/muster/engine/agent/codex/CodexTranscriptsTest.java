package dev.muster.engine.agent.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.agent.transcript.Told;
import dev.muster.engine.agent.transcript.Transcripts.ReadThrough;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodexTranscriptsTest {
  private static final String ID = "01a1fd02-01d0-7c00-9985-06e9f173bbb3";

  @TempDir Path home;
  private Path day = Path.of("");
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws Exception {
    day = Files.createDirectories(home.resolve("sessions/2026/11/21"));
  }

  private List<Found> list() {
    return new CodexTranscripts(home).list(100, problems::add);
  }

  private List<Told> read(Found found) throws Exception {
    List<Told> told = new ArrayList<>();
    new CodexTranscripts(home).read(found, told::add);
    return told;
  }

  private List<String> kinds(Found found) throws Exception {
    return read(found).stream().map(told -> EventJson.kind(told.event())).toList();
  }

  private static Path resource(String name) throws Exception {
    return Path.of(
        Objects.requireNonNull(CodexTranscriptsTest.class.getResource("rollout/" + name), name)
            .toURI());
  }

  private Path write(String id, String... lines) throws Exception {
    return Files.write(day.resolve("rollout-2026-11-21T07-00-00-" + id + ".jsonl"), List.of(lines));
  }

  private static String meta(String id, String more) {
    return """
    {"timestamp":"2026-11-21T07:00:00Z","type":"session_meta",\
    "payload":{"id":"%s","cwd":"/home/user/work"%s}}\
    """
        .formatted(id, more);
  }

  private static String event(String fields) {
    return "{\"timestamp\":\"2026-11-21T07:00:01Z\",\"type\":\"event_msg\",\"payload\":{"
        + fields
        + "}}";
  }

  private static String item(String fields) {
    return "{\"timestamp\":\"2026-11-21T07:00:02Z\",\"type\":\"response_item\",\"payload\":{"
        + fields
        + "}}";
  }

  private static String asks(String text) {
    return event("\"type\":\"user_message\",\"message\":\"" + text + "\"");
  }

  private static String says(String text) {
    return item(
        "\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\""
            + text
            + "\"}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"script-mode", "direct-calls"})
  void a_file_of_the_real_program_gives_the_events_written_down_for_it(String name)
      throws Exception {
    Files.copy(resource(name + ".jsonl"), day.resolve("rollout-2026-11-21T07-28-49-x.jsonl"));

    Found found = list().getFirst();
    EventJson json = new EventJson();
    List<String> lines = new ArrayList<>();
    for (Told told : read(found)) {
      lines.add(told.at() + " " + EventJson.kind(told.event()) + " " + json.write(told.event()));
    }

    assertThat(found.cwd()).isEqualTo("/home/user/work");
    assertThat(found.title()).isEqualTo("play:work Please mend the clock");
    assertThat(found.byMuster()).isFalse();
    String write = System.getProperty("golden.write");
    if (write != null) {
      Files.write(Path.of(write).resolve(name + ".txt"), lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(resource(name + ".txt")));
  }

  @Test
  void what_a_real_script_did_is_told_as_commands_edits_and_plans() throws Exception {
    Files.copy(resource("script-mode.jsonl"), day.resolve("rollout-2026-11-21T07-28-49-x.jsonl"));

    List<Told> told = read(list().getFirst());
    assertThat(list().getFirst().id()).isEqualTo(ID);
    assertThat(told)
        .map(Told::event)
        .filteredOn(ToolStarted.class::isInstance)
        .map(event -> ((ToolStarted) event).title())
        .contains("ls; echo it-ran; exit 3", "made.txt", "README.md");
    assertThat(told)
        .map(Told::event)
        .filteredOn(ToolFinished.class::isInstance)
        .map(event -> ((ToolFinished) event).exitCode())
        .contains(3);
    assertThat(told).map(Told::event).filteredOn(PlanChanged.class::isInstance).hasSize(2);
    assertThat(told)
        .map(Told::event)
        .filteredOn(TurnEnded.class::isInstance)
        .map(event -> ((TurnEnded) event).end().name())
        .containsExactly("DONE", "DONE", "FAILED", "INTERRUPTED");
  }

  @Test
  void what_was_told_of_a_shorter_file_comes_first_when_it_has_grown() throws Exception {
    List<String> all = Files.readAllLines(resource("script-mode.jsonl"));
    Path file = write(ID, all.toArray(String[]::new));
    List<Told> whole = read(list().getFirst());

    for (int lines = 13; lines < all.size(); lines++) {
      Files.write(file, all.subList(0, lines));
      List<Told> part = read(list().getFirst());
      // The end of a turn that goes on is all that may be taken back.
      boolean cut =
          part.getLast().event() instanceof TurnEnded ended && ended.reason() != null
              || !whole.subList(0, part.size()).equals(part);
      List<Told> lasting = cut ? part.subList(0, part.size() - 1) : part;
      assertThat(whole.subList(0, lasting.size()))
          .map(Told::event)
          .isEqualTo(lasting.stream().map(Told::event).toList());
    }
  }

  @Test
  void an_older_form_without_turns_is_understood() throws Exception {
    write(
        ID,
        meta(ID, ""),
        item(
            "\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"<environment_context>x</environment_context>\"}]"),
        asks("mend it"),
        item(
            "\"type\":\"function_call\",\"name\":\"shell\",\"call_id\":\"c1\",\"arguments\":\"{\\\"command\\\":[\\\"bash\\\",\\\"-lc\\\",\\\"make"
                + " test\\\"]}\""),
        item(
            "\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"{\\\"output\\\":\\\"2"
                + " failed\\\",\\\"metadata\\\":{\\\"exit_code\\\":2,\\\"duration_seconds\\\":0.5}}\""),
        says("It fails."),
        event("\"type\":\"agent_message\",\"message\":\"It fails.\""),
        asks("and now?"),
        event("\"type\":\"turn_aborted\",\"reason\":\"interrupted\""));

    Found found = list().getFirst();
    assertThat(kinds(found))
        .containsExactly(
            "PromptSent",
            "TurnStarted",
            "ToolStarted",
            "ToolOutput",
            "ToolFinished",
            "MessageAdded",
            "TurnEnded",
            "PromptSent",
            "TurnStarted",
            "TurnEnded");
    ToolFinished finished = (ToolFinished) read(found).get(4).event();
    assertThat(finished.exitCode()).isEqualTo(2);
    assertThat(((ToolStarted) read(found).get(2).event()).title()).isEqualTo("make test");
  }

  @Test
  void the_first_form_of_all_is_understood() throws Exception {
    write(
        ID,
        "{\"id\":\"" + ID + "\",\"timestamp\":\"2025-05-01T10:00:00Z\",\"instructions\":null}",
        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hello\"}]}",
        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"hi\"}]}");

    Found found = list().getFirst();
    assertThat(found.id()).isEqualTo(ID);
    assertThat(found.started()).isEqualTo("2025-05-01T10:00:00Z");
    assertThat(kinds(found))
        .containsExactly("PromptSent", "TurnStarted", "MessageAdded", "TurnEnded");
  }

  @Test
  void a_prompt_told_in_two_forms_is_one_and_one_in_mid_turn_steers() throws Exception {
    write(
        ID,
        meta(ID, ""),
        event("\"type\":\"task_started\""),
        asks("mend it"),
        event(
            "\"type\":\"item_completed\",\"item\":{\"type\":\"UserMessage\",\"id\":\"u1\",\"content\":[{\"type\":\"text\",\"text\":\"mend"
                + " it\"}]}"),
        says("I do."),
        asks("mend it"),
        event("\"type\":\"task_complete\""));

    assertThat(kinds(list().getFirst()))
        .containsExactly("PromptSent", "TurnStarted", "MessageAdded", "PromptSent", "TurnEnded");
  }

  @Test
  void usage_that_is_told_again_is_counted_once() throws Exception {
    String count =
        event(
            "\"type\":\"token_count\",\"info\":{\"total_token_usage\":{\"total_tokens\":10},\"last_token_usage\":{\"input_tokens\":8,\"cached_input_tokens\":3,\"output_tokens\":2,\"total_tokens\":10}}");
    write(ID, meta(ID, ""), asks("go"), count, count, event("\"type\":\"token_count\""));

    assertThat(kinds(list().getFirst()))
        .containsExactly("PromptSent", "TurnStarted", "UsageReported", "TurnEnded");
  }

  @Test
  void helpers_and_what_holds_no_prompt_are_not_listed_and_musters_own_is_marked()
      throws Exception {
    write("a", meta("a", ",\"source\":{\"subagent\":{\"x\":1}}"), asks("for a helper"));
    write("b", meta("b", ",\"thread_source\":\"subagent\""), asks("for a helper"));
    write("c", meta("c", ""));
    write("d", "no json", "[]", "{\"type\":5,\"payload\":[]}", "{\"payload\":{\"type\":{}}}");
    write("e", meta("e", ",\"originator\":\"muster\""), asks("by Muster"));
    Files.writeString(day.resolve("other.jsonl"), asks("no rollout"));
    Path outside = Files.writeString(home.resolve("x.jsonl"), meta("x", "") + "\n" + asks("x"));
    Files.createSymbolicLink(day.resolve("rollout-link.jsonl"), outside);
    Files.createSymbolicLink(home.resolve("sessions/2026/12"), home.resolve("sessions"));

    assertThat(list()).extracting(Found::id).containsExactly("e");
    assertThat(list().getFirst().byMuster()).isTrue();
    assertThat(problems).isEmpty();
    assertThat(new CodexTranscripts(home.resolve("none")).list(9, problems::add)).isEmpty();
  }

  @Test
  void archived_ones_count_and_each_conversation_is_listed_once_the_last_changed_first()
      throws Exception {
    Path old = write("a", meta("a", ""), asks("first"));
    Path other = Files.createDirectories(home.resolve("archived_sessions"));
    Path moved =
        Files.write(
            other.resolve("rollout-2026-01-01T00-00-00-a.jsonl"),
            List.of(meta("a", ""), asks("first"), asks("second")));
    Path third = write("b", meta("b", ""), asks("third"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-11-01T00:00:00Z")));
    Files.setLastModifiedTime(moved, FileTime.from(Instant.parse("2026-11-02T00:00:00Z")));
    Files.setLastModifiedTime(third, FileTime.from(Instant.parse("2026-11-03T00:00:00Z")));

    assertThat(list()).extracting(Found::file).containsExactly(third, moved);
    assertThat(new CodexTranscripts(home).list(1, problems::add)).hasSize(1);
  }

  @Test
  void compressed_ones_are_told_and_left_out() throws Exception {
    write("a", meta("a", ""), asks("first"));
    Files.writeString(day.resolve("rollout-1-b.jsonl.zst"), "packed");

    assertThat(list()).extracting(Found::id).containsExactly("a");
    assertThat(problems)
        .containsExactly(
            "A conversation in "
                + home.resolve("sessions")
                + " is compressed (.jsonl.zst) and left out. Unpack copies with zstd, and import"
                + " those.");
  }

  @Test
  void garbage_costs_no_more_than_itself_and_is_counted() throws Exception {
    Path file =
        write(
            ID,
            meta(ID, ""),
            asks("go"),
            "{\"type\":\"response_item\",\"payload\":{\"type\":\"function_ca",
            item("\"type\":\"function_call\",\"name\":7,\"call_id\":[],\"arguments\":{}"),
            item("\"type\":\"function_call_output\",\"call_id\":\"none\",\"output\":null"),
            item("\"type\":\"message\",\"role\":\"assistant\",\"content\":\"plain\""),
            event(
                "\"type\":\"item_completed\",\"item\":{\"type\":\"CommandExecution\",\"id\":\"z\",\"command\":5,\"duration\":\"x\"}"),
            event(
                "\"type\":\"item_completed\",\"item\":{\"type\":\"FileChange\",\"id\":\"y\",\"changes\":{\"\\u0000\":{}}}"),
            "{\"timestamp\":\"+999999999-12-31T23:59:59Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"error\"}}",
            "[".repeat(5_000),
            says("done"));
    Files.writeString(file, "{\"half", java.nio.file.StandardOpenOption.APPEND);

    List<Told> told = new ArrayList<>();
    ReadThrough through = new CodexTranscripts(home).read(list().getFirst(), told::add);
    assertThat(through.broken()).isEqualTo(2);
    assertThat(told).map(one -> EventJson.kind(one.event())).contains("MessageAdded");
  }

  @Test
  void a_folder_and_a_file_that_cannot_be_read_are_told_in_a_sentence() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root may read everything");
    Path file = write("a", meta("a", ""), asks("first"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

    assertThat(list()).isEmpty();
    assertThat(problems).singleElement().asString().contains("you have no permission to read it");
  }

  @Test
  void its_folder_is_where_the_environment_says() {
    Path user = Path.of("/home/user");
    assertThat(CodexTranscripts.folder(Map.of(), user)).isEqualTo(user.resolve(".codex"));
    assertThat(CodexTranscripts.folder(Map.of("CODEX_HOME", "/etc/c"), user))
        .isEqualTo(Path.of("/etc/c"));
  }
}
