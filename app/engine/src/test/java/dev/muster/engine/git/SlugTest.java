package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fix the login timeout | fix-the-login-timeout",
        "  --Weird__ input!!  | weird-input",
        "Größe & Straße prüfen | grosse-strasse-prufen",
        "don't panic | dont-panic",
        "日本語 | task",
        "'' | task",
        "../../etc/passwd | etc-passwd",
        "a.lock | a-lock",
        "HEAD | head",
        "Rename every controller to something more telling and update the docs |"
            + " rename-every-controller-to-something",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx |"
            + " xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      })
  void titles_become_branch_names(String title, String slug) {
    assertThat(Slug.of(title)).isEqualTo(slug).hasSizeLessThanOrEqualTo(40);
  }
}
