package dev.muster.engine.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SaidTest {
  private static final Path WORKTREE = Path.of("/work/tree");

  @Test
  void what_is_too_long_is_cut_at_a_whole_character_and_says_so() {
    assertThat(Said.bounded("abc", 3)).isEqualTo("abc");
    assertThat(Said.bounded("a😀b", 2)).isEqualTo("a\n… (3 more characters)");
    assertThat(Said.bounded("half \ud83d", 10)).isEqualTo("half ?");
  }

  @Test
  void the_last_line_that_says_something_comes_without_colours() {
    assertThat(Said.lastLine("first\n\u001b[31mERROR\u001b[0m no \u001b[1;2mkey\u001b[0m\n\n"))
        .isEqualTo("ERROR no key");
    assertThat(Said.lastLine(" \n")).isEmpty();
  }

  @Test
  void a_path_is_shown_relative_to_the_worktree_only_where_it_lies_in_it() {
    assertThat(Said.shown(WORKTREE, "/work/tree/src/a.txt")).isEqualTo("src/a.txt");
    assertThat(Said.shown(WORKTREE, "src/../b.txt")).isEqualTo("b.txt");
    assertThat(Said.shown(WORKTREE, "../other/c.txt")).isEqualTo("/work/other/c.txt");
    assertThat(Said.shown(WORKTREE, "/work/tree2/d.txt")).isEqualTo("/work/tree2/d.txt");
    assertThat(Said.path(WORKTREE, "nul\0byte")).isNull();
    assertThat(Said.path(WORKTREE, " ")).isNull();
  }
}
