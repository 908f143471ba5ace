package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands on a data folder that lies in a place where nothing can be written. */
@EnabledOnOs(OS.LINUX)
class ReadOnlyHomeTest extends CliFixture {
  private record Said(int exit, String text) {}

  private Path home() {
    return temp.resolve("home");
  }

  /** Runs a command with the home mounted read-only, for this one process. */
  private Said readOnly(String... args) throws Exception {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.muster.cli.Main"));
    java.addAll(List.of(args));
    String command = String.join(" ", java.stream().map(ReadOnlyHomeTest::quoted).toList());
    String home = quoted(home().toString());
    return run(
        "mount --bind "
            + home
            + " "
            + home
            + " && mount -o remount,bind,ro "
            + home
            + " && "
            + "exec "
            + command);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private Said run(String script) throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!root) {
      command.add("--map-root-user");
    }
    command.addAll(List.of("-m", "sh", "-c", script));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MUSTER_HOME", home().toString());
    builder.directory(checkout().toFile());
    Process process = builder.start();
    String text;
    try (var in = process.getInputStream()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Said(process.waitFor(), text);
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return content;
  }

  @Test
  void a_home_that_cannot_be_written_is_told_in_a_sentence_and_nothing_is_touched()
      throws Exception {
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      var said = new MessageAdded("m", "the needle", null);
      store.journal().append(new SessionId("sone00001"), 0, said).join();
      store.search().catchUp();
    }
    String home = quoted(home().toString());
    Said mounts = run("mount --bind " + home + " " + home + " && mount -o remount,bind,ro " + home);
    Assumptions.assumeTrue(mounts.exit() == 0, "no mounts of one's own here");
    Map<String, String> before = content(home());

    for (String[] command :
        new String[][] {{"list"}, {"search", "needle"}, {"rebuild"}, {"run", "work"}}) {
      Said said = readOnly(command);
      assertThat(said.exit()).as(said.text()).isNotZero();
      assertThat(said.text())
          .contains("Read-only file system", "Nothing was changed")
          .doesNotContain("Exception", "\tat ");
    }
    assertThat(content(home())).isEqualTo(before);

    Typed found = Typed.nobody();
    assertThat(muster(found, "search", "needle")).isZero();
    assertThat(found.out()).contains("needle");
  }
}
