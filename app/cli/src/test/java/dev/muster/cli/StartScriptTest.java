package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code packaging/muster} in a copy of the tree, with a Java and a Maven that only write
 * down how they were called.
 */
@EnabledOnOs(OS.LINUX)
class StartScriptTest {
  private static final Path PACKAGING = Path.of("../../packaging").toAbsolutePath().normalize();
  private static final List<String> LIBRARIES =
      List.of(
          "libgtk-3.so.0",
          "libXtst.so.6",
          "libXxf86vm.so.1",
          "libGL.so.1",
          "libpangoft2-1.0.so.0",
          "libfreetype.so.6");

  @TempDir Path temp;

  private Path root;
  private Path bin;
  private Path builds;

  private record Result(int exit, String out, String err) {}

  @BeforeEach
  void copyTheTree() throws Exception {
    root = temp.resolve("a tree ünder test");
    bin = temp.resolve("bin");
    builds = temp.resolve("builds");
    Files.createDirectories(root.resolve("packaging"));
    Files.createDirectories(bin);
    for (String script : List.of("muster", "find-jdk")) {
      Files.copy(
          PACKAGING.resolve(script),
          root.resolve("packaging").resolve(script),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String module : List.of("engine", "cli", "desktop")) {
      Files.createDirectories(root.resolve("app/" + module + "/src/main/java"));
      Files.writeString(root.resolve("app/" + module + "/pom.xml"), "<project/>");
      Files.writeString(root.resolve("app/" + module + "/src/main/java/A.java"), "class A {}");
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Path jdk = temp.resolve("jdk 25");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(jdk.resolve("bin/javac"), "exit 0");
    script(
        jdk.resolve("bin/java"),
        "printf 'cwd=%s\\n' \"$PWD\"; for a in \"$@\"; do printf '<%s>\\n' \"$a\"; done;"
            + " [ -z \"${STAY:-}\" ] || { touch \"$STAY\"; read -r _ || :; }");
    script(
        bin.resolve("mvn"),
        "echo called >>'"
            + builds
            + "'; echo noise; [ -z \"${BROKEN:-}\" ] || exit 1; sleep 0.2; for m in cli desktop; do"
            + " mkdir -p app/$m/target/run/app app/$m/target/run/fx; done");
    script(
        bin.resolve("ldconfig"),
        "printf '%s\\n' "
            + String.join(" ", LIBRARIES.stream().map(l -> "'\t" + l + "'").toList()));
    script(bin.resolve("fc-list"), "echo /usr/share/fonts/x.ttf: X");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path script, Map<String, String> more, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().remove("DISPLAY");
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("MUSTER_JDK", temp.resolve("jdk 25").toString());
    builder.environment().putAll(more);
    return builder.start();
  }

  private static Result result(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private Result muster(Map<String, String> more, String... args) throws Exception {
    return result(start(root.resolve("packaging/muster"), more, args));
  }

  private long builds() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void arguments_reach_the_command_line_as_they_are_from_any_folder() throws Exception {
    Result run = muster(Map.of(), "run", "fix \"it\"; $(rm)", "--repo", "a b", "");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("cwd=" + temp.toRealPath())
        .contains("<dev.muster.cli.Main>\n<run>\n<fix \"it\"; $(rm)>\n<--repo>\n<a b>\n<>\n");
  }

  @Test
  void it_builds_once_says_so_once_and_keeps_standard_output_clean() throws Exception {
    Result first = muster(Map.of(), "list");
    assertThat(first.err()).containsOnlyOnce("muster: building…");
    assertThat(first.out()).doesNotContain("noise");
    Result second = muster(Map.of(), "list");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void it_builds_again_when_a_source_or_a_pom_changed_or_went() throws Exception {
    muster(Map.of(), "list");
    var later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(root.resolve("app/engine/src/main/java/A.java"), later);
    muster(Map.of(), "list");
    assertThat(builds()).isEqualTo(2);

    Files.setLastModifiedTime(
        root.resolve("app/engine/src/main/java/A.java"), FileTime.from(Instant.EPOCH));
    Files.setLastModifiedTime(root.resolve("pom.xml"), later);
    muster(Map.of(), "list");
    assertThat(builds()).isEqualTo(3);

    Files.setLastModifiedTime(root.resolve("pom.xml"), FileTime.from(Instant.EPOCH));
    Files.delete(root.resolve("app/cli/src/main/java/A.java"));
    Files.setLastModifiedTime(root.resolve("app/cli/src/main/java"), later);
    muster(Map.of(), "list");
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void two_that_start_at_once_build_once() throws Exception {
    Process a = start(root.resolve("packaging/muster"), Map.of(), "list");
    Process b = start(root.resolve("packaging/muster"), Map.of(), "list");
    assertThat(result(a).exit()).isZero();
    assertThat(result(b).exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void a_build_that_fails_starts_nothing() throws Exception {
    Result broken = muster(Map.of("BROKEN", "yes"), "list");
    assertThat(broken.exit()).isEqualTo(70);
    assertThat(broken.err()).contains("noise", "muster: the build failed");
    assertThat(broken.out()).isEmpty();
    assertThat(muster(Map.of(), "list").exit()).isZero();
  }

  @Test
  void it_works_through_symbolic_links() throws Exception {
    Path inner = Files.createSymbolicLink(temp.resolve("inner"), root.resolve("packaging/muster"));
    Files.createDirectories(temp.resolve("home/bin"));
    Path link = temp.resolve("home/bin/muster");
    Files.createSymbolicLink(link, Path.of("../../inner"));
    assertThat(inner).exists();
    assertThat(result(start(link, Map.of(), "list")).out()).contains("<list>");
  }

  @Test
  void a_running_muster_keeps_its_jars_when_a_newer_one_is_built() throws Exception {
    Path up = temp.resolve("up");
    Process running =
        start(root.resolve("packaging/muster"), Map.of("STAY", up.toString()), "list");
    until(() -> Files.exists(up));
    try (Stream<Path> first = starts()) {
      assertThat(first).hasSize(1);
    }
    touchAndStart(5);
    try (Stream<Path> both = starts()) {
      assertThat(both).hasSize(2);
    }
    assertThat(result(running).exit()).isZero();
    touchAndStart(10);
    try (Stream<Path> left = starts()) {
      assertThat(left).hasSize(1);
    }
  }

  private void touchAndStart(int seconds) throws Exception {
    Files.setLastModifiedTime(
        root.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(seconds)));
    assertThat(muster(Map.of(), "list").exit()).isZero();
  }

  private Stream<Path> starts() throws IOException {
    return Files.list(root.resolve("app/cli/target/start")).filter(Files::isDirectory);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void the_window_starts_with_javafx_on_the_module_path() throws Exception {
    Result window = muster(Map.of("DISPLAY", ":7"));
    assertThat(window.exit()).isZero();
    assertThat(window.out())
        .contains("<--module-path>", "/fx>", "<--add-modules>\n<javafx.controls>")
        .contains("<dev.muster.desktop.Main>");
  }

  @Test
  void missing_system_packages_are_named_in_one_line_before_anything_is_built() throws Exception {
    script(bin.resolve("ldconfig"), "echo '\tlibc.so.6'");
    script(bin.resolve("fc-list"), "exit 0");
    Result window = muster(Map.of("DISPLAY", ":7"));
    assertThat(window.exit()).isEqualTo(69);
    assertThat(window.err().lines()).hasSize(1);
    assertThat(window.err())
        .contains(
            "libgtk-3-0 libxtst6 libxxf86vm1 libgl1 libpangoft2-1.0-0 libfreetype6"
                + " fonts-dejavu-core");
    assertThat(builds()).isZero();

    // The command line draws nothing and needs none of them.
    assertThat(muster(Map.of(), "list").exit()).isZero();
  }

  @Test
  void without_a_display_the_window_says_what_to_do() throws Exception {
    Result window = muster(Map.of());
    assertThat(window.exit()).isEqualTo(69);
    assertThat(window.err().lines()).hasSize(1);
    assertThat(window.err()).contains("there is no display", "xvfb-run", "muster --help");
  }

  @Test
  void where_no_locale_is_set_names_outside_ascii_still_work() throws Exception {
    script(temp.resolve("jdk 25/bin/java"), "echo \"${LC_ALL:-}|${LC_CTYPE:-}\"");
    assertThat(muster(Map.of("LC_ALL", "C"), "list").out()).isEqualTo("C.UTF-8|\n");
    assertThat(muster(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""), "list").out())
        .isEqualTo("|C.UTF-8\n");
    assertThat(muster(Map.of("LC_ALL", "de_DE.UTF-8"), "list").out()).startsWith("de_DE.UTF-8|");
  }

  @Test
  void the_scripts_are_clean() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "shellcheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
    try (Stream<Path> files = Files.list(PACKAGING)) {
      files
          .filter(file -> !file.toString().endsWith(".desktop"))
          .forEach(file -> command.add("packaging/" + file.getFileName()));
    }
    command.add(".ci/run");
    var builder = new ProcessBuilder(command).directory(PACKAGING.getParent().toFile());
    Result result = result(builder.redirectErrorStream(true).start());
    assertThat(result.out()).isEmpty();
    assertThat(result.exit()).isZero();
  }
}
