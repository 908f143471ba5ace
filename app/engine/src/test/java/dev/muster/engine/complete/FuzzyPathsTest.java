package dev.muster.engine.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FuzzyPathsTest {
  private static final List<String> PATHS =
      List.of(
          "README.md",
          "src/db/pool.ts",
          "src/db/waitFor.ts",
          "src/health.ts",
          "src/http/PoolHealthCheck.ts",
          "test/db/pool.test.ts");

  private static List<String> find(String typed) {
    return FuzzyPaths.find(PATHS, typed, 10).stream().map(NamedFile::path).toList();
  }

  @Test
  void a_file_s_own_name_comes_before_what_is_spread_over_its_path() {
    assertThat(find("pool"))
        .startsWith("src/db/pool.ts", "test/db/pool.test.ts")
        .contains("src/http/PoolHealthCheck.ts");
    assertThat(find("health")).startsWith("src/health.ts");
  }

  @Test
  void beginnings_of_words_are_enough() {
    assertThat(find("phc")).containsExactly("src/http/PoolHealthCheck.ts");
    assertThat(find("wf")).startsWith("src/db/waitFor.ts");
    assertThat(find("db/p")).startsWith("src/db/pool.ts");
  }

  @Test
  void what_was_typed_is_told_by_its_places() {
    NamedFile file = FuzzyPaths.find(PATHS, "READ", 1).getFirst();
    assertThat(file).isEqualTo(new NamedFile("README.md", List.of(0, 1, 2, 3)));
    assertThat(FuzzyPaths.find(PATHS, "phc", 1).getFirst().matched()).containsExactly(9, 13, 19);
  }

  @Test
  void nothing_typed_gives_the_files_nearest_to_the_root_and_nonsense_nothing() {
    assertThat(find("")).startsWith("README.md", "src/health.ts");
    assertThat(find("zzz")).isEmpty();
    assertThat(find("x".repeat(5_000))).isEmpty();
    assertThat(FuzzyPaths.find(List.of(), "a", 10)).isEmpty();
  }

  @Test
  void of_many_only_as_many_as_are_wanted_are_given_and_the_best_of_them() {
    List<String> many =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "src/module%03d/part/File%05d.java".formatted(i % 300, i))
            .toList();
    List<NamedFile> found = FuzzyPaths.find(many, "file19999", 20);
    assertThat(found).hasSize(1).first().extracting(NamedFile::path).asString().contains("19999");
    assertThat(FuzzyPaths.find(many, "java", 50)).hasSize(50);
  }
}
