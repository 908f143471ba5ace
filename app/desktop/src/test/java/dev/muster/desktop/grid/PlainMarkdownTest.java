package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainMarkdownTest {
  @Test
  void signs_for_bold_code_headings_and_bullets_are_not_shown() {
    assertThat(PlainMarkdown.of("## Done\n\n- **Change:** `src/price.sh` rounds\n  * twice"))
        .isEqualTo("Done\n\n• Change: src/price.sh rounds\n  • twice");
  }

  @Test
  void code_blocks_and_what_is_no_markdown_stay_as_they_are() {
    String code = "```sh\n# not a heading\n- `x`\n```\n2 * 3 - 1 * 4";
    assertThat(PlainMarkdown.of(code)).isEqualTo(code);
    assertThat(PlainMarkdown.of("\n\n")).isEqualTo("\n\n");
    assertThat(PlainMarkdown.of("")).isEmpty();
  }
}
