package dev.muster.engine.agent.builtin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.PermissionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small diff of an edit. */
class LineDiffTest {
  @Test
  void a_person_who_has_to_judge_a_change_sees_its_lines_at_full_length() {
    LineDiff diff = LineDiff.between("a\n", "a\n" + "x".repeat(1_000) + "; rm -rf ~\n");
    assertThat(diff.text()).doesNotContain("rm -rf");
    assertThat(diff.whole()).contains("x; rm -rf ~\n");
  }

  @Test
  void of_a_change_that_is_too_long_it_is_said_how_many_lines_are_left_out() {
    int lines = 6_000;
    LineDiff diff = LineDiff.between("", ("x".repeat(99) + "\n").repeat(lines));
    assertThat(diff.whole().length()).isLessThan(PermissionEvent.MOST_DETAIL + 100);
    int shown = (int) diff.whole().lines().filter(line -> line.startsWith("+")).count();
    assertThat(diff.whole())
        .endsWith("… and %,d more lines that are left out here".formatted(lines - shown));
  }

  @Test
  void what_replaces_what_is_shown_by_signs_where_the_file_is_not_known() {
    assertThat(LineDiff.replaced("one\ntwo\n", "three\n")).isEqualTo("-one\n-two\n+three\n");
  }

  @Test
  void equal_texts_do_not_differ() {
    assertThat(LineDiff.between("a\nb\n", "a\nb\n")).isEqualTo(new LineDiff(0, 0, "", ""));
    assertThat(LineDiff.between("", "")).isEqualTo(new LineDiff(0, 0, "", ""));
  }

  @Test
  void changes_far_apart_stand_in_hunks_of_their_own() {
    String old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";
    String fresh =
        old.replace("\n3\n", "\nx\n3\n").replace("\n13\n", "\nx\n13\n").replace("15\n", "");

    LineDiff diff = LineDiff.between(old, fresh);

    assertThat(diff.added()).isEqualTo(2);
    assertThat(diff.removed()).isEqualTo(1);
    assertThat(diff.text())
        .isEqualTo(
            "@@ -1,5 +1,6 @@\n 1\n 2\n+x\n 3\n 4\n 5\n"
                + "@@ -10,7 +11,7 @@\n 10\n 11\n 12\n+x\n 13\n 14\n-15\n 16\n");
  }

  @Test
  void a_last_line_without_an_end_is_told() {
    assertThat(LineDiff.between("a", "a\n").text())
        .isEqualTo("@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
  }

  @Test
  void a_rewritten_file_counts_every_line_and_is_cut() {
    String old = "old line\n".repeat(20_000);
    String fresh = "new line\n".repeat(30_000);

    LineDiff diff = LineDiff.between(old, fresh);

    assertThat(diff.added()).isEqualTo(30_000);
    assertThat(diff.removed()).isEqualTo(20_000);
    assertThat(diff.text()).hasSizeLessThan(LineDiff.MAX_CHARS + 100).contains("left out");
  }

  @Test
  void any_diff_applied_to_the_old_text_gives_the_new_one() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<String> old = lines(random);
      List<String> fresh = lines(random);
      LineDiff diff = LineDiff.between(text(old), text(fresh));

      assertThat(applied(old, diff)).isEqualTo(fresh);
    }
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    int count = random.nextInt(25);
    for (int i = 0; i < count; i++) {
      lines.add("line " + random.nextInt(6));
    }
    return lines;
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static List<String> applied(List<String> old, LineDiff diff) {
    List<String> result = new ArrayList<>();
    int at = 0;
    for (String line : diff.text().lines().toList()) {
      if (line.startsWith("@@")) {
        int from = Integer.parseInt(line.split("[-,]")[1]) - 1;
        while (at < from) {
          result.add(old.get(at++));
        }
      } else if (line.startsWith("+")) {
        result.add(line.substring(1));
      } else {
        assertThat(old.get(at++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          result.add(line.substring(1));
        }
      }
    }
    result.addAll(old.subList(at, old.size()));
    return result;
  }
}
