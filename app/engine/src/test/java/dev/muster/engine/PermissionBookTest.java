package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.session.FleetException;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PermissionBookTest {
  private static final byte[] NO_TEXT = {'d', 'e', 'n', 'y', ' ', (byte) 0xff, (byte) 0xfe};

  @TempDir Path home;
  private DataFolder folders;
  private Path rules;
  private LiveSettings settings;
  private PermissionBook book;

  @BeforeEach
  void open() throws Exception {
    folders = DataFolder.at(home);
    folders.create();
    rules = folders.data().resolve("rules/p1.rules");
    Files.createDirectories(rules.getParent());
    settings = new LiveSettings(folders.configFile());
    book = new PermissionBook(folders, settings);
  }

  @Test
  void rules_of_a_project_are_kept() throws Exception {
    book.addForProject("p1", "run: make");
    book.addForProject("p1", "deny run: rm");

    PermissionBook again = new PermissionBook(folders, settings);
    assertThat(again.ofProject("p1")).containsExactly("run: make", "deny run: rm");
    assertThat(again.ofProject("p2")).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_neither_taken_for_empty_nor_written_over() throws Exception {
    Files.write(rules, NO_TEXT);

    assertThatThrownBy(() -> book.ofProject("p1"))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining(rules.toString());
    assertThatThrownBy(() -> book.addForProject("p1", "run: make"))
        .isInstanceOf(FleetException.class);
    assertThat(rules).hasBinaryContent(NO_TEXT);
  }

  @Test
  void a_file_that_was_mended_holds_at_once() throws Exception {
    Files.write(rules, NO_TEXT);
    assertThatThrownBy(() -> book.ofProject("p1")).isInstanceOf(FleetException.class);

    Files.writeString(rules, "deny run: rm\n");

    assertThat(book.ofProject("p1")).containsExactly("deny run: rm");
  }

  @Test
  void settings_that_cannot_be_read_are_not_taken_for_settings_without_rules() throws Exception {
    for (String broken : List.of("rules = [\"deny run: rm\"\n", "rules = \"deny run: rm\"\n")) {
      Files.writeString(folders.configFile(), broken);
      LiveSettings unread = new LiveSettings(folders.configFile());

      assertThatThrownBy(unread::rules)
          .isInstanceOf(FleetException.class)
          .hasMessageContaining("config.toml");

      Files.writeString(folders.configFile(), "rules = [\"deny run: rm\"]\n");
      assertThat(unread.rules()).containsExactly("deny run: rm");
    }
  }
}
