package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name of a file can pass for another, or for more than one line. */
class ShownPathTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"src/pool.ts", "läns/ü ñ.txt", "日本/文.md", "שלום.txt", "a b.txt", "x'y"})
  void plain_names_of_any_script_stay_as_they_are(String path) {
    assertThat(ShownPath.of(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new\nline",
        "a\r\nb",
        "tab\there",
        "bell\u0007",
        "del\u007f",
        "esc\u001b[31m",
        "say \"x\"",
        "back\\slash",
        "exe\u202Etxt.js",
        "zero\u200Bwidth",
        "nb\u00A0sp",
        "para\u2029graph",
        "iso\u2066late\u2069",
        "c1\u0085",
        "\uFEFFbom",
        "private\uE000"
      })
  void odd_names_are_quoted_and_read_back_as_they_were(String path) {
    String shown = ShownPath.of(path);
    assertThat(shown).startsWith("\"").endsWith("\"");
    assertThat(shown.codePoints())
        .allMatch(c -> c >= ' ' && c != 0x7f && Character.getType(c) != Character.FORMAT);
    assertThat(Quoted.path(shown)).isEqualTo(path);
  }

  @Test
  void it_is_what_git_says_itself() throws Exception {
    try (var test = new TestRepository(dir.resolve("project"))) {
      var odd = "a\nb \"c\" \u202Ed\te\\f";
      test.write(odd, "x\n");
      test.commit("odd");
      assertThat(test.git(test.root(), "ls-files").strip()).isEqualTo(ShownPath.of(odd));
    }
  }
}
