package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
  @Test
  void a_command_shows_every_character_that_could_deceive() {
    assertThat(VisibleText.exact("rm -rf \u202E/emoh")).isEqualTo("rm -rf ⟨U+202E⟩/emoh");
    assertThat(VisibleText.exact("echo a\u200Bb")).isEqualTo("echo a⟨U+200B⟩b");
    assertThat(VisibleText.exact("ls\u00A0-la")).isEqualTo("ls⟨U+00A0⟩-la");
    assertThat(VisibleText.exact("printf '\u001b[2K\r'")).isEqualTo("printf '⟨U+001B⟩[2K⟨U+000D⟩'");
    assertThat(VisibleText.exact("a\tb")).isEqualTo("a⟨U+0009⟩b");
    assertThat(VisibleText.exact("a\u2028b\uD800c\u3164")).isEqualTo("a⟨U+2028⟩b⟨U+D800⟩c⟨U+3164⟩");
    assertThat(VisibleText.exact(Character.toString(0xE0041))).isEqualTo("⟨U+E0041⟩");
  }

  @Test
  void a_line_break_in_a_file_name_is_seen_and_hides_nothing_behind_it() {
    assertThat(VisibleText.onOneLine("new\nline.txt")).isEqualTo("new⟨U+000A⟩line.txt");
    assertThat(VisibleText.onOneLine("a\tb\u001b")).isEqualTo("a⟨U+0009⟩b⟨U+001B⟩");
    assertThat(VisibleText.onOneLine("src/plain.ts")).isEqualTo("src/plain.ts");
  }

  @Test
  void an_honest_command_stays_as_it_is() {
    String command = "npm install ioredis@5 --save && echo 'fertig: äöü 日本'\nls -l";
    assertThat(VisibleText.exact(command)).isEqualTo(command);
  }

  @Test
  void a_log_loses_terminal_colours_and_keeps_words() {
    assertThat(VisibleText.forLog("\u001b[1;32m✓\u001b[0m 12 tests", 100)).isEqualTo("✓ 12 tests");
    assertThat(VisibleText.forLog("\u001b]0;title\u0007done", 100)).isEqualTo("done");
    assertThat(VisibleText.forLog("10 %\r50 %\r100 %\r", 100)).isEqualTo("100 %");
    assertThat(VisibleText.forLog("one\r\ntwo", 100)).isEqualTo("one\ntwo");
    assertThat(VisibleText.forLog("a\tbc\td", 100)).isEqualTo("a   bc  d");
    assertThat(VisibleText.forLog("bell\u0007 \u202Eback", 100))
        .isEqualTo("bell⟨U+0007⟩ ⟨U+202E⟩back");
  }
}
