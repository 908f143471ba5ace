package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.DiffLine.Kind;
import dev.muster.engine.git.FileDiff.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  private static List<FileDiff> parse(String diff) {
    return UnifiedDiff.parse(diff.getBytes(StandardCharsets.UTF_8), false, ChangeBounds.DEFAULT);
  }

  @Test
  void two_files_with_hunks_are_read() {
    var files =
        parse(
            """
            diff --git a/x b/x
            index 1..2 100644
            --- a/x
            +++ b/x
            @@ -1,3 +1,3 @@ void main()
             a
            -b
            +B
             c
            @@ -10 +10,2 @@
             j
            +k
            diff --git a/y z.txt b/y z.txt
            index 1..2 100644
            --- a/y z.txt\t
            +++ b/y z.txt\t
            @@ -1 +0,0 @@
            -only
            """);
    assertThat(files).hasSize(2);
    assertThat(files.getFirst().path()).isEqualTo("x");
    assertThat(files.getFirst().hunks()).hasSize(2);
    assertThat(files.getFirst().hunks().getFirst().section()).isEqualTo("void main()");
    assertThat(files.getFirst().hunks().get(1).lines())
        .containsExactly(
            new DiffLine(Kind.CONTEXT, 10, 10, "j", Ending.LF),
            new DiffLine(Kind.ADDED, 0, 11, "k", Ending.LF));
    assertThat(files.get(1).path()).isEqualTo("y z.txt");
  }

  @Test
  void lines_that_look_like_heads_are_lines() {
    var files =
        parse(
            """
            diff --git a/x b/x
            --- a/x
            +++ b/x
            @@ -1,3 +1,3 @@
            --- a/y
            -diff --git a/q b/q
            +++ b/y
            +@@ -1 +1 @@
             same
            """);
    assertThat(files).hasSize(1);
    assertThat(files.getFirst().hunks().getFirst().lines())
        .extracting(DiffLine::text)
        .containsExactly("-- a/y", "diff --git a/q b/q", "++ b/y", "@@ -1 +1 @@", "same");
  }

  @Test
  void line_ends_of_all_kinds_survive() {
    var lines =
        parse(
                "diff --git a/x b/x\n"
                    + "--- a/x\n"
                    + "+++ b/x\n"
                    + "@@ -1,4 +1,4 @@\n"
                    + " a\r\n"
                    + "-b\r\n"
                    + "+b\n"
                    + " lone\r"
                    + "cr\n"
                    + "-last\r\n"
                    + "\\ No newline at end of file\n"
                    + "+last\n"
                    + "\\ No newline at end of file\n")
            .getFirst()
            .hunks()
            .getFirst()
            .lines();
    assertThat(lines)
        .containsExactly(
            new DiffLine(Kind.CONTEXT, 1, 1, "a", Ending.CRLF),
            new DiffLine(Kind.REMOVED, 2, 0, "b", Ending.CRLF),
            new DiffLine(Kind.ADDED, 0, 2, "b", Ending.LF),
            new DiffLine(Kind.CONTEXT, 3, 3, "lone\rcr", Ending.LF),
            new DiffLine(Kind.REMOVED, 4, 0, "last\r", Ending.NONE),
            new DiffLine(Kind.ADDED, 0, 4, "last", Ending.NONE));
  }

  @Test
  void empty_context_lines_may_have_lost_their_space() {
    var lines =
        parse("--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n a\n\n+n\n\r\n")
            .getFirst()
            .hunks()
            .getFirst()
            .lines();
    assertThat(lines)
        .containsExactly(
            new DiffLine(Kind.CONTEXT, 1, 1, "a", Ending.LF),
            new DiffLine(Kind.CONTEXT, 2, 2, "", Ending.LF),
            new DiffLine(Kind.ADDED, 0, 3, "n", Ending.LF),
            new DiffLine(Kind.CONTEXT, 3, 4, "", Ending.CRLF));
  }

  @Test
  void quoted_names_are_read() {
    var files =
        parse(
            """
            diff --git "a/gr\\303\\274n\\n\\"x\\".txt" "b/gr\\303\\274n\\n\\"x\\".txt"
            new file mode 100644
            index 0000000..1
            --- /dev/null
            +++ "b/gr\\303\\274n\\n\\"x\\".txt"
            @@ -0,0 +1 @@
            +x
            diff --git a/plain "b/t\\tab"
            similarity index 100%
            rename from plain
            rename to "t\\tab"
            """);
    assertThat(files.getFirst().newPath()).isEqualTo("grün\n\"x\".txt");
    assertThat(files.getFirst().oldPath()).isNull();
    assertThat(files.get(1).oldPath()).isEqualTo("plain");
    assertThat(files.get(1).newPath()).isEqualTo("t\tab");
  }

  @Test
  void changes_without_lines_are_read() {
    var files =
        parse(
            """
            diff --git a/run me b/run me
            old mode 100644
            new mode 100755
            diff --git a/pic b/pic
            index 1..2 100644
            Binary files a/pic and b/pic differ
            diff --git a/blob b/blob
            new file mode 100644
            index 0..1
            GIT binary patch
            literal 3
            Kcmd;@&|qKy

            literal 0
            HcmV?d00001

            diff --git a/e b/e
            deleted file mode 100644
            index 1..0
            """);
    assertThat(files).extracting(FileDiff::path).containsExactly("run me", "pic", "blob", "e");
    assertThat(files)
        .extracting(FileDiff::state)
        .containsExactly(State.COMPLETE, State.BINARY, State.BINARY, State.COMPLETE);
    assertThat(files.getFirst().note()).isEqualTo("mode 100644 → 100755");
    assertThat(files.get(3).newPath()).isNull();
    assertThat(files).allMatch(f -> f.hunks().isEmpty());
  }

  @Test
  void combined_diffs_are_named_and_passed_over() {
    var files =
        parse(
            """
            diff --cc con flict
            index 1,2..0
            --- a/con flict
            +++ b/con flict
            @@@ -1,1 -1,1 +1,5 @@@
            ++<<<<<<< HEAD
             +ours
            ++=======
            + theirs
            ++>>>>>>> side
            diff --git a/x b/x
            --- a/x
            +++ b/x
            @@ -1 +1 @@
            -a
            +b
            """);
    assertThat(files).extracting(FileDiff::path).containsExactly("con flict", "x");
    assertThat(files.getFirst().state()).isEqualTo(State.COMBINED);
    assertThat(files.get(1).hunks()).hasSize(1);
  }

  @Test
  void a_line_that_is_not_utf8_is_shown_as_what_it_is_most_likely() {
    var diff = "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+caf\351\n".getBytes(StandardCharsets.ISO_8859_1);
    var line =
        UnifiedDiff.parse(diff, false, ChangeBounds.DEFAULT)
            .getFirst()
            .hunks()
            .getFirst()
            .lines()
            .getFirst();
    assertThat(line.text()).isEqualTo("caf\u00e9");
  }

  @Test
  void a_cut_diff_says_so() {
    var diff =
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n-b"
            .getBytes(StandardCharsets.UTF_8);
    var file = UnifiedDiff.parse(diff, true, ChangeBounds.DEFAULT).getFirst();
    assertThat(file.state()).isEqualTo(State.CUT);
    assertThat(file.hunks().getFirst().lines()).hasSize(2);
  }

  @Test
  void nothing_makes_the_reader_fail() {
    var seed =
        "diff --git \"a/x b/x\n"
            + "--- a/x\n"
            + "+++ b/x\n"
            + "@@ -1,3 +1,99999999999 @@\n"
            + " a\n"
            + "-b\n"
            + "\\\n\n"
            + "@@ -1 +1 @@\n"
            + "+\n"
            + "\"\\3\n";
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var bytes = seed.getBytes(StandardCharsets.UTF_8);
      for (int k = 0; k < 6; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) "@-+ \\\n\"a\r\0,3".charAt(random.nextInt(12));
      }
      assertThat(UnifiedDiff.parse(bytes, random.nextBoolean(), ChangeBounds.DEFAULT)).isNotNull();
    }
  }
}
