package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
  private final TerminalText text = new TerminalText();

  @Test
  void colours_and_titles_are_left_out_even_when_cut_in_two() {
    text.append("\u001b[3");
    text.append("2m✓\u001b[0m ok\u001b]0;title\u0007!\n");

    assertThat(text.last(5)).containsExactly("✓ ok!");
  }

  @Test
  void a_progress_bar_is_one_line() {
    text.append("10 %\r");
    text.append("55 %\r100 %\r\ndone\n");

    assertThat(text.last(5)).containsExactly("100 %", "done");
  }

  @Test
  void a_line_without_its_end_is_shown_and_goes_on() {
    text.append("half");
    assertThat(text.last(5)).containsExactly("half");
    text.append(" and half\n");
    assertThat(text.last(5)).containsExactly("half and half");
  }

  @Test
  void only_the_last_lines_are_kept_and_all_are_counted() {
    for (int i = 1; i <= 1000; i++) {
      text.append("line " + i + "\n");
    }

    assertThat(text.count()).isEqualTo(1000);
    assertThat(text.last(2)).containsExactly("line 999", "line 1000");
    assertThat(text.last(100_000)).hasSize(TerminalText.MOST_LINES);
  }

  @Test
  void an_endless_line_is_bounded() {
    text.append("x".repeat(1_000_000));

    assertThat(text.last(1).getFirst()).hasSize(TerminalText.MOST_COLUMNS);
  }
}
