package dev.muster.engine.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.imported.Taken.Outcome;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files that are large, broken, hostile, or change under the reader. */
class HardImportsTest extends ImportFixture {

  @Test
  void a_line_of_50_mb_is_left_out_with_a_note_and_the_rest_is_there() throws Exception {
    Path file = write("a", prompt("u1", "look at this", temp));
    byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      out.write("{\"type\":\"assistant\",\"text\":\"".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 50; i++) {
        out.write(part);
      }
      out.write("\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    add(file, answer("x1", "I did.", "end_turn"));

    ImportReport report = importAll();
    SessionId id = SessionId.ofImported("claude", "a");
    assertThat(report.agents().getFirst().added()).isEqualTo(1);
    assertThat(kinds(id)).containsSubsequence("PromptSent", "Noted", "MessageAdded", "TurnEnded");
    assertThat(story(id))
        .map(Recorded::event)
        .filteredOn(Noted.class::isInstance)
        .map(event -> ((Noted) event).text())
        .containsExactly(
            "An entry of 50 MiB is too long to be taken in and is left out. The original file has"
                + " it.");
    forget();
    assertThat(importAll().fresh()).isZero();
  }

  @Test
  void broken_lines_are_counted_and_told_once() throws Exception {
    write(
        "a",
        "no json at all",
        prompt("u1", "go", temp),
        "{\"type\":\"assistant\",\"mess",
        "\u0000\u0001\u0002",
        "[1,2,3]",
        "{\"type\":{\"type\":7}}",
        answer("x1", "done", "end_turn"));

    ImportReport report = importAll();
    assertThat(report.agents().getFirst().added()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .startsWith("4 lines of ")
        .endsWith("a.jsonl could not be understood and are left out.");
    forget();
    assertThat(importAll().problems()).isEmpty();
  }

  @Test
  void links_that_lead_in_a_circle_or_away_are_not_followed() throws Exception {
    write("a", prompt("u1", "mine", temp));
    Path away = Files.createDirectories(temp.resolve("away"));
    Files.writeString(away.resolve("b.jsonl"), prompt("u1", "not mine", temp));
    Files.createSymbolicLink(claude.resolve("loop"), claude);
    Files.createSymbolicLink(claude.getParent().resolve("circle"), claude.getParent());
    Files.createSymbolicLink(claude.getParent().resolve("away"), away);
    Files.createSymbolicLink(claude.resolve("b.jsonl"), away.resolve("b.jsonl"));
    Files.createSymbolicLink(codex.resolve("up"), home);

    ImportReport report = importAll();
    assertThat(report.problems()).isEmpty();
    assertThat(taken).extracting(Taken::conversation).containsExactly("a");
  }

  @Test
  void what_cannot_be_read_is_told_in_a_sentence_and_the_rest_is_taken_in() throws Exception {
    Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root reads all");
    write("a", prompt("u1", "mine", temp));
    Path locked = write("b", prompt("u1", "locked", temp));
    Path folder = Files.createDirectories(claude.resolveSibling("-locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
    try {
      ImportReport report = importAll();
      assertThat(report.agents().getFirst().added()).isEqualTo(1);
      assertThat(report.problems())
          .hasSize(2)
          .allMatch(sentence -> sentence.contains("you have no permission to read it"));
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void a_file_that_is_gone_when_it_is_read_is_told_and_nothing_of_it_claims_to_be_whole()
      throws Exception {
    Path first = write("a", prompt("u1", "first", temp));
    Path second = write("b", prompt("u1", "second", temp));
    changed(first, "2026-11-01T10:00:00Z");
    changed(second, "2026-11-02T10:00:00Z");
    ImportReport report =
        engine
            .importer()
            .run(
                engine.conversations(),
                new ImportListener() {
                  @Override
                  public void progress(ImportProgress progress) {
                    try {
                      Files.deleteIfExists(second);
                    } catch (java.io.IOException failed) {
                      throw new java.io.UncheckedIOException(failed);
                    }
                  }
                });
    assertThat(report.agents().getFirst().added()).isEqualTo(1);
    assertThat(report.agents().getFirst().failed()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .contains("b.jsonl could not be read to its end (it is gone)");
  }

  @Test
  void a_conversation_that_is_written_while_it_is_read_ends_up_whole() throws Exception {
    Path file = write("a", prompt("u0", "go", temp));
    int count = 2_000;
    AtomicBoolean written = new AtomicBoolean();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                for (int i = 1; i <= count; i++) {
                  String line = answer("x" + i, "words " + i, i % 7 == 0 ? "end_turn" : "tool_use");
                  byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                  // In halves, as a slow writer does.
                  out.write(bytes, 0, bytes.length / 2);
                  out.flush();
                  out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
                }
              } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
              } finally {
                written.set(true);
              }
            });
    while (!written.get()) {
      assertThat(importAll().problems()).isEmpty();
    }
    writing.join();
    importAll();

    EventJson json = new EventJson();
    List<String> said = new ArrayList<>();
    engine
        .journal()
        .replay(
            SessionId.ofImported("claude", "a"),
            recorded -> {
              if (EventJson.kind(recorded.event()).equals("MessageAdded")) {
                said.add(json.write(recorded.event()));
              }
            });
    assertThat(said).hasSize(count).doesNotHaveDuplicates();
    forget();
    assertThat(importAll().fresh()).isZero();
  }

  @Test
  void it_can_be_stopped_and_goes_on_where_it_ended() throws Exception {
    List<String> lines = new ArrayList<>(List.of(prompt("u0", "go", temp)));
    for (int i = 0; i < 5_000; i++) {
      lines.add(answer("x" + i, "words " + i, "tool_use"));
    }
    changed(write("a", lines.toArray(String[]::new)), "2026-11-01T10:00:00Z");
    changed(write("b", prompt("u1", "later", temp)), "2026-11-02T10:00:00Z");
    int[] asked = {0};
    ImportReport stopped =
        engine
            .importer()
            .run(
                engine.conversations(),
                new ImportListener() {
                  @Override
                  public boolean cancelled() {
                    return ++asked[0] > 1_000;
                  }
                });
    assertThat(stopped.cancelled()).isTrue();
    assertThat(stopped.sentences()).anyMatch(s -> s.startsWith("Stopped before the end."));
    long soFar = story(SessionId.ofImported("claude", "a")).size();
    assertThat(soFar).isBetween(2L, 4_000L);

    importAll();
    assertThat(taken).extracting(Taken::outcome).containsExactly(Outcome.GROWN, Outcome.NEW);
    assertThat(story(SessionId.ofImported("claude", "a")).size()).isGreaterThan(5_000);
    forget();
    assertThat(importAll().fresh()).isZero();
  }

  @Test
  void an_import_ends_with_muster_and_goes_on_with_the_next_one() throws Exception {
    List<String> lines = new ArrayList<>(List.of(prompt("u0", "go", temp)));
    for (int i = 0; i < 20_000; i++) {
      lines.add(answer("x" + i, "words " + i, "tool_use"));
    }
    write("a", lines.toArray(String[]::new));
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<ImportReport> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine
                    .importer()
                    .run(
                        engine.conversations(),
                        new ImportListener() {
                          @Override
                          public void progress(ImportProgress progress) {
                            if (progress.doneBytes() > 0) {
                              begun.countDown();
                            }
                          }
                        });
              } catch (ImportException refused) {
                throw new AssertionError(refused);
              }
            });
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    engine.close();
    ImportReport report = running.get(30, TimeUnit.SECONDS);
    assertThat(report.problems()).isEmpty();

    engine = open();
    importAll();
    forget();
    assertThat(importAll().fresh()).isZero();
    assertThat(engine.journal().check()).isEmpty();
    assertThat(engine.journal().session(SessionId.ofImported("claude", "a")).orElseThrow().events())
        .isGreaterThan(40_000);
  }

  @Test
  void two_imports_at_once_do_not_get_into_each_others_way() throws Exception {
    write("a", prompt("u0", "go", temp));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<ImportReport> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return engine
                    .importer()
                    .run(
                        engine.conversations(),
                        new ImportListener() {
                          @Override
                          public void progress(ImportProgress progress) {
                            inside.countDown();
                            try {
                              goOn.await(30, TimeUnit.SECONDS);
                            } catch (InterruptedException end) {
                              Thread.currentThread().interrupt();
                            }
                          }
                        });
              } catch (ImportException refused) {
                throw new AssertionError(refused);
              }
            });
    assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(this::importAll)
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("imported already");
    goOn.countDown();
    assertThat(first.join().fresh()).isEqualTo(1);
  }

  @Test
  void times_that_cannot_be_are_put_right() throws Exception {
    write(
        "a",
        prompt("u1", "go", temp, "+999999999-12-31T23:59:59Z"),
        answer("x1", "one", "tool_use", "0001-01-01T00:00:00Z"),
        answer("x2", "two", "tool_use", "not a time"),
        answer("x3", "three", "end_turn", "2026-11-01T10:00:00Z"));
    importAll();
    SessionId id = SessionId.ofImported("claude", "a");
    assertThat(story(id)).hasSize(2 + 8 + 1);
    assertThat(story(id))
        .allMatch(r -> !r.at().isAfter(java.time.Instant.now()) && r.at().getEpochSecond() > 0);
    assertThat(engine.journal().session(id).orElseThrow().lastAt())
        .isAfterOrEqualTo("2026-11-01T10:00:00Z")
        .isBeforeOrEqualTo(java.time.Instant.now());
  }

  @Test
  void the_originals_are_only_read() throws Exception {
    Files.copy(claudeResource(), claude.resolve("abc.jsonl"));
    Files.copy(codexResource("direct-calls"), codex.resolve("rollout-1-y.jsonl"));
    Map<String, String> before = facts();
    importAll();
    importAll();
    assertThat(facts()).isEqualTo(before);
  }

  private Map<String, String> facts() throws Exception {
    Map<String, String> facts = new HashMap<>();
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.toList()) {
        facts.put(
            path.toString(),
            Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                + " "
                + (Files.isRegularFile(path) ? Files.readString(path).hashCode() : 0));
      }
    }
    return facts;
  }
}
