package dev.muster.engine.agent.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person is shown of an edit that Claude Code asks leave for. */
class EditPreviewTest {
  @TempDir Path worktree;

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void a_new_file_is_shown_as_lines_that_come() {
    JsonNode input = json("{\"content\":\"one\\ntwo\\n\"}");
    assertThat(EditPreview.of("Write", input, worktree.resolve("a.txt"), worktree))
        .contains("+one\n+two\n");
    assertThat(EditPreview.of("Write", input, Path.of("/elsewhere/a.txt"), worktree))
        .isEqualTo("+one\n+two\n");
  }

  @Test
  void an_edit_is_shown_as_what_goes_and_what_comes_also_where_the_file_does_not_have_it()
      throws Exception {
    Path file = Files.writeString(worktree.resolve("a.txt"), "same\nold\n");
    assertThat(
            EditPreview.of(
                "Edit", json("{\"old_string\":\"old\",\"new_string\":\"new\"}"), file, worktree))
        .contains(" same\n-old\n+new\n");
    assertThat(
            EditPreview.of(
                "Edit",
                json("{\"old_string\":\"not there\",\"new_string\":\"new\"}"),
                file,
                worktree))
        .startsWith("-not there\n")
        .contains("+new\n");
  }

  @Test
  void all_of_several_edits_are_shown() {
    assertThat(
            EditPreview.of(
                "MultiEdit",
                json(
                    "{\"edits\":[{\"old_string\":\"a\\n\",\"new_string\":\"b\\n\"},"
                        + "{\"old_string\":\"c\\n\",\"new_string\":\"rm -rf ~\\n\"}]}"),
                Path.of("/elsewhere/a.txt"),
                worktree))
        .isEqualTo("-a\n+b\n-c\n+rm -rf ~\n");
  }
}
