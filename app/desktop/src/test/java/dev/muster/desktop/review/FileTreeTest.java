package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.review.FileTree.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileTreeTest {
  private final List<ReviewFile> files =
      Stream.of("README.md", "src/db/pool.ts", "test/user.test.ts", "src/db/waitFor.ts")
          .map(path -> new ReviewFile(Changes.modified(path, 'b', 1, 1)))
          .toList();

  private List<String> rows(String filter, Set<String> closed) {
    return FileTree.rows(files, filter, closed).stream()
        .map(
            row ->
                switch (row) {
                  case Row.Folder folder -> folder.path() + "/" + folder.files();
                  case Row.File file -> file.name();
                })
        .toList();
  }

  @Test
  void files_stand_under_their_folder_and_those_at_the_top_come_first() {
    assertThat(rows("", Set.of()))
        .containsExactly(
            "README.md", "src/db/2", "pool.ts", "waitFor.ts", "test/1", "user.test.ts");
  }

  @Test
  void a_filter_finds_words_anywhere_in_the_path_also_in_closed_folders() {
    assertThat(rows("DB ts", Set.of("src/db")))
        .containsExactly("src/db/2", "pool.ts", "waitFor.ts");
    assertThat(rows("", Set.of("src/db")))
        .containsExactly("README.md", "src/db/2", "test/1", "user.test.ts");
    assertThat(rows("nothing", Set.of())).isEmpty();
  }
}
