package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent has staged stays its own, but for what was dropped. */
class TakeApartStagedTest {
  @TempDir Path dir;
  private ApartPlace place;

  @BeforeEach
  void make() throws Exception {
    place = new ApartPlace(dir, ":");
  }

  @AfterEach
  void close() {
    place.close();
  }

  private String staged(String path) {
    return place.test.git(place.tree, "show", ":" + path);
  }

  private String status() {
    return place.test.git(place.tree, "status", "--porcelain");
  }

  @Test
  void nothing_staged_stays_so() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.drop(place.hunk("a.txt", 0));
    assertThat(status()).isEqualTo(" M a.txt\n");
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.LINES);
  }

  @Test
  void a_staged_change_goes_from_there_too_and_comes_back_there() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("git add a.txt");
    var before = place.state();
    var dropped = place.drop(place.hunk("a.txt", 0));
    assertThat(dropped.notes()).isEmpty();
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.LAST);
    assertThat(status()).isEqualTo("M  a.txt\n");
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void of_a_file_staged_in_part_only_the_dropped_part_goes() throws Exception {
    place.write("a.txt", ApartPlace.FIRST);
    place.sh("git add a.txt");
    place.write("a.txt", ApartPlace.BOTH);
    var before = place.state();
    // The second hunk is not staged: nothing changes there.
    place.drop(place.hunk("a.txt", 1));
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.FIRST);
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(before);
    // The first one is.
    place.drop(place.hunk("a.txt", 0));
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.LINES);
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LAST);
    place.apart.putBack(3);
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void another_staged_change_at_the_same_place_is_left_and_told() throws Exception {
    place.write("a.txt", ApartPlace.LINES.replaceFirst("1\n", "uno\n"));
    place.sh("git add a.txt");
    place.write("a.txt", ApartPlace.FIRST);
    var dropped = place.drop(place.hunk("a.txt", 0));
    assertThat(staged("a.txt")).startsWith("uno\n");
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LINES);
    assertThat(dropped.notes())
        .containsExactly(
            "What is staged of “a.txt” was left as it is: it is another change at the same place.");
  }

  @Test
  void a_new_file_goes_whatever_was_staged_of_it() throws Exception {
    var clean = place.state();
    for (var how :
        new String[] {"git add new", "git add -N new", "git add new; echo 2 >>new", ":"}) {
      place.sh("echo 1 >new; " + how);
      var before = place.state();
      var number = place.drop(Part.whole(place.change("new"))).kept().number();
      assertThat(place.state()).isEqualTo(clean);
      place.apart.putBack(number);
      assertThat(place.tree.resolve("new")).exists();
      if (!how.contains("-N")) {
        assertThat(place.state()).isEqualTo(before);
      }
      place.drop(Part.whole(place.change("new")));
    }
  }

  @Test
  void a_line_of_a_file_that_is_only_meant_to_be_added() throws Exception {
    place.sh("printf '1\\n2\\n' >new; git add -N new");
    var hunk = (Part.Lines) place.hunk("new", 0);
    place.drop(Part.lines(hunk.file(), hunk.hunk(), 0, 0));
    assertThat(place.read("new")).isEqualTo("2\n");
    assertThat(status()).isEqualTo(" A new\n");
  }

  @Test
  void a_staged_deletion_and_a_staged_renaming_are_undone_there_too() throws Exception {
    var clean = place.state();
    place.sh("git rm -q gone.txt; git mv a.txt b.txt");
    var before = place.state();
    place.drop(Part.whole(place.change("gone.txt")), Part.whole(place.change("b.txt")));
    assertThat(place.state()).isEqualTo(clean);
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void what_is_committed_is_changed_in_the_files_alone() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("git commit -qam 'by the agent'");
    place.drop(place.hunk("a.txt", 0));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LAST);
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.BOTH);
    assertThat(status()).isEqualTo(" M a.txt\n");
  }

  @Test
  void other_staged_files_are_left_alone() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.write("gone.txt", "changed\n");
    place.write("new", "1\n");
    place.sh("git add -A; echo 2 >>new");
    place.drop(place.hunk("a.txt", 0));
    assertThat(status()).isEqualTo("M  a.txt\nM  gone.txt\nAM new\n");
  }

  @Test
  void a_conflict_in_the_index_is_left_and_told() throws Exception {
    place.sh(
        "git checkout -q -b other; echo other >gone.txt; git commit -qam other; git checkout -q -;"
            + " echo mine >gone.txt; git commit -qam mine; git merge other >/dev/null || true;"
            + " echo solved >gone.txt");
    var dropped = place.drop(Part.whole(place.change("gone.txt")));
    assertThat(place.read("gone.txt")).isEqualTo("bye\nbye\n");
    assertThat(dropped.notes())
        .containsExactly("“gone.txt” has a conflict in the index, which was left as it is.");
    assertThat(status()).isEqualTo("UU gone.txt\n");
  }

  @Test
  void a_lock_on_the_index_is_told_before_anything_is_done() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("git add a.txt");
    var hunk = place.hunk("a.txt", 0);
    var lock = Path.of(place.test.git(place.tree, "rev-parse", "--absolute-git-dir").strip());
    Files.writeString(lock.resolve("index.lock"), "");
    assertThatThrownBy(() -> place.drop(hunk))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("index.lock")
        .hasMessageContaining("Nothing was done");
    Files.delete(lock.resolve("index.lock"));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.BOTH);
    assertThat(place.apart.kept()).isEmpty();
    place.drop(hunk);
    assertThat(staged("a.txt")).isEqualTo(ApartPlace.LAST);
  }

  @Test
  void an_edit_of_a_staged_file_is_staged_as_well() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("git add a.txt");
    place.apart.edit(
        "a.txt",
        place.change("a.txt").newId(),
        ApartPlace.BOTH.replace("8\n", "VIII\n").getBytes());
    assertThat(status()).isEqualTo("M  a.txt\n");
    assertThat(staged("a.txt")).contains("VIII");
  }
}
