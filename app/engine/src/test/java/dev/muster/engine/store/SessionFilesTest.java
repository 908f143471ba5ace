package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw logs and spilled outputs: what lies in a session's folder. */
class SessionFilesTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path home;

  @Test
  void lines_on_the_wire_are_kept_with_instant_and_direction() throws Exception {
    DataFolder folder = DataFolder.at(home).create();
    try (RawLogs logs = new RawLogs(folder, NOON, 1 << 20, new Masking())) {
      RawLog one = logs.of(ONE);
      assertThat(logs.of(ONE)).isSameAs(one);
      one.line(false, "{\"prompt\":\"hé\"}");
      one.line(true, "two\r\nlines");
      logs.of(TWO).line(true, "other");
      one.flush();

      Path file = folder.sessionFolder(ONE).resolve("wire.log");
      assertThat(Files.readString(file))
          .isEqualTo(
              "2026-11-20T12:00:00Z > {\"prompt\":\"hé\"}\n"
                  + "2026-11-20T12:00:00Z < two\\r\\nlines\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      one.close();
      one.close();
      one.line(true, "too late");
      one.flush();
      logs.of(ONE).line(true, "opened again");
    }
    assertThat(Files.readString(folder.sessionFolder(ONE).resolve("wire.log")))
        .endsWith("< opened again\n")
        .doesNotContain("too late");
    assertThat(Files.readString(folder.sessionFolder(TWO).resolve("wire.log"))).contains("other");
  }

  @Test
  void a_raw_log_never_grows_beyond_four_files_and_keeps_the_newest_lines() throws Exception {
    DataFolder folder = DataFolder.at(home).create();
    try (RawLogs logs = new RawLogs(folder, NOON, 10_000, new Masking())) {
      for (int n = 0; n < 5_000; n++) {
        logs.of(ONE).line(true, "line " + n);
      }
    }

    try (var files = Files.list(folder.sessionFolder(ONE))) {
      List<Path> all = files.sorted().toList();
      assertThat(all)
          .extracting(file -> file.getFileName().toString())
          .containsExactly("wire.1.log", "wire.2.log", "wire.3.log", "wire.log");
      for (Path file : all) {
        assertThat(Files.size(file)).isLessThanOrEqualTo(10_000);
      }
    }
    List<String> newest = Files.readAllLines(folder.sessionFolder(ONE).resolve("wire.log"));
    assertThat(newest.getLast()).endsWith("line 4999");
    List<String> before = Files.readAllLines(folder.sessionFolder(ONE).resolve("wire.1.log"));
    int first = Integer.parseInt(newest.getFirst().replaceAll(".* ", ""));
    assertThat(before.getLast()).endsWith("line " + (first - 1));
  }

  @Test
  void a_line_too_long_is_cut_and_says_so() throws Exception {
    DataFolder folder = DataFolder.at(home).create();
    try (RawLogs logs = new RawLogs(folder, NOON, 8 << 20, new Masking())) {
      logs.of(ONE).line(true, "x".repeat((1 << 20) + 7));
    }

    assertThat(Files.readString(folder.sessionFolder(ONE).resolve("wire.log")))
        .endsWith("x … 7 characters more were not kept\n");
  }

  @Test
  void a_folder_that_cannot_be_made_stops_no_agent() throws Exception {
    DataFolder folder = DataFolder.at(home).create();
    Files.writeString(folder.sessionFolder(ONE), "in the way");
    try (RawLogs logs = new RawLogs(folder, NOON, 1 << 20, new Masking())) {
      logs.of(ONE).line(true, "a");
      logs.of(ONE).line(true, "b");
      logs.of(TWO).line(true, "c");
      logs.of(ONE).flush();
      logs.of(TWO).flush();
    }

    assertThat(folder.sessionFolder(TWO).resolve("wire.log")).isNotEmptyFile();
  }

  @Test
  void a_large_output_spills_to_a_file_and_can_be_read_in_pieces() throws Exception {
    Spill spill = new Spill(home, new Masking());
    Spill.File file = spill.open("call_1");
    file.append("hello ");
    file.append("wörld");
    file.close();

    assertThat(file.relative()).isEqualTo("spill/call_1.log");
    assertThat(file.dropped()).isZero();
    assertThat(spill.read(file.relative(), 0, 100)).isEqualTo("hello wörld");
    assertThat(spill.read(file.relative(), 6, 3)).isEqualTo("wö");
    assertThat(spill.read(file.relative(), 1_000, 3)).isEmpty();
    try (Spill.File again = spill.open("call_1")) {
      assertThat(again.relative()).isEqualTo("spill/call_1-1.log");
    }
  }

  @Test
  void spilled_output_is_bounded_by_call_and_by_session_and_counts_what_it_drops()
      throws Exception {
    Spill spill = new Spill(home, 100, 150, new Masking());
    try (Spill.File first = spill.open("a");
        Spill.File second = first) {
      second.append("x".repeat(130));
      assertThat(second.dropped()).isEqualTo(30);
    }
    try (Spill.File third = spill.open("b")) {
      third.append("y".repeat(80));
      assertThat(third.dropped()).isEqualTo(30);
      assertThat(Files.size(third.path())).isEqualTo(50);
    }
  }

  @Test
  void a_name_chosen_by_an_agent_leads_nowhere_else() throws Exception {
    Files.writeString(home.resolve("secret"), "s");
    Spill spill = new Spill(home, new Masking());

    try (Spill.File file = spill.open("../../etc/passwd\0/x")) {
      assertThat(file.relative()).isEqualTo("spill/etcpasswdx.log");
    }
    try (Spill.File file = spill.open("///")) {
      assertThat(file.relative()).isEqualTo("spill/call.log");
    }
    Files.createSymbolicLink(home.resolve("spill/link.log"), home.resolve("secret"));
    for (String path :
        List.of(
            "secret",
            "../x",
            "spill/../secret",
            "/etc/passwd",
            "spill/link.log",
            "spill",
            "spill/none.log")) {
      assertThatThrownBy(() -> spill.read(path, 0, 10))
          .as(path)
          .isInstanceOf(IOException.class)
          .isInstanceOf(NoSuchFileException.class);
    }
  }
}
