package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
  @Test
  void an_agent_cannot_move_the_cursor_or_hide_a_part_of_a_command() {
    String hidden = "ls\u001b[2K\u001b[1Grm -rf ~\u0008\u009b31m\u007f";
    assertThat(Plain.text(hidden)).isEqualTo("ls␛[2K␛[1Grm -rf ~␈<U+009B>31m<U+007F>");
    assertThat(Plain.text("safe \u202efdp.exe\u2066\u200f\u2028"))
        .isEqualTo("safe <U+202E>fdp.exe<U+2066><U+200F><U+2028>");
    assertThat(Plain.text("over\rwritten")).isEqualTo("over␍written");
  }

  @Test
  void plain_text_stays_as_it_is() {
    String text = "Grüße, 日本 🚀\n\ttabbed";
    assertThat(Plain.text(text)).isSameAs(text);
    assertThat(Plain.text("dos\r\nline")).isEqualTo("dos\nline");
  }

  @Test
  void a_path_is_one_line_with_all_its_characters() {
    assertThat(Plain.path("new\nline\tx\u001b.txt")).isEqualTo("new␊line␉x␛.txt");
  }

  @Test
  void one_line_is_one_line_and_bounded() {
    assertThat(Plain.line("  a\n b\tc ", 80)).isEqualTo("a b c");
    assertThat(Plain.line("x".repeat(90), 80)).hasSize(80).endsWith("x…");
    assertThat(Plain.line("xxxx🚀🚀", 6)).isEqualTo("xxxx…");
  }
}
