package dev.muster.engine.export;

import static dev.muster.engine.export.ExportFixture.ONE;
import static dev.muster.engine.export.ExportFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.export.TakenIn.Outcome;
import dev.muster.engine.store.Past;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  @TempDir Path temp;
  private ExportFixture here;
  private ExportFixture there;

  @BeforeEach
  void open() throws Exception {
    here = new ExportFixture(temp.resolve("here"));
    there = new ExportFixture(temp.resolve("there"));
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private Path exported() throws ExportException {
    here.put(ONE, new EveryKind(1).story("One", 3));
    here.put(TWO, new EveryKind(2).story("Two", 2));
    return here.export(temp.resolve("all.jsonl"), ExportFormat.JSON_LINES, Set.of(), ONE, TWO);
  }

  @Test
  void sessions_of_every_kind_of_event_are_the_same_after_export_and_import() throws Exception {
    List<TakenIn> taken = there.importer.run(exported(), false, ExportListener.NONE);

    assertThat(taken).extracting(TakenIn::outcome).containsExactly(Outcome.NEW, Outcome.NEW);
    for (var id : List.of(ONE, TWO)) {
      List<Recorded> before = here.all(id);
      assertThat(there.all(id).subList(0, before.size())).isEqualTo(before);
      // Nobody may take it for one that runs or waits here.
      SessionRow row = there.store.journal().session(id).orElseThrow();
      assertThat(row.state()).isEqualTo(SessionState.CLOSED);
    }
    assertThat(there.quiet).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(there.store.journal().check()).isEmpty();
  }

  @Test
  void importing_twice_doubles_nothing_and_says_so() throws Exception {
    Path file = exported();
    there.importer.run(file, false, ExportListener.NONE);
    long position = there.store.journal().position();
    assertThat(there.importer.run(file, false, ExportListener.NONE))
        .extracting(TakenIn::outcome)
        .containsExactly(Outcome.KNOWN, Outcome.KNOWN);
    assertThat(here.importer.run(file, false, ExportListener.NONE))
        .extracting(TakenIn::outcome)
        .containsExactly(Outcome.KNOWN, Outcome.KNOWN);
    assertThat(there.store.journal().position()).isEqualTo(position);
  }

  @Test
  void a_session_that_is_here_and_says_something_else_stays_as_it_is() throws Exception {
    Path file = exported();
    there.put(ONE, new EveryKind(9).story("Another", 1));
    List<Recorded> before = there.all(ONE);
    assertThat(there.importer.run(file, false, ExportListener.NONE))
        .extracting(TakenIn::outcome)
        .containsExactly(Outcome.DIFFERENT, Outcome.NEW);
    assertThat(there.all(ONE)).isEqualTo(before);
  }

  @Test
  void a_file_whose_secrets_are_taken_out_here_is_known_the_next_time() throws Exception {
    Path file = exported();
    String key = "sk-" + "a1B2c3D4".repeat(5);
    Files.writeString(file, Files.readString(file).replace("plain words", key));
    there.importer.run(file, false, ExportListener.NONE);
    assertThat(there.all(ONE).toString()).doesNotContain(key);
    assertThat(there.importer.run(file, false, ExportListener.NONE))
        .extracting(TakenIn::outcome)
        .containsExactly(Outcome.KNOWN, Outcome.KNOWN);
  }

  @Test
  void a_dry_run_says_what_there_is_and_stores_nothing() throws Exception {
    assertThat(there.importer.run(exported(), true, ExportListener.NONE))
        .extracting(TakenIn::outcome)
        .containsExactly(Outcome.NEW, Outcome.NEW);
    assertThat(there.store.journal().sessions()).isEmpty();
  }

  @Test
  void a_file_that_is_not_sound_is_told_with_its_line_and_nothing_of_it_is_taken()
      throws Exception {
    List<String> sound = Files.readAllLines(exported());
    refused(List.of("{\"muster\":\"export\",\"version\":99}"), "Line 1 ", "version 99");
    refused(List.of("# a page"), "Line 1 ", "not JSON");
    refused(sound.subList(0, 20), "Line 21 ", "cut off");
    List<String> garbage = new ArrayList<>(sound);
    garbage.set(sound.size() - 5, "{\"session\":");
    refused(garbage, "Line " + (sound.size() - 4) + " ", "not JSON");
    List<String> gap = new ArrayList<>(sound);
    gap.remove(7);
    refused(gap, "Line 8 ", "should be event 7");
    List<String> noKind = new ArrayList<>(sound);
    noKind.set(3, noKind.get(3).replace("\"kind\"", "\"sort\""));
    refused(noKind, "Line 4 ", "kind");
    List<String> after = new ArrayList<>(sound);
    after.add(sound.get(1));
    refused(after, "Line " + (sound.size() + 1) + " ", "after the end");
    assertThat(there.store.journal().sessions()).isEmpty();
  }

  private void refused(List<String> lines, String... told) throws Exception {
    Path file = temp.resolve("bad.jsonl");
    Files.write(file, lines);
    assertThatThrownBy(() -> there.importer.run(file, false, ExportListener.NONE))
        .isInstanceOf(ExportException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(told));
  }

  @Test
  void bytes_that_are_no_text_are_told_with_their_line() throws Exception {
    Path file = exported();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] = (byte) 0xff;
    Files.write(file, bytes);
    assertThatThrownBy(() -> there.importer.run(file, false, ExportListener.NONE))
        .hasMessageContaining("Line ")
        .hasMessageContaining("not UTF-8");
    assertThat(there.store.journal().sessions()).isEmpty();
  }

  @Test
  void a_long_session_that_is_stopped_halfway_leaves_nothing() throws Exception {
    List<Past> story = new ArrayList<>(new EveryKind(1).story("Long", 1));
    for (int i = 0; i < 6_000; i++) {
      story.add(
          new Past(story.getLast().at(), 1, new MessageAdded("m" + i, "x".repeat(3_000), null)));
    }
    here.put(ONE, story);
    Path file = here.export(temp.resolve("l.jsonl"), ExportFormat.JSON_LINES, Set.of(), ONE);
    var stop =
        new ExportListener() {
          private boolean storing;

          @Override
          public void progress(long done, long of) {
            storing = done > 2_000;
          }

          @Override
          public boolean cancelled() {
            return storing;
          }
        };
    assertThatThrownBy(() -> there.importer.run(file, false, stop))
        .hasMessageContaining("Stopped before the end");
    assertThat(there.store.journal().sessions()).isEmpty();
    assertThat(there.all(ONE)).isEmpty();

    there.importer.run(file, false, ExportListener.NONE);
    List<Recorded> before = here.all(ONE);
    assertThat(there.all(ONE).subList(0, before.size())).isEqualTo(before);
  }

  @Test
  void what_a_crash_left_of_an_import_is_taken_out_at_the_next_start() throws Exception {
    there.put(ONE, new EveryKind(1).story("Half", 2));
    Files.writeString(there.folder.data().resolve("importing-" + ONE), ONE.value());
    there.importer.recover();
    assertThat(there.store.journal().session(ONE)).isEmpty();
    assertThat(there.store.journal().sessions()).isEmpty();
    assertThat(there.folder.data().resolve("importing-" + ONE)).doesNotExist();
  }
}
