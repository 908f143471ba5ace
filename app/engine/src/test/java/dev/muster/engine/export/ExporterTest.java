package dev.muster.engine.export;

import static dev.muster.engine.export.ExportFixture.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.store.Past;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ExporterTest {
  private static final Set<MaskKind> ALL = EnumSet.allOf(MaskKind.class);
  // Forms that the journal lets pass, so that they are there to be taken out.
  private static final String KEY = "bob:t0psecret99";
  private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path temp;
  private ExportFixture here;

  @BeforeEach
  void open() throws Exception {
    here = new ExportFixture(temp.resolve("here"));
  }

  @AfterEach
  void close() {
    here.close();
  }

  private void story(SessionEvent... events) {
    List<Past> story = new ArrayList<>();
    story.add(new Past(AT, 0, EveryKind.created("The title of <b>it</b>")));
    for (SessionEvent event : events) {
      story.add(new Past(AT, 1, event));
    }
    here.put(ONE, story);
  }

  private void secrets() {
    story(
        new MessageAdded("m", "Get https://" + KEY + "@githost/x, ask ada@example.org.", null),
        new ToolStarted(
            "c",
            ToolKind.RUN,
            "run",
            "curl -H 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz012345'",
            "{\"command\":\"cat /home/ada/notes\\nada\",\"token\":\"hunter2hunter2\"}",
            List.of("/home/ada/sample"),
            false,
            null),
        new ToolOutput("c", "/home/ada/sample: done by Ada (canada stays)", null),
        new ToolFinished("c", ToolOutcome.OK, 0, 12, null, null, null, null));
  }

  @Test
  void the_preview_says_what_would_be_taken_out_and_never_a_secret() throws Exception {
    secrets();
    RedactionPreview preview = here.exporter.preview(List.of(ONE), true, ExportListener.NONE);
    // The bearer token was masked on its way into the journal already.
    assertThat(preview.count(MaskKind.KEY)).isEqualTo(1);
    assertThat(preview.count(MaskKind.ENVIRONMENT)).isEqualTo(1);
    assertThat(preview.count(MaskKind.EMAIL)).isEqualTo(1);
    // In the creation, the input, the path and the output.
    assertThat(preview.count(MaskKind.HOME)).isEqualTo(4);
    assertThat(preview.count(MaskKind.USER)).isEqualTo(2);
    assertThat(preview.toString())
        .contains("SHOP_TOKEN", "ada@example.org", "/home/ada")
        .doesNotContain(KEY, "hunter2", "abcdefghijklmnop");
  }

  @Test
  void the_preview_looks_at_the_changes_of_the_turns_where_they_are_written() throws Exception {
    try (TestRepository repository = new TestRepository(temp.resolve("sample"))) {
      repository.write("a.txt", "nothing\n");
      String before = repository.commit("First");
      repository.write("a.txt", "nothing\nurl=https://" + KEY + "@githost/x\n");
      String after = repository.commit("Second");
      var opened = repository.open();
      here.put(
          ONE,
          List.of(
              new Past(
                  AT,
                  0,
                  new SessionCreated(
                      "For ada@example.org",
                      opened.id(),
                      "sample",
                      opened.root().toString(),
                      "rehearsal",
                      "Rehearsal",
                      null,
                      PermissionMode.EDIT,
                      "main",
                      Limits.NONE,
                      true,
                      Map.of())),
              new Past(AT, 0, new WorktreeReady("/tree", "muster/x", before, "main")),
              new Past(AT, 1, new MessageAdded("m", "Done.", null)),
              new Past(AT, 1, new CheckpointMade("refs/muster/x/1", after, "tree"))));
      RedactionPreview preview = here.exporter.preview(List.of(ONE), true, ExportListener.NONE);
      assertThat(preview.count(MaskKind.KEY)).isEqualTo(1);
      assertThat(preview.events()).isEqualTo(4);
      assertThat(preview.found().getFirst().places())
          .extracting(RedactionPreview.Place::seq, RedactionPreview.Place::event)
          .containsExactly(tuple(0L, "changes of turn 1"));
      assertThat(preview.toString()).doesNotContain(KEY);
      for (ExportFormat format : List.of(ExportFormat.MARKDOWN, ExportFormat.HTML)) {
        Path to = temp.resolve("it." + format.extension());
        var request = new ExportRequest(List.of(ONE), format, to, false, ALL, true);
        Map<MaskKind, Long> taken = here.exporter.write(request, ExportListener.NONE).masked();
        for (MaskKind kind : MaskKind.values()) {
          assertThat(preview.count(kind)).as(kind.name()).isEqualTo(taken.getOrDefault(kind, 0L));
        }
      }
      assertThat(
              here.exporter.preview(List.of(ONE), false, ExportListener.NONE).count(MaskKind.KEY))
          .isZero();
      assertThat(here.text(temp.resolve("x.jsonl"), ExportFormat.JSON_LINES, Set.of(), ONE))
          .doesNotContain(KEY);
    }
  }

  @Test
  void each_kind_can_be_taken_out_or_left_in_every_format() throws Exception {
    secrets();
    for (ExportFormat format : ExportFormat.values()) {
      String masked = here.text(temp.resolve("all." + format), format, ALL, ONE);
      assertThat(masked)
          .as(format.name())
          .doesNotContain(KEY, "hunter2", "/home/ada", "ada@example.org")
          .contains("[key]", "[e-mail]", "canada stays");
      String some = here.text(temp.resolve("s." + format), format, EnumSet.of(MaskKind.EMAIL), ONE);
      assertThat(some).as(format.name()).contains(KEY, "/home/ada").doesNotContain("ada@example");
    }
  }

  @Test
  void an_export_never_replaces_a_file_unless_told_and_leaves_nothing_beside_it() throws Exception {
    secrets();
    Path file = temp.resolve("mine.md");
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> here.export(file, ExportFormat.MARKDOWN, ALL, ONE))
        .isInstanceOf(ExportException.Exists.class)
        .hasMessageContaining("is there already");
    assertThat(file).hasContent("mine");
    here.exporter.write(
        new ExportRequest(List.of(ONE), ExportFormat.MARKDOWN, file, true, ALL, true),
        ExportListener.NONE);
    assertThat(Files.readString(file)).startsWith("# The title of");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsOnly("mine.md", "here");
    }
  }

  @Test
  void an_export_that_is_stopped_leaves_nothing() throws Exception {
    here.put(ONE, new EveryKind(1).story("Long", 40));
    var stop =
        new ExportListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    Path file = temp.resolve("x.html");
    assertThatThrownBy(
            () ->
                here.exporter.write(
                    new ExportRequest(List.of(ONE), ExportFormat.HTML, file, false, ALL, true),
                    stop))
        .hasMessageContaining("Stopped");
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsOnly("here");
    }
  }

  @Test
  void nothing_that_was_said_becomes_a_part_of_the_page() throws Exception {
    here.put(ONE, new EveryKind(3).story("</title><script>alert(1)</script>", 4));
    String page = here.text(temp.resolve("p.html"), ExportFormat.HTML, Set.of(), ONE);
    // Its own script is the only one that may run, and what was said opens and closes none.
    String frame =
        page.replaceAll("(?s)<script type=\"application/json\".*?</script>", "")
            .replaceAll("(?s)<title>.*?</title>", "");
    assertThat(frame).contains("default-src 'none'");
    assertThat(frame).doesNotContain("unsafe", "http://", "https://", "src=", "href=", "onerror");
    long data =
        Pattern.compile("<script type=\"application/json\"").matcher(page).results().count();
    long scripts =
        Pattern.compile("<script", Pattern.CASE_INSENSITIVE).matcher(page).results().count();
    long ends =
        Pattern.compile("</script", Pattern.CASE_INSENSITIVE).matcher(page).results().count();
    assertThat(scripts).isEqualTo(data + 1).isEqualTo(ends);
    assertThat(page).doesNotContain("<img", "\u2028");
    var parts =
        Pattern.compile("data-muster=\"events\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    long events = 0;
    while (parts.find()) {
      events += JsonMapper.shared().readTree(parts.group(1)).size();
    }
    assertThat(events).isEqualTo(here.all(ONE).size());
  }

  @Test
  void markdown_shows_turns_commands_with_exit_codes_and_keeps_what_was_said_text()
      throws Exception {
    story(
        new ToolStarted("c", ToolKind.RUN, "run", "npm test", "{}", List.of(), false, null),
        new ToolOutput("c", "one ``` two\n````\n# no heading\n", null),
        new ToolFinished("c", ToolOutcome.FAILED, 3, 1_200, null, null, null, null),
        new MessageAdded("m", "<script>alert(1)</script>\n# big\n![x](https://t.example/p)", null));
    String page = here.text(temp.resolve("p.md"), ExportFormat.MARKDOWN, Set.of(), ONE);
    assertThat(page)
        .contains("## Turn 1", "**run** `npm test` → failed, exit code 3, 1.2 s", "`````text\n")
        .contains("> \\<script>alert(1)\\</script>", "> # big", "!\\[x]")
        .doesNotContain("\n# big", "\n<script");
    assertThat(page).startsWith("# The title of \\<b\\>it\\</b\\>\n");
  }

  @Test
  void a_line_of_a_megabyte_is_exported_in_every_format() throws Exception {
    story(
        new ToolStarted("c", ToolKind.RUN, "run", "cat", "{}", List.of(), false, null),
        new ToolOutput("c", "y".repeat(1 << 20), null),
        new ToolFinished("c", ToolOutcome.OK, 0, 1, null, null, null, null));
    String page = here.text(temp.resolve("p.md"), ExportFormat.MARKDOWN, ALL, ONE);
    assertThat(page).contains("948,576 more characters of output are left out");
    assertThat(here.text(temp.resolve("p.html"), ExportFormat.HTML, ALL, ONE))
        .contains("y".repeat(1 << 20));
    assertThat(here.text(temp.resolve("p.jsonl"), ExportFormat.JSON_LINES, ALL, ONE))
        .contains("y".repeat(1 << 20));
  }
}
