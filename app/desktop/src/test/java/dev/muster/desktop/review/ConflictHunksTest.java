package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.review.ConflictHunks.Hunk;
import org.junit.jupiter.api.Test;

class ConflictHunksTest {
  @Test
  void both_sides_of_every_conflict_are_found_with_their_place() {
    String text =
        "a\n"
            + "<<<<<<< main\n"
            + "b\n"
            + "=======\n"
            + "c\n"
            + ">>>>>>> muster/x\n"
            + "d\n"
            + "<<<<<<< main\n"
            + "=======\n"
            + "e\n"
            + ">>>>>>> muster/x\n";
    var hunks = ConflictHunks.in(text);
    assertThat(hunks).hasSize(2);
    Hunk first = hunks.getFirst();
    assertThat(first.target()).isEqualTo("b\n");
    assertThat(first.session()).isEqualTo("c\n");
    assertThat(first.both()).isEqualTo("b\nc\n");
    assertThat(text.substring(first.start(), first.end()))
        .startsWith("<<<<<<< main")
        .endsWith("muster/x\n");
    assertThat(hunks.getLast().target()).isEmpty();
  }

  @Test
  void what_both_began_with_is_no_side() {
    var hunks = ConflictHunks.in("<<<<<<< main\nb\n||||||| base\na\n=======\nc\n>>>>>>> muster/x");
    assertThat(hunks).hasSize(1);
    assertThat(hunks.getFirst().target()).isEqualTo("b\n");
    assertThat(hunks.getFirst().session()).isEqualTo("c\n");
  }

  @Test
  void signs_of_another_width_and_underlines_are_text() {
    var hunks =
        ConflictHunks.in(
            "Title\n"
                + "=======\n"
                + "<<<<<<<<< main\n"
                + "=======\n"
                + "b\n"
                + "=========\n"
                + "c\n"
                + ">>>>>>> x\n"
                + ">>>>>>>>> muster/x\n");
    assertThat(hunks).hasSize(1);
    assertThat(hunks.getFirst().target()).isEqualTo("=======\nb\n");
    assertThat(hunks.getFirst().session()).isEqualTo("c\n>>>>>>> x\n");
  }

  @Test
  void what_is_not_closed_is_no_conflict() {
    assertThat(ConflictHunks.in("<<<<<<< main\nb\n=======\nc\n")).isEmpty();
    assertThat(ConflictHunks.in("")).isEmpty();
  }

  @Test
  void the_place_nearest_to_a_line_is_found() {
    String text = "}\na\n}\nb\n}";
    int[] starts = ConflictHunks.lineStarts(text);
    assertThat(starts).containsExactly(0, 2, 4, 6, 8);
    assertThat(ConflictHunks.nearest(text, starts, "}", 3)).isEqualTo(2);
    assertThat(ConflictHunks.nearest(text, starts, "}", 99)).isEqualTo(4);
    assertThat(ConflictHunks.nearest(text, starts, "b\n}", 0)).isEqualTo(3);
    assertThat(ConflictHunks.nearest(text, starts, "c", 0)).isEqualTo(-1);
    assertThat(ConflictHunks.nearest(text, starts, "", 0)).isEqualTo(-1);
  }
}
