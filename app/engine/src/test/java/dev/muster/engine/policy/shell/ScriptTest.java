package dev.muster.engine.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines as words. */
class ScriptTest {
  private static List<String> commands(String line) {
    Script script = Script.read(line);
    assertThat(script.unreadable()).as(line).isNull();
    return script.commands().stream().map(ShellCommand::text).toList();
  }

  static Object[][] lines() {
    return new Object[][] {
      {"", List.of()},
      {"# nothing", List.of()},
      {"a b c", List.of("a b c")},
      {"a 'b c' \"d e\" f\\ g", List.of("a b c d e f g")},
      {"a \\\n b", List.of("a b")},
      {"a;b&&c||d|e|&f&g\nh", List.of("a", "b", "c", "d", "e", "f", "g", "h")},
      {"a#b #c\nd", List.of("a#b", "d")},
      {"X=1 Y='2 3' a", List.of("X=1 Y=2 3 a")},
      {"a X=1", List.of("a X=1")},
      {"'X'=1 a", List.of("X=1 a")},
      {"a >b 2>&1 <c", List.of("a")},
      {"a 2>b c", List.of("a c")},
      {"(a; b) >c", List.of("a", "b", "")},
      {"{ a; b; }", List.of("a", "b")},
      {"{a,b}", List.of("{a,b}")},
      {"a {} b", List.of("a {} b")},
      {"a $(b $(c)) `d \\`e\\``", List.of("c", "b $(c)", "e", "d `e`", "a $(b $(c)) `d \\`e\\``")},
      {"a \"$(b \"c d\")\"", List.of("b c d", "a $(b \"c d\")")},
      {"if a; then b; elif c; then d; else e; fi; f", List.of("a", "b", "c", "d", "e", "f")},
      {"while a; do b; done <c", List.of("a", "b", "")},
      {"until a\ndo\nb\ndone", List.of("a", "b")},
      {"for x in 1 $(a); do b $x; done", List.of("a", "b $x")},
      {"for x; do b; done", List.of("b")},
      {"case $(a) in b|c) d;; (e) f;; esac; g", List.of("a", "d", "f", "g")},
      {"a() { b; }; c", List.of("b", "c")},
      {"function a { b; }\nc", List.of("b", "c")},
      {"! a", List.of("a")},
      {"cat <<E\nx $(a)\nE\nb", List.of("cat", "a", "b")},
      {"cat <<'E'\nx $(a)\nE\nb", List.of("cat", "b")},
      {"cat <<-E\n\tx\n\tE\nb", List.of("cat", "b")},
      {"cat <<A <<B\n1\nA\n2\nB\nb", List.of("cat", "b")},
      {"a \"$(cat <<E\n)\nE\n)\"", List.of("cat", "a $(cat <<E\n)\nE\n)")},
      {"diff <(a) <(b)", List.of("a", "b", "diff <(…) <(…)")},
      {"a $((1 + (2))) ${b} ${c:-$(d)}", List.of("d", "a $((1 + (2))) ${b} ${c:-$(d)}")},
      {"echo then if done", List.of("echo then if done")},
      {"[ -n \"$a\" ] && b", List.of("[ -n $a ]", "b")},
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void every_command_of_a_line_is_found(String line, List<String> expected) {
    assertThat(commands(line)).isEqualTo(expected);
  }

  @Test
  void quotes_decide_what_is_a_pattern_and_what_is_known() {
    List<Word> words =
        Script.read("a *.c '*.c' \"$x\" '$x' ~/y '~/y' {1,2} '{1,2}' a[b] [ $")
            .commands()
            .getFirst()
            .words();

    assertThat(words.stream().map(Word::glob).toList())
        .containsExactly(
            false, true, false, false, false, false, false, false, false, true, false, false);
    assertThat(words.stream().map(Word::fixed).toList())
        .containsExactly(true, true, true, false, true, true, true, false, true, true, true, true);
    assertThat(words.stream().map(Word::tilde).toList())
        .containsExactly(
            false, false, false, false, false, true, false, false, false, false, false, false);
  }

  @Test
  void what_shells_read_differently_is_not_read_at_all() {
    for (String line :
        List.of(
            "a &>b c",
            "a $'\\n'",
            "a $[1]",
            "((a))",
            "$((a) ; (b))",
            "a=(b)",
            "a ${x:-'}'}",
            "coproc a",
            "a $(cat <<E)\nE",
            "fi",
            "a )",
            "{ a",
            "a 'b",
            "for 1 in x; do y; done",
            "case x in",
            "if a; then b",
            "a <",
            "cat <<$x\n$x")) {
      Script script = Script.read(line);
      assertThat(script.unreadable()).as(line).isNotNull().endsWith(".");
    }
  }
}
