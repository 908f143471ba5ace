package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Muster that is killed while it takes changes out leaves the old state or what becomes the new.
 */
@EnabledOnOs(OS.LINUX)
class TakeApartKillTest {
  @TempDir Path dir;

  /** A worktree with changes of four files, one of them staged. */
  private static final class Place implements AutoCloseable {
    final ApartPlace place;
    final TreeMap<String, String> clean;
    final TreeMap<String, String> changed;

    Place(Path dir) throws Exception {
      Files.createDirectories(dir);
      place = new ApartPlace(dir, "printf '1\\n2\\n3\\n4\\n5\\n' >old");
      clean = place.state();
      place.write("a.txt", ApartPlace.BOTH);
      place.sh("git add a.txt; rm gone.txt; mv old 'new one'");
      changed = place.state();
    }

    /** Whether it got to its end. */
    boolean run(String what, String unit, int at) throws Exception {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledTakeApart.class.getName(),
                  place.test.root().toString(),
                  place.tree.toString(),
                  place.index.toString(),
                  place.test.env().get("HOME"),
                  place.base,
                  place.dir.resolve("killing").toString(),
                  what,
                  unit,
                  Integer.toString(at))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      assertThat(exit).as(said).isIn(0, 137);
      return exit == 0;
    }

    /** What the next start does, and what it finds. */
    void check(int number, Map<String, String> before, Map<String, String> after) throws Exception {
      var again = place.test.open().worktrees().live(place.tree, place.index, ChangeBounds.DEFAULT);
      var apart = again.takeApart("s1");
      var finished = apart.finish();
      var state = place.state();
      assertThat(state).isIn(before, after);
      boolean made = apart.kept().size() == number;
      assertThat(state.equals(after)).isEqualTo(made);
      finished.ifPresent(f -> assertThat(f.kept().number()).isEqualTo(number));
      assertThat(place.test.git("for-each-ref", "refs/muster/doing")).isEmpty();
      try (var beside = Files.list(place.tree.getParent())) {
        assertThat(beside).containsExactly(place.tree);
      }
      assertThat(apart.finish()).isEmpty();
      if (made) {
        assertThat(apart.putBack(number).notes()).isEmpty();
        assertThat(place.state()).isEqualTo(before);
      }
      assertThat(place.test.git("fsck", "--connectivity-only")).doesNotContain("missing", "broken");
    }

    @Override
    public void close() {
      place.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void a_drop_that_is_killed_after_any_step(int step) throws Exception {
    try (var place = new Place(dir)) {
      assertThat(place.run("drop", "step", step)).isFalse();
      place.check(1, place.changed, place.clean);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void a_change_put_back_that_is_killed_after_any_step(int step) throws Exception {
    try (var place = new Place(dir)) {
      var parts =
          place.place.live.changes(place.place.base).files().stream().map(Part::whole).toList();
      place.place.apart.drop(parts);
      assertThat(place.run("1", "step", step)).isFalse();
      place.check(2, place.clean, place.changed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void an_edit_that_is_killed_after_any_step(int step) throws Exception {
    try (var place = new Place(dir)) {
      var edited = new TreeMap<>(place.changed);
      edited.put("a.txt", "- by hand\n");
      var test = place.place.test;
      var before = test.git(place.place.tree, "rev-parse", ":a.txt").strip();
      var after = test.sh(test.root(), "echo by hand | git hash-object --stdin").strip();
      edited.compute(":staged", (key, staged) -> staged.replace(before, after));
      assertThat(place.run("edit", "step", step)).isFalse();
      place.check(1, place.changed, edited);
    }
  }

  @Test
  void the_next_change_finishes_what_was_cut_short_and_says_so() throws Exception {
    try (var place = new Place(dir)) {
      assertThat(place.run("drop", "step", 2)).isFalse();
      var id = place.place.test.git("hash-object", "a.txt").strip();
      var next = place.place.apart.edit("a.txt", id, new byte[] {'x', '\n'});
      assertThat(next.notes())
          .containsExactly(
              "Muster was ended in the middle of a change before this one, and has finished it:"
                  + " changes of 3 files.");
      assertThat(next.kept().number()).isEqualTo(2);
      assertThat(place.place.read("gone.txt")).isEqualTo("bye\nbye\n");
    }
  }

  @Test
  @Tag("slow")
  void at_every_single_call_of_git() throws Exception {
    for (int call = 1; ; call++) {
      try (var place = new Place(dir.resolve("call-" + call))) {
        boolean done = place.run("drop", "call", call);
        place.check(1, place.changed, place.clean);
        if (done) {
          assertThat(call).isGreaterThan(20);
          return;
        }
      }
    }
  }
}
