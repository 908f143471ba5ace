package dev.muster.engine.agent.builtin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.HostFacts;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.policy.Rule;
import dev.muster.engine.policy.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing and searching real folders, with git, with ripgrep where there is one, and without. */
class LookingToolsTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(folder);
    bench.sh("git init -q");
    bench.write(".gitignore", "build/\n*.log\n");
    bench.write("README.md", "Hello World\n");
    bench.write("src/main/App.java", "class App {\n  int answer = 42;\n}\n");
    bench.write("src/main/Über.java", "class Über { int Answer = 43; }\r\n");
    bench.write("src/test/deep/down/Here.java", "answer\n");
    bench.write("build/out.txt", "answer\n");
    bench.write("debug.log", "answer\n");
    Files.write(bench.worktree.resolve("data.bin"), "answer\0".getBytes());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A machine that has neither git nor ripgrep. */
  private record BareHost() implements Host {
    @Override
    public String name() {
      return "a bare machine";
    }

    @Override
    public RunningProcess start(ProcessSpec spec) throws HostException {
      throw new HostException("There is no " + spec.argv().getFirst() + ".");
    }

    @Override
    public Finished run(ProcessSpec spec, Duration limit, Capture capture) throws HostException {
      throw new HostException("There is no " + spec.argv().getFirst() + ".");
    }

    @Override
    public HostFacts probe() {
      return new HostFacts("", HostFacts.Containment.NONE, false, false);
    }

    @Override
    public void close() {}
  }

  private ToolResult bare(Tool tool, Object... input) throws Exception {
    return tool.prepare(new ToolCall("c", Bench.input(input)), bench.context).run(new Cancel());
  }

  @Test
  void a_folder_is_a_tree_without_what_git_ignores() {
    ToolResult result = bench.call("list");

    assertThat(result.text())
        .isEqualTo(
            """
            .gitignore
            README.md
            data.bin
            src/
              main/
                App.java
                Über.java
              test/
                deep/ (1 file)
            """);
    assertThat(result.summary()).isEqualTo("6 files");
    assertThat(bench.call("list", "path", "src/test", "depth", 5).text())
        .isEqualTo("deep/\n  down/\n    Here.java\n");
    assertThat(bench.call("list", "path", "build").text()).contains("git ignores");
    assertThat(bench.call("list", "path", "nowhere").text()).contains("There is no folder");
    assertThat(bench.call("list", "path", "README.md").text()).contains("is no folder");
  }

  @Test
  void a_folder_with_very_many_files_is_cut_and_says_so() throws Exception {
    bench.sh("mkdir many && cd many && seq 1 3000 | xargs touch");

    ToolResult result = bench.call("list", "path", "many");

    assertThat(result.text()).hasSizeLessThan(ToolResult.MAX_TEXT).endsWith("more here\n");
    assertThat(result.summary()).isEqualTo("3000 files");
  }

  @Test
  void without_git_the_folder_is_walked() throws Exception {
    ToolResult result = bare(new ListTool(new BareHost()));

    assertThat(result.text()).contains("README.md").contains("App.java").doesNotContain(".git/");
    assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
  }

  @Test
  void a_search_finds_lines_with_and_without_ripgrep() throws Exception {
    for (Host host : List.of(bench.host, new BareHost())) {
      Tool search = new SearchTool(host);

      ToolResult result = bare(search, "pattern", "answer", "glob", "*.java");
      assertThat(result.text())
          .contains("src/main/App.java:2:  int answer = 42;\n")
          .contains("src/test/deep/down/Here.java:1:answer\n")
          .doesNotContain("Über");
      assertThat(result.summary()).isEqualTo("2 matches in 2 files");
      assertThat(
              bare(search, "pattern", "ANSWER = \\d+", "ignore_case", true, "path", "src/main")
                  .text())
          .contains("src/main/App.java:2:")
          .contains("src/main/Über.java:1:class Über { int Answer = 43; }");
      assertThat(
              bare(search, "pattern", "answer", "files_only", true, "path", "src", "glob", "*.java")
                  .text())
          .isEqualTo("src/main/App.java\nsrc/test/deep/down/Here.java\n");
      assertThat(bare(search, "pattern", "World", "path", "README.md").text())
          .isEqualTo("README.md:1:Hello World\n");
      assertThat(bare(search, "pattern", "no such thing").text()).startsWith("No matches.");
      assertThat(bare(search, "pattern", "^class (?=Üb)", "glob", "src/**").text())
          .contains("Über.java:1:");
    }
  }

  @Test
  void a_search_does_not_look_into_files_that_a_rule_denies_reading() throws Exception {
    bench.write("secrets/key.txt", "answer: 4711\n");
    bench.write("src/main/.env", "ANSWER=4711\n");
    bench.gate.rules =
        Rules.NONE
            .with(Reach.PROJECT, Rule.parse("deny read: secrets"))
            .with(Reach.ALWAYS, Rule.parse("deny read: .env"));
    for (String where : List.of(".", "src", "src/main")) {
      for (boolean names : List.of(true, false)) {
        ToolResult found =
            bench.call(
                "search",
                "pattern",
                "answer|4711",
                "ignore_case",
                true,
                "files_only",
                names,
                "path",
                where);
        assertThat(found.text()).contains("App.java").doesNotContain("key.txt", ".env", "4711");
        assertThat(found.text()).contains("left out: a rule denies reading");
      }
    }
    assertThat(bench.call("search", "pattern", "4711", "path", "secrets").text())
        .doesNotContain("key.txt", "answer: ");
    assertThat(bench.call("search", "pattern", "ANSWER", "path", "src/main/.env").text())
        .doesNotContain("4711");
  }

  @Test
  void git_ignored_and_binary_files_are_left_out_of_a_search() throws Exception {
    for (Host host : List.of(bench.host)) {
      assertThat(bare(new SearchTool(host), "pattern", "answer").text())
          .doesNotContain("build/", "debug.log", "data.bin");
    }
    bench.sh("mv build saved; git config core.fsmonitor 'touch it-ran'");
    bench.call("search", "pattern", "answer");
    bench.call("list");
    assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
  }

  @Test
  void a_bad_or_endless_expression_is_told() throws Exception {
    assertThat(bench.call("search", "pattern", "(").text()).contains("is no regular expression");
    assertThat(bench.call("search", "pattern", "").text()).contains("empty");
    bench.write("evil.txt", "a".repeat(5_000) + "!\n");
    bench.write("deep.txt", "ab".repeat(4_900) + "\n");

    ToolResult endless =
        bare(new SearchTool(new BareHost()), "pattern", "(a+)+\\1b", "path", "evil.txt");
    ToolResult deep =
        bare(new SearchTool(new BareHost()), "pattern", "^(a|b|ab)*c$", "path", "deep.txt");

    assertThat(endless.text()).contains("takes too long and was cut short");
    assertThat(deep.outcome()).isEqualTo(ToolOutcome.OK);
  }

  @Test
  void very_many_matches_are_cut_and_say_so() throws Exception {
    bench.sh("seq 1 100000 > numbers.txt");
    for (Host host : List.of(bench.host, new BareHost())) {
      ToolResult result = bare(new SearchTool(host), "pattern", "^[0-9]", "path", ".");

      assertThat(result.text()).hasSizeLessThan(ToolResult.MAX_TEXT);
      assertThat(result.text()).contains("There may be more matches");
    }
  }

  @Test
  void a_cancelled_search_stops() throws Exception {
    bench.write("evil.txt", "a".repeat(5_000) + "!\n");
    Cancel cancel = new Cancel();
    PreparedCall call =
        new SearchTool(new BareHost())
            .prepare(
                new ToolCall("c", Bench.input("pattern", "(a+)+\\1b", "path", "evil.txt")),
                bench.context);
    Thread canceller = Thread.ofVirtual().start(cancel::cancel);

    ToolResult result = call.run(cancel);

    canceller.join();
    assertThat(result.outcome()).isEqualTo(ToolOutcome.CANCELLED);
  }

  @Test
  void outside_the_worktree_a_search_walks_only_after_a_yes() throws Exception {
    Path outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("x.txt"), "needle\n");

    ToolResult result = bench.call("search", "pattern", "needle", "path", outside.toString());

    assertThat(result.outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.gate.asked).hasSize(1);
    try {
      bench.gate.allow("read: " + outside + "/**");
      assertThat(bench.call("search", "pattern", "needle", "path", outside.toString()).text())
          .isEqualTo(outside + "/x.txt:1:needle\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
