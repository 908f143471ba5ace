package dev.muster.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.Ruling.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as people write them and as they are kept. */
class RulesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run: npm install",
        "deny run: rm",
        "run: FOO=1 make",
        "run: git commit -m 'a b'",
        "run: npm run test:*",
        "run only: a && b | c > d",
        "edit: src/**",
        "deny read: .env",
        "fetch: *.example.org",
        "tool: mcp_*",
        "full auto: without a sandbox",
      })
  void a_rule_reads_back_as_it_was_written(String text) throws Exception {
    Rule rule = Rule.parse(text);

    assertThat(rule.toString()).isEqualTo(text);
    assertThat(Rule.parse("  " + text + " ")).isEqualTo(rule);
    assertThat(rule.sentence()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "npm install",
        "walk: the dog",
        "run:",
        "run: a; b",
        "run: a && b",
        "run: a > b",
        "run: $X",
        "run: 'unclosed",
        "run: r*",
        "run: A=1",
        "full auto: always",
        "deny full auto: without a sandbox",
      })
  void what_is_no_rule_is_refused_with_a_sentence(String text) {
    assertThatThrownBy(() -> Rule.parse(text))
        .isInstanceOf(RuleFormatException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void rules_are_added_taken_away_and_kept_as_lines() throws Exception {
    Rule test = Rule.parse("run: npm test");
    Rules rules = Rules.NONE.with(Reach.PROJECT, test).with(Reach.PROJECT, test);

    assertThat(rules.lines(Reach.PROJECT)).containsExactly("run: npm test");
    assertThat(rules.of(Reach.SESSION)).isEmpty();
    assertThat(rules.without(Reach.PROJECT, test)).isEqualTo(Rules.NONE);
    assertThat(Rules.NONE.withLines(Reach.PROJECT, rules.lines(Reach.PROJECT))).isEqualTo(rules);
  }

  @Test
  void a_line_that_is_no_rule_decides_nothing_and_is_not_lost() {
    Rules rules =
        Rules.NONE.withLines(
            Reach.ALWAYS, List.of("run: ls", "", "rnu: rm", "full auto: without a sandbox"));

    assertThat(rules.of(Reach.ALWAYS)).hasSize(1);
    assertThat(rules.unreadable(Reach.ALWAYS))
        .containsExactly("rnu: rm", "full auto: without a sandbox");
    assertThat(rules.lines(Reach.ALWAYS))
        .containsExactly("run: ls", "rnu: rm", "full auto: without a sandbox");
    assertThat(rules.fullAutoConfirmed()).isFalse();
  }

  @Test
  void a_line_that_was_meant_to_forbid_lets_nothing_through_until_it_is_mended(@TempDir Path tree) {
    Policy policy = new Policy(tree);
    ActionRequest read =
        new ActionRequest(
            "r", "c", "read", Subject.READ, "Read a", null, List.of(tree.resolve("a")), null, null);
    Rules broken = Rules.NONE.withLines(Reach.PROJECT, List.of("deny raed: secrets/**"));

    assertThat(policy.decide(read, PermissionMode.EDIT, Rules.NONE, tree).verdict())
        .isEqualTo(Verdict.ALLOW);
    Ruling ruling = policy.decide(read, PermissionMode.FULL_AUTO, broken, tree);
    assertThat(ruling.verdict()).isEqualTo(Verdict.ASK);
    assertThat(ruling.because()).contains("deny raed: secrets/**");
    assertThat(ruling.riskLabels()).contains("rules cannot be read");
    assertThat(ruling.options()).extracting(option -> option.rule()).containsOnlyNulls();
  }

  @Test
  void full_auto_without_a_sandbox_cannot_be_confirmed_for_more_than_a_session() {
    for (Reach reach : List.of(Reach.ONCE, Reach.PROJECT, Reach.ALWAYS)) {
      assertThatThrownBy(() -> Rules.NONE.with(reach, Rule.FULL_AUTO_UNSANDBOXED))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "src/**, src/a/b, true",
    "src/**, src, true",
    "src/**, srcs/a, false",
    "src, src/a/b, true",
    "src/, src/a, true",
    "./src, src/a, true",
    "*.md, README.md, true",
    "*.md, docs/x/README.md, true",
    "*.md, README.mdx, false",
    "docs/*.md, docs/a.md, true",
    "docs/*.md, docs/x/a.md, false",
    "docs/**/a.md, docs/a.md, true",
    "docs/**/a.md, docs/x/y/a.md, true",
    "**, anything/at/all, true",
    "**, ../outside, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "../other/**, ../other/x, true",
    "../other/**, ../others/x, false",
    "src/**, link/secret, false",
    "link/**, link/secret, false",
  })
  void a_path_pattern_means_real_places(String pattern, String path, boolean allowed)
      throws Exception {
    Path worktree = Files.createDirectories(folder.toRealPath().resolve("w"));
    Path outside = Files.createDirectories(folder.toRealPath().resolve("elsewhere"));
    Files.createSymbolicLink(worktree.resolve("link"), outside);
    Places places = new Places(worktree);

    assertThat(new PathPattern(pattern, worktree, folder).allows(places.find(Path.of(path))))
        .isEqualTo(allowed);
  }

  @Test
  void a_forbidding_pattern_means_a_file_by_any_of_its_names() throws Exception {
    Path worktree = Files.createDirectories(folder.toRealPath().resolve("w"));
    Files.createDirectories(worktree.resolve("secrets"));
    Files.createSymbolicLink(worktree.resolve("alias"), Path.of("secrets"));
    Places places = new Places(worktree);
    PathPattern pattern = new PathPattern("secrets/**", worktree, folder);

    for (String path : List.of("secrets/x", "alias/x", "SECRETS/x", "a/../secrets/x", "secrets")) {
      assertThat(pattern.denies(places.find(Path.of(path)))).as(path).isTrue();
    }
    assertThat(pattern.denies(places.find(Path.of("public/x")))).isFalse();
    assertThat(new PathPattern("alias", worktree, folder).denies(places.find(Path.of("alias/x"))))
        .isTrue();
  }

  @Test
  void a_path_is_followed_to_where_it_really_leads() throws Exception {
    Path real = folder.toRealPath();
    Path worktree = Files.createDirectories(real.resolve("w"));
    Path outside = Files.createDirectories(real.resolve("outside"));
    Files.createDirectories(worktree.resolve("dir"));
    Files.createSymbolicLink(worktree.resolve("out"), outside);
    Files.createSymbolicLink(worktree.resolve("dangling"), Path.of("../outside/new"));
    Files.createSymbolicLink(worktree.resolve("in"), Path.of("dir"));
    Files.createSymbolicLink(worktree.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(worktree.resolve("b"), Path.of("a"));
    Files.createSymbolicLink(real.resolve("w2"), worktree);
    Places places = new Places(real.resolve("w2"));

    assertThat(places.worktree()).isEqualTo(worktree);
    assertInside(places, "dir/new/file", "in/x", "out/../w/x", "./dir/../x", ".", "new/../x");
    assertOutside(
        places,
        "out/x",
        "dangling",
        "dangling/x",
        "..",
        "../w/../x",
        "out/..",
        "a",
        "/etc/passwd",
        "new/../../x",
        "in/../../x");
    assertThat(places.find(Path.of("dangling")).real()).isEqualTo(outside.resolve("new"));
    assertThat(places.find(Path.of("a")).real()).isNull();
    assertThat(places.find(Path.of("in/x")).real()).isEqualTo(worktree.resolve("dir/x"));
    assertThat(places.find(Path.of("dir/.git/x")).gitInternals()).isTrue();
    assertThat(places.find(Path.of("dir/.gitignore")).gitInternals()).isFalse();
  }

  private static void assertInside(Places places, String... paths) {
    for (String path : paths) {
      assertThat(places.find(Path.of(path)).inside()).as(path).isTrue();
    }
  }

  private static void assertOutside(Places places, String... paths) {
    for (String path : paths) {
      assertThat(places.find(Path.of(path)).inside()).as(path).isFalse();
    }
  }
}
