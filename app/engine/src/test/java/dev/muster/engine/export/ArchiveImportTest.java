package dev.muster.engine.export;

import static dev.muster.engine.export.ExportFixture.ONE;
import static dev.muster.engine.export.ExportFixture.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.export.TakenIn.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of several sessions is taken in as it was written, and can do no harm. */
class ArchiveImportTest {
  @TempDir Path temp;
  private ExportFixture here;
  private ExportFixture there;
  private Path zip;

  @BeforeEach
  void open() throws Exception {
    here = new ExportFixture(temp.resolve("here"));
    there = new ExportFixture(temp.resolve("there"));
    here.put(ONE, new EveryKind(1).story("One", 3));
    here.put(TWO, new EveryKind(2).story("Two", 2));
    zip = export(temp.resolve("all.zip"), ExportFormat.JSON_LINES);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private Path export(Path to, ExportFormat format) throws ExportException {
    here.exporter.write(
        new ExportRequest(
            List.of(ONE, TWO), format, to, ExportPlace.ARCHIVE, false, Set.of(), true),
        ExportListener.NONE);
    return to;
  }

  private List<Outcome> taken(Path file) throws ExportException {
    return there.importer.run(file, false, ExportListener.NONE).stream()
        .map(TakenIn::outcome)
        .toList();
  }

  private void refused(Path file, String... told) {
    assertThatThrownBy(() -> there.importer.run(file, false, ExportListener.NONE))
        .isInstanceOf(ExportException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(told).contains("Nothing was stored"));
    assertThat(there.store.journal().sessions()).isEmpty();
  }

  /** The entries of the exported archive, by name. */
  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private Path write(String name, Map<String, byte[]> entries) throws IOException {
    Path file = temp.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return file;
  }

  @Test
  void an_archive_gives_the_same_sessions_and_is_known_the_next_time() throws Exception {
    assertThat(there.importer.run(zip, true, ExportListener.NONE)).hasSize(2);
    assertThat(there.store.journal().sessions()).isEmpty();

    assertThat(taken(zip)).containsExactly(Outcome.NEW, Outcome.NEW);
    for (var id : List.of(ONE, TWO)) {
      List<Recorded> before = here.all(id);
      assertThat(there.all(id).subList(0, before.size())).isEqualTo(before);
      assertThat(there.all(id).toString()).contains("Imported from the export “all.zip”");
    }
    long position = there.store.journal().position();
    assertThat(taken(zip)).containsExactly(Outcome.KNOWN, Outcome.KNOWN);
    assertThat(there.store.journal().position()).isEqualTo(position);
  }

  @Test
  void what_else_is_in_it_is_passed_over_and_no_name_in_it_is_a_path() throws Exception {
    Map<String, byte[]> hostile = new LinkedHashMap<>();
    hostile.put("README.txt", "hello".getBytes(StandardCharsets.UTF_8));
    hostile.put("deep/", new byte[0]);
    var bodies = List.copyOf(entries().values());
    hostile.put("../../../escaped.jsonl", bodies.get(0));
    hostile.put(temp.resolve("absolute.jsonl").toString(), bodies.get(1));

    assertThat(taken(write("hostile.bin", hostile))).containsExactly(Outcome.NEW, Outcome.NEW);

    try (Stream<Path> files = Files.walk(temp)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .doesNotContain("escaped.jsonl", "absolute.jsonl", "README.txt", "deep")
          .noneMatch(name -> name.startsWith("unpacked-"));
    }
  }

  @Test
  void one_bad_entry_keeps_all_of_it_out() throws Exception {
    Map<String, byte[]> entries = entries();
    entries.put("last.jsonl", "{\"muster\":\"export\"".getBytes(StandardCharsets.UTF_8));
    refused(write("bad.zip", entries), "Line 1", "“last.jsonl” in ", "bad.zip");
  }

  @Test
  void an_archive_out_of_which_comes_far_too_much_is_refused() throws Exception {
    Path bomb = temp.resolve("bomb.zip");
    byte[] much = new byte[1 << 20];
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("bomb.jsonl"));
      for (long written = 0; written <= ImportedArchive.ALWAYS; written += much.length) {
        out.write(much);
      }
      out.closeEntry();
    }
    assertThat(Files.size(bomb)).isLessThan(1 << 20);
    refused(bomb, "More than 64 MiB come out of ", "bomb.zip", "too much");
    try (Stream<Path> left = Files.list(there.folder.data())) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.startsWith("unpacked-"));
    }
  }

  @Test
  void a_damaged_archive_is_told_and_so_is_one_with_nothing_to_take_in() throws Exception {
    byte[] whole = Files.readAllBytes(zip);
    refused(
        Files.write(temp.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 2)),
        "no sound zip archive");
    refused(stored(entries()), "is damaged: its checksum is another");
    refused(
        export(temp.resolve("pages.zip"), ExportFormat.MARKDOWN),
        "whose name ends with .jsonl",
        "--format jsonl");
    refused(write("empty.zip", Map.of()), "whose name ends with .jsonl");
  }

  /** An archive in which a byte was changed that no compression watches. */
  private Path stored(Map<String, byte[]> entries) throws IOException {
    Path file = temp.resolve("stored.zip");
    byte[] body = entries.values().iterator().next();
    CRC32 sum = new CRC32();
    sum.update(body);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream archive = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry("one.jsonl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(body.length);
      entry.setCrc(sum.getValue());
      archive.putNextEntry(entry);
      archive.write(body);
      archive.closeEntry();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    return Files.write(file, bytes);
  }

  @Test
  void an_import_that_is_stopped_while_it_unpacks_stores_nothing() {
    var stop =
        new ExportListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> there.importer.run(zip, false, stop))
        .isInstanceOf(ExportException.Failed.class)
        .hasMessageContaining("Stopped before the end. Nothing was stored.");
    assertThat(there.store.journal().sessions()).isEmpty();
  }
}
