package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinePiecesTest {
  @Test
  void pieces_make_the_line_again_and_cut_no_character() {
    String line = "a" + "😀".repeat(1_000) + "\t\u202e" + "z".repeat(1_000_000);
    List<String> pieces = LinePieces.of(List.of(line));
    assertThat(String.join("", pieces)).isEqualTo(line);
    assertThat(pieces)
        .allSatisfy(
            piece -> {
              assertThat(piece.length()).isBetween(1, LinePieces.LONGEST);
              assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            });
  }

  @Test
  void an_empty_line_is_a_piece_of_its_own() {
    assertThat(LinePieces.of(List.of("", "b"))).containsExactly("", "b");
  }
}
