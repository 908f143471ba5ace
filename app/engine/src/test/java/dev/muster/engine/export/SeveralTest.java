package dev.muster.engine.export;

import static dev.muster.engine.export.ExportFixture.ONE;
import static dev.muster.engine.export.ExportFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.export.ExportReport.Failed;
import dev.muster.engine.export.ExportReport.Written;
import dev.muster.engine.export.TakenIn.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions in one export. */
class SeveralTest {
  @TempDir Path temp;
  private ExportFixture here;
  private Path out;

  @BeforeEach
  void open() throws Exception {
    here = new ExportFixture(temp.resolve("here"));
    here.put(ONE, new EveryKind(1).story("Fix: the Price / of 3 things", 3));
    here.put(TWO, new EveryKind(2).story("<img src=x onerror=alert(1)>", 3));
    out = Files.createDirectory(temp.resolve("out"));
  }

  @AfterEach
  void close() {
    here.close();
  }

  private ExportReport write(Path to, ExportPlace place, ExportFormat format, boolean overwrite)
      throws ExportException {
    return write(to, place, format, overwrite, ExportListener.NONE);
  }

  private ExportReport write(
      Path to, ExportPlace place, ExportFormat format, boolean overwrite, ExportListener listener)
      throws ExportException {
    return here.exporter.write(
        new ExportRequest(List.of(ONE, TWO), format, to, place, overwrite, Set.of(), true),
        listener);
  }

  private List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void each_has_a_file_of_its_own_in_a_folder_which_is_told_and_can_be_taken_in_again()
      throws Exception {
    Path folder = out.resolve("new");
    ExportReport report = write(folder, ExportPlace.FOLDER, ExportFormat.JSON_LINES, false);
    assertThat(names(folder))
        .containsExactly(
            "fix-the-price-of-3-things-sexport01.jsonl",
            "img-src-x-onerror-alert-1-sexport02.jsonl");
    assertThat(report.written()).extracting(Written::session).containsExactly(ONE, TWO);
    assertThat(report.written())
        .extracting(Written::file)
        .containsExactly(
            folder.resolve("fix-the-price-of-3-things-sexport01.jsonl"),
            folder.resolve("img-src-x-onerror-alert-1-sexport02.jsonl"));
    assertThat(report.sessions()).isEqualTo(2);
    assertThat(report.events()).isEqualTo(here.all(ONE).size() + here.all(TWO).size());
    try (ExportFixture there = new ExportFixture(temp.resolve("there"))) {
      for (Written one : report.written()) {
        assertThat(there.importer.run(one.file(), false, ExportListener.NONE))
            .extracting(TakenIn::outcome)
            .containsExactly(Outcome.NEW);
      }
      assertThat(there.all(ONE)).containsAll(here.all(ONE));
    }
  }

  @Test
  void a_file_that_is_there_stays_and_the_others_are_written() throws Exception {
    Files.writeString(out.resolve("img-src-x-onerror-alert-1-sexport02.md"), "mine");
    ExportReport report = write(out, ExportPlace.FOLDER, ExportFormat.MARKDOWN, false);
    assertThat(out.resolve("img-src-x-onerror-alert-1-sexport02.md")).hasContent("mine");
    assertThat(report.written()).extracting(Written::session).containsExactly(ONE);
    assertThat(report.failed()).extracting(Failed::session).containsExactly(TWO);
    assertThat(report.failed().getFirst().why())
        .contains("img-src-x-onerror-alert-1-sexport02.md is there already");
    ExportReport again = write(out, ExportPlace.FOLDER, ExportFormat.MARKDOWN, true);
    assertThat(again.failed()).isEmpty();
    assertThat(out.resolve("img-src-x-onerror-alert-1-sexport02.md")).content().startsWith("# ");
  }

  @Test
  void an_archive_holds_a_file_of_each_and_is_there_whole_or_not_at_all() throws Exception {
    Path zip = out.resolve("all.zip");
    List<Long> far = new ArrayList<>();
    var stop =
        new ExportListener() {
          @Override
          public boolean cancelled() {
            far.add(1L);
            return far.size() > 1;
          }
        };
    here.put(TWO, new EveryKind(4).story("More", 200));
    assertThatThrownBy(() -> write(zip, ExportPlace.ARCHIVE, ExportFormat.HTML, false, stop))
        .hasMessageContaining("Stopped");
    assertThat(names(out)).isEmpty();
    ExportReport report = write(zip, ExportPlace.ARCHIVE, ExportFormat.HTML, false);
    assertThat(report.bytes()).isEqualTo(Files.size(zip));
    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.size()).isEqualTo(2);
      for (Written one : report.written()) {
        assertThat(one.file()).isEqualTo(zip);
        try (InputStream in = file.getInputStream(file.getEntry(one.entry()))) {
          assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
              .startsWith("<!doctype html>")
              .endsWith("</html>\n");
        }
      }
    }
  }

  @Test
  void what_was_written_into_a_folder_before_it_was_stopped_is_whole_and_told() throws Exception {
    var afterOne =
        new ExportListener() {
          @Override
          public boolean cancelled() {
            return Files.exists(out.resolve("fix-the-price-of-3-things-sexport01.md"));
          }
        };
    ExportReport report = write(out, ExportPlace.FOLDER, ExportFormat.MARKDOWN, false, afterOne);
    assertThat(report.stopped()).isTrue();
    assertThat(report.written()).extracting(Written::session).containsExactly(ONE);
    assertThat(names(out)).containsExactly("fix-the-price-of-3-things-sexport01.md");
  }

  @Test
  void a_folder_is_never_replaced_by_a_file_nor_a_file_by_a_folder() throws Exception {
    assertThatThrownBy(() -> write(out, ExportPlace.FILE, ExportFormat.MARKDOWN, true))
        .isInstanceOf(ExportException.class)
        .hasMessage(out + " is a folder. Nothing was written. Give the name of a file.");
    assertThat(out).isEmptyDirectory();
    Path file = Files.writeString(out.resolve("mine"), "mine");
    assertThatThrownBy(() -> write(file, ExportPlace.FOLDER, ExportFormat.MARKDOWN, true))
        .hasMessageContaining("is no folder");
    assertThat(file).hasContent("mine");
    assertThatThrownBy(
            () -> write(out.resolve("no/such/x.md"), ExportPlace.FILE, ExportFormat.HTML, false))
        .hasMessageContaining("could not be written: its folder is not there.")
        .hasMessageNotContaining("Exception");
  }
}
