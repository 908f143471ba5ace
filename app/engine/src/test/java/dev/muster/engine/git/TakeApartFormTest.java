package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the disk a file may be written otherwise than git stores it; that stays so. */
class TakeApartFormTest {
  @TempDir Path dir;
  private ApartPlace place;

  @AfterEach
  void close() {
    place.close();
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  /** What is set in the repository, and how the agent wrote the file. */
  @ParameterizedTest
  @CsvSource({
    "git config core.autocrlf true,                                CRLF",
    "git config core.autocrlf true,                                LF",
    "git config core.autocrlf input,                               CRLF",
    "git config core.autocrlf input,                               LF",
    "echo '*.txt text eol=crlf' >.gitattributes,                   CRLF",
    "echo '*.txt text eol=crlf' >.gitattributes,                   LF",
    "echo '*.txt text=auto' >.gitattributes,                       CRLF",
    "echo '*.txt -text' >.gitattributes,                           LF",
    "echo '*.txt ident' >.gitattributes,                           LF"
  })
  void line_ends_on_the_disk_stay_as_the_agent_wrote_them(String setup, String ends)
      throws Exception {
    place = new ApartPlace(dir, setup);
    boolean crlf = ends.equals("CRLF");
    place.write("a.txt", crlf ? crlf(ApartPlace.BOTH) : ApartPlace.BOTH);
    var before = place.state();
    var dropped = place.drop(place.hunk("a.txt", 0));
    assertThat(dropped.notes()).isEmpty();
    assertThat(place.read("a.txt")).isEqualTo(crlf ? crlf(ApartPlace.LAST) : ApartPlace.LAST);
    assertThat(place.change("a.txt").added()).isEqualTo(1);
    assertThat(place.apart.putBack(1).notes()).isEmpty();
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void a_mixture_of_line_ends_comes_back_as_it_was() throws Exception {
    place = new ApartPlace(dir, "git config core.autocrlf true");
    place.write("a.txt", ApartPlace.BOTH.replace("8\n", "8\r\n"));
    place.sh("git add a.txt 2>/dev/null");
    var before = place.state();
    place.drop(place.hunk("a.txt", 0));
    assertThat(place.read("a.txt").replace("\r", "")).isEqualTo(ApartPlace.LAST);
    assertThat(place.apart.putBack(1).notes()).isEmpty();
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void carriage_returns_in_the_repository_stay_there() throws Exception {
    place =
        new ApartPlace(
            dir,
            "printf '1\\r\\n2\\r\\n3\\r\\n' >w.txt; git add w.txt; git commit -qm w;"
                + " git config core.autocrlf true");
    place.write("w.txt", "1\r\ntwo\r\n3\r\n");
    var before = place.state();
    assertThat(place.drop(place.hunk("w.txt", 0)).notes()).isEmpty();
    assertThat(place.live.changes(place.base).files()).isEmpty();
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(before);
    place.sh("rm w.txt");
    place.drop(Part.whole(place.change("w.txt")));
    assertThat(place.live.changes(place.base).files()).isEmpty();
  }

  @Test
  void a_filter_of_the_users_is_kept_to() throws Exception {
    place =
        new ApartPlace(
            dir,
            "git config filter.rot.clean 'tr a-z b-za'; git config filter.rot.smudge 'tr b-za a-z';"
                + " (echo abc; seq 20; echo xyz) >f.rot;"
                + " echo '*.rot filter=rot' >.gitattributes");
    assertThat(place.read("f.rot")).startsWith("abc\n");
    place.write("f.rot", place.read("f.rot").replace("abc", "new").replace("xyz", "last"));
    var before = place.state();
    assertThat(place.drop(place.hunk("f.rot", 0)).notes()).isEmpty();
    assertThat(place.read("f.rot")).startsWith("abc\n").endsWith("last\n");
    assertThat(place.apart.putBack(1).notes()).isEmpty();
    assertThat(place.state()).isEqualTo(before);
    place.sh("rm f.rot");
    place.drop(Part.whole(place.change("f.rot")));
    assertThat(place.read("f.rot")).startsWith("abc\n").endsWith("xyz\n");
  }

  @Test
  void an_encoding_of_the_worktree_is_kept_to() throws Exception {
    place =
        new ApartPlace(
            dir,
            "echo 'u.txt working-tree-encoding=UTF-16LE' >.gitattributes;"
                + " printf '1\\n2\\n3\\n' | iconv -t UTF-16LE >u.txt");
    Files.write(place.tree.resolve("u.txt"), "1\nzwei ü\n3\n".getBytes(StandardCharsets.UTF_16LE));
    place.drop(place.hunk("u.txt", 0));
    assertThat(Files.readString(place.tree.resolve("u.txt"), StandardCharsets.UTF_16LE))
        .isEqualTo("1\n2\n3\n");
    place.apart.putBack(1);
    assertThat(Files.readString(place.tree.resolve("u.txt"), StandardCharsets.UTF_16LE))
        .isEqualTo("1\nzwei ü\n3\n");
  }

  @Test
  void who_may_read_a_file_stays() throws Exception {
    place = new ApartPlace(dir, ":");
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("chmod 600 a.txt");
    place.drop(place.hunk("a.txt", 0));
    assertThat(place.test.sh(place.tree, "stat -c %a a.txt").strip()).isEqualTo("600");
  }

  @Test
  void a_hunk_of_a_large_file_and_a_larger_binary() throws Exception {
    place =
        new ApartPlace(dir, "seq 1000000 | sed 's/$/ lock entry of it/' >lock; : >big; git add .");
    place.sh("sed -i 's/^500000 .*/changed/; s/^7 .*//' lock");
    var random = new byte[40 << 20];
    new Random(3).nextBytes(random);
    Files.write(place.tree.resolve("big"), random);
    var compare = place.repository.compare();
    var options = CompareOptions.DEFAULT;
    var changes = compare.changes(Version.of(place.base), Version.now(place.live), options);
    var lock =
        changes.files().stream().filter(f -> f.path().equals("lock")).findFirst().orElseThrow();
    var before = place.live.tree();
    var hunks = compare.diff(changes, lock, options).hunks();
    assertThat(hunks).hasSize(2);
    // Listed as too large for a text elsewhere, it is the same file.
    assertThat(place.change("lock").kind()).isEqualTo(FileChange.Kind.BINARY);
    assertThat(lock.kind()).isEqualTo(FileChange.Kind.TEXT);
    place.drop(Part.hunk(place.change("lock"), hunks.get(1)), Part.whole(place.change("big")));
    assertThat(compare.lines(place.change("lock").newId(), 500000, 1, 100).getFirst().text())
        .isEqualTo("500000 lock entry of it");
    assertThat(Files.size(place.tree.resolve("big"))).isZero();
    assertThat(new String(place.apart.patch(place.apart.kept().getFirst())))
        .startsWith("The patch would be too large");
    place.apart.putBack(1);
    assertThat(place.live.tree()).isEqualTo(before);
  }
}
