package dev.muster.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitPlace;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.host.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample repository is real: its files run, its history is there, its one failure is honest.
 */
class SampleRepositoryTest {
  @TempDir Path folder;
  private LocalHost host;

  @BeforeEach
  void open() {
    host = new LocalHost();
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void exactly_one_test_of_the_sample_fails() throws Exception {
    Path shop = new Demo(Git.on(host), folder).makeRepository();
    Finished all = sh(shop, "test/run.sh");
    assertThat(all.outText()).contains("11 passed, 1 failed", "FAIL  half_a_cent_is_rounded_up");
    assertThat(all.exit()).isEqualTo(1);
    assertThat(sh(shop, "test/run.sh", "orders", "stock", "slug").exit()).isZero();
    assertThat(sh(shop, "bin/shop", "list").outText().lines()).hasSize(6);
  }

  @Test
  void the_sample_is_a_clean_checkout_with_a_history() throws Exception {
    Git git = Git.on(host);
    Path shop = new Demo(git, folder).makeRepository();
    sh(shop, "test/run.sh");
    GitPlace place = GitPlace.at(shop);
    assertThat(git.run(place, "status", "--porcelain", "--untracked-files=all").text()).isEmpty();
    assertThat(git.run(place, "log", "--format=%an <%ae>, %cn").text().lines())
        .hasSize(4)
        .containsOnly("Muster demo <demo@muster.invalid>, Muster demo");
    assertThat(git.run(place, "symbolic-ref", "--short", "HEAD").text().strip()).isEqualTo("main");
  }

  @Test
  void a_second_demo_leaves_the_first_as_it_is() throws Exception {
    Demo demo = new Demo(Git.on(host), folder);
    Path first = demo.makeRepository();
    Files.writeString(first.resolve("README.md"), "mine now");
    Path second = demo.makeRepository();
    assertThat(first.getFileName()).hasToString("shop");
    assertThat(second.getFileName()).hasToString("shop-2");
    assertThat(first.resolve("README.md")).hasContent("mine now");
  }

  @Test
  void the_users_git_settings_neither_matter_nor_change() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    String mine =
        """
        [user]
        \tname = Somebody Else
        \temail = somebody@example.org
        [commit]
        \tgpgSign = true
        [gpg]
        \tprogram = /nowhere/gpg
        [core]
        \tautocrlf = true
        [init]
        \tdefaultBranch = trunk
        """;
    Path config = Files.writeString(home.resolve(".gitconfig"), mine);
    Map<String, String> env = new TreeMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.remove("XDG_CONFIG_HOME");
    Git git = Git.on(host, env);
    Path shop = new Demo(git, folder).makeRepository();
    assertThat(git.run(GitPlace.at(shop), "log", "-1", "--format=%an %D").text().strip())
        .isEqualTo("Muster demo HEAD -> main");
    assertThat(config).hasContent(mine);
  }

  @Test
  void nothing_is_left_of_a_sample_that_could_not_be_made() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Map<String, String> env = new TreeMap<>(Environments.scrubbed());
    env.put("HOME", home.toString());
    env.remove("XDG_CONFIG_HOME");
    Demo demo = new Demo(Git.on(host, env), folder);
    Files.writeString(home.resolve(".gitconfig"), "this is no configuration");
    assertThatThrownBy(demo::makeRepository)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not be made")
        .hasMessageContaining("Nothing of it was left");
    assertThat(folder.resolve("demo")).isEmptyDirectory();
  }

  @Test
  void every_session_of_the_demo_has_its_script() {
    assertThat(Demo.scripts())
        .extracting(script -> script.id())
        .containsExactlyElementsOf(DemoTask.ALL.stream().map(Demo::scriptId).toList());
    assertThat(Demo.sessions(folder))
        .hasSize(9)
        .allMatch(spec -> spec.agentId().equals("rehearsal"));
  }

  private Finished sh(Path folder, String... args) throws Exception {
    ProcessSpec spec = ProcessSpec.of(folder, concat(args)).withMergedStderr();
    return host.run(spec, Duration.ofMinutes(1));
  }

  private static String[] concat(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "sh";
    System.arraycopy(args, 0, line, 1, args.length);
    return line;
  }
}
