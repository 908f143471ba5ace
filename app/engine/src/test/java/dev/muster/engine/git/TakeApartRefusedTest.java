package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.RefusedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What could lose work, or reach out of the worktree, is refused with a sentence and changes
 * nothing.
 */
class TakeApartRefusedTest {
  private static final String ZEROS = "0".repeat(40);

  @TempDir Path dir;
  private ApartPlace place;
  private Path outside;

  @BeforeEach
  void make() throws Exception {
    place = new ApartPlace(dir, "mkdir sub; echo x >sub/f; echo y >sub/g; printf '\\0' >bin");
    outside = Files.createDirectories(place.dir.resolve("outside"));
    Files.writeString(outside.resolve("f"), "precious\n");
    Files.writeString(outside.resolve("a.txt"), "precious\n");
  }

  @AfterEach
  void close() {
    place.close();
  }

  private interface Attempt {
    void make() throws Exception;
  }

  /** It is refused for this reason, and all is as it was. */
  private void refused(Reason reason, Attempt attempt) throws Exception {
    var before = place.state();
    var kept = place.apart.kept();
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageMatching(
            "(?s).*(Nothing was done|nothing in this|as a whole|inside it|this content"
                + " already|could be undone).*");
    assertThat(place.state()).isEqualTo(before);
    assertThat(place.apart.kept()).isEqualTo(kept);
    assertThat(place.test.git("for-each-ref", "refs/muster/doing")).isEmpty();
    assertThat(outside.resolve("f")).hasContent("precious");
    assertThat(outside.resolve("a.txt")).hasContent("precious");
    try (var beside = Files.list(place.tree.getParent())) {
      assertThat(beside).containsExactly(place.tree);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo more >>a.txt",
        "rm a.txt",
        "chmod +x a.txt",
        "rm a.txt; mkdir a.txt; touch a.txt/x",
        "rm a.txt; ln -s ../../outside/a.txt a.txt",
        "rm a.txt; mkfifo a.txt"
      })
  void a_file_that_changed_between_look_and_drop(String meanwhile) throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    var hunk = place.hunk("a.txt", 0);
    var whole = Part.whole(place.change("a.txt"));
    var id = place.change("a.txt").newId();
    place.sh(meanwhile);
    refused(Reason.CHANGED, () -> place.drop(hunk));
    refused(Reason.CHANGED, () -> place.drop(whole));
    if (!meanwhile.startsWith("chmod")) { // an edit leaves the mode as it is
      refused(Reason.CHANGED, () -> place.apart.edit("a.txt", id, new byte[] {'x', '\n'}));
    }
  }

  @Test
  void a_folder_that_became_a_link_out_of_the_worktree_is_not_followed() throws Exception {
    place.write("sub/f", "changed\n");
    place.write("sub/new", "new\n");
    var hunk = place.hunk("sub/f", 0);
    var whole = Part.whole(place.change("sub/new"));
    place.sh("rm -r sub; ln -s ../../outside sub");
    Files.writeString(outside.resolve("new"), "new\n");
    refused(Reason.OUTSIDE, () -> place.drop(hunk));
    refused(Reason.OUTSIDE, () -> place.drop(whole));
    // What was deleted by that cannot come back through the link either,
    var gone = place.change("sub/g");
    refused(Reason.OUTSIDE, () -> place.drop(Part.whole(gone)));
    assertThat(outside.resolve("g")).doesNotExist();
    assertThat(outside.resolve("new")).hasContent("new");
    // but with the link gone in the same go it can.
    var all = place.live.changes(place.base).files().stream().map(Part::whole).toList();
    place.apart.drop(all);
    assertThat(place.live.changes(place.base).isEmpty()).isTrue();
    assertThat(place.tree.resolve("sub")).isDirectory();
    assertThat(Files.isSymbolicLink(place.tree.resolve("sub"))).isFalse();
    place.apart.putBack(1);
    assertThat(Files.isSymbolicLink(place.tree.resolve("sub"))).isTrue();
    try (var files = Files.list(outside)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("f", "a.txt", "new");
    }
  }

  @Test
  void a_link_is_replaced_and_not_what_it_points_to() throws Exception {
    place.sh("rm sub/f; ln -s ../../../outside/f sub/f");
    place.drop(Part.whole(place.change("sub/f")));
    assertThat(place.read("sub/f")).isEqualTo("x\n");
    assertThat(outside.resolve("f")).hasContent("precious");
    place.apart.putBack(1);
    assertThat(Files.readSymbolicLink(place.tree.resolve("sub/f")))
        .isEqualTo(Path.of("../../../outside/f"));
    assertThat(outside.resolve("f")).hasContent("precious");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/f",
        "/etc/passwd",
        "sub/../../outside/f",
        ".git",
        ".git/config",
        "sub/.GIT/config",
        "",
        "sub/",
        "./a.txt",
        "sub//f",
        "bad\uFFFDname"
      })
  void a_path_that_leads_elsewhere(String path) throws Exception {
    var file =
        new FileChange(Status.ADDED, path, null, Kind.TEXT, "000000", "100644", ZEROS, ZEROS, 1, 0);
    var before = place.state();
    assertThatThrownBy(() -> place.apart.edit(path, ZEROS, new byte[] {'x'}))
        .isInstanceOf(GitException.class);
    assertThatThrownBy(() -> place.drop(Part.whole(file))).isInstanceOf(GitException.class);
    assertThat(place.state()).isEqualTo(before);
    assertThat(place.apart.kept()).isEmpty();
  }

  @Test
  void an_ignored_file_where_a_deleted_one_was() throws Exception {
    place.sh(
        "rm gone.txt; echo gone.txt >.gitignore; echo mine >gone.txt; git rm -q --cached gone.txt");
    var file = place.change("gone.txt");
    assertThat(file.status()).isEqualTo(Status.DELETED);
    refused(Reason.IN_THE_WAY, () -> place.drop(Part.whole(file)));
  }

  @Test
  void the_old_name_of_a_renamed_file_is_taken_again() throws Exception {
    place.sh("mv a.txt b.txt");
    var file = place.change("b.txt");
    place.write("a.txt", "something else\n");
    refused(Reason.IN_THE_WAY, () -> place.drop(Part.whole(file)));
    refused(Reason.IN_THE_WAY, () -> place.drop(new Part.Name(file)));
  }

  @Test
  void what_cannot_be_taken_apart() throws Exception {
    place.sh("printf '\\0\\1' >bin; ln -s x l; echo z >sub/f");
    var bin = place.change("bin");
    var hunk = ((Part.Lines) place.hunk("sub/f", 0)).hunk();
    refused(Reason.NOT_POSSIBLE, () -> place.drop(Part.hunk(bin, hunk)));
    refused(Reason.NOT_POSSIBLE, () -> place.drop(Part.hunk(place.change("l"), hunk)));
    refused(Reason.NOTHING, () -> place.drop(new Part.Mode(place.change("sub/f"))));
    refused(Reason.NOTHING, () -> place.apart.drop(List.of()));
    refused(Reason.NOTHING, () -> place.apart.putBack(7));
    var id = place.change("sub/f").newId();
    refused(Reason.NOTHING, () -> place.apart.edit("sub/f", id, new byte[] {'z', '\n'}));
  }

  @Test
  void lines_that_are_not_those_of_the_file() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.write("sub/f", "1\n2\n3\n");
    var hunk = ((Part.Lines) place.hunk("a.txt", 1)).hunk();
    var file = place.change("sub/f");
    refused(Reason.CHANGED, () -> place.drop(Part.hunk(file, hunk)));
  }

  @Test
  void one_part_that_cannot_be_dropped_keeps_all_others() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.write("sub/f", "changed\n");
    var parts = List.of(place.hunk("a.txt", 0), Part.whole(place.change("sub/f")));
    place.write("sub/f", "changed again\n");
    refused(Reason.CHANGED, () -> place.apart.drop(parts));
  }

  @Test
  void a_folder_that_may_not_be_written_to() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root may write everywhere");
    place.write("sub/f", "changed\n");
    var part = Part.whole(place.change("sub/f"));
    var sub = place.tree.resolve("sub");
    Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      refused(Reason.NOT_POSSIBLE, () -> place.drop(part));
    } finally {
      Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what is dropped, what happens then, why it cannot come back
    "FILE,   echo other >new,            IN_THE_WAY",
    "FILE,   mkdir new && touch new/x,   IN_THE_WAY",
    "HUNK,   sed -i s/^1$/eins/ a.txt,   CONFLICT",
    "HUNK,   rm a.txt,                   CONFLICT",
    "HUNK,   printf '\\0' >a.txt,        CONFLICT",
    "GONE,   echo more >>gone.txt,       CONFLICT",
    "HUNK,   rm a.txt && ln -s x a.txt,  CONFLICT",
  })
  void what_no_longer_fits_does_not_come_back(String what, String meanwhile, Reason reason)
      throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.write("new", "new\n");
    place.sh("rm gone.txt");
    place.drop(
        switch (what) {
          case "FILE" -> Part.whole(place.change("new"));
          case "HUNK" -> place.hunk("a.txt", 0);
          default -> Part.whole(place.change("gone.txt"));
        });
    place.sh(meanwhile);
    refused(reason, () -> place.apart.putBack(1));
  }

  @Test
  void what_is_there_again_already() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.drop(place.hunk("a.txt", 0));
    place.write("a.txt", ApartPlace.BOTH);
    refused(Reason.NOTHING, () -> place.apart.putBack(1));
  }

  @Test
  void a_submodule_is_told_to_be_changed_inside() throws Exception {
    place.sh(
        "git init -q m && git -C m commit -q --allow-empty -m x && git add m 2>/dev/null || true");
    var file = place.change("m");
    assertThat(file.kind()).isEqualTo(Kind.SUBMODULE);
    refused(Reason.NOT_POSSIBLE, () -> place.drop(Part.whole(file)));
  }

  @Test
  void a_foreign_ref_among_the_kept_changes_is_told() throws Exception {
    place.test.git("update-ref", "refs/muster/dropped/s1/1", place.base);
    assertThatThrownBy(() -> place.apart.kept())
        .isInstanceOf(GitException.class)
        .hasMessageContaining("is not what Muster wrote there");
  }

  @Test
  void names_full_of_meaning_are_only_names() throws Exception {
    var names =
        List.of("-rf", "$(touch owned)", "a\nb", ":(top)*", "*", "tab\there", " ", "--", "“”");
    for (var name : names) {
      place.write("sub/" + name, "1\n");
      place.write(name, "2\n");
    }
    var before = place.state();
    var clean = new TreeMap<>(before);
    names.forEach(clean::remove);
    for (var name : names) {
      place.drop(Part.whole(place.change(name)));
    }
    assertThat(place.state()).isEqualTo(clean);
    assertThat(place.apart.kept()).hasSize(names.size());
    for (int i = names.size(); i > 0; i--) {
      place.apart.putBack(i);
    }
    assertThat(place.state()).isEqualTo(before);
  }
}
