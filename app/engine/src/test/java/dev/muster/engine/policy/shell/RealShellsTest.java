package dev.muster.engine.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random command lines, read by Muster and run by real shells: whatever a shell runs must have been
 * found, or the line must have been called unreadable.
 */
class RealShellsTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "a x",
          "b 'y'",
          " ",
          " ",
          " ",
          ";",
          "&&",
          "||",
          "|",
          "&",
          "\n",
          "\n",
          "$(",
          ")",
          "`",
          "\"",
          "\"",
          "'",
          "'",
          "\\",
          "\\\n",
          "(",
          "{ ",
          "; }",
          "}",
          "#",
          " #",
          "<<E\n",
          "\nE\n",
          "<<'E'\n",
          "E\n",
          "E",
          "<<-E\n\t",
          "\tE\n",
          "<<E ",
          ">f",
          "2>&1",
          "&>f ",
          "<f",
          "<(",
          ">(",
          "$((",
          "))",
          "1+1",
          "${",
          "${x:-",
          "${x",
          "x",
          "$x",
          "$'",
          "$\"",
          "if ",
          "; then ",
          "; fi",
          "else ",
          "for i in ",
          "; do ",
          "; done",
          "case x in ",
          "x) ",
          ";;",
          " esac",
          "f() { ",
          "f",
          "! ",
          "x=",
          "x=1 ",
          "\\`",
          "\\\"",
          "\\$",
          "\\'",
          "[ ",
          " ]",
          "*",
          "~",
          "{a,b}",
          "in ",
          "\t",
          "echo ",
          "$(a)",
          "`b`",
          "\"$(c)\"",
          "$(d <<E\n",
          "\nE\n)",
          "a\\\nb",
          "if",
          "then",
          "done");

  /** Each command notes that it ran; no program at all is found on the empty search path. */
  private static final String PRELUDE =
      "PATH=/nonexistent\n"
          + "a() { echo a >>log; }\nb() { echo b >>log; }\nc() { echo c >>log; return 1; }\n"
          + "d() { echo d >>log; }\n";

  @TempDir Path folder;

  @Test
  void nothing_a_real_shell_runs_is_overlooked() throws Exception {
    int rounds = Integer.getInteger("muster.shell.rounds", 200);
    Random random = new Random(Long.getLong("muster.shell.seed", 42));
    List<String> shells =
        Stream.of("/bin/dash", "/bin/bash", "/bin/sh")
            .filter(s -> Files.exists(Path.of(s)))
            .toList();
    int ran = 0;
    for (int round = 0; round < rounds; round++) {
      String line = line(random);
      Script script = Script.read(line);
      if (script.unreadable() != null) {
        continue;
      }
      Set<String> found =
          script.commands().stream()
              .filter(command -> !command.words().isEmpty())
              .map(command -> command.words().getFirst())
              .map(word -> word.fixed() ? word.text() : "?")
              .collect(Collectors.toCollection(TreeSet::new));
      for (String shell : shells) {
        Set<String> executed = run(shell, line);
        ran += executed.isEmpty() ? 0 : 1;
        if (!found.contains("?")) {
          assertThat(found).as(shell + " runs: " + line).containsAll(executed);
        }
      }
    }
    assertThat(ran).isGreaterThan(rounds / 50);
  }

  /** Half of the lines are pieces at random, half are well made and then spoiled a little. */
  private static String line(Random random) {
    if (random.nextBoolean()) {
      return pieces(random, 12);
    }
    StringBuilder line = new StringBuilder(list(random, 3));
    for (int i = random.nextInt(3); i > 0 && !line.isEmpty(); i--) {
      int at = random.nextInt(line.length());
      switch (random.nextInt(3)) {
        case 0 -> line.deleteCharAt(at);
        case 1 -> line.insert(at, pieces(random, 1));
        default -> line.insert(at, line.charAt(random.nextInt(line.length())));
      }
    }
    return line.toString();
  }

  private static String pieces(Random random, int most) {
    StringBuilder line = new StringBuilder();
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      line.append(one(random, PIECES));
    }
    return line.toString();
  }

  private static String one(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String list(Random random, int depth) {
    StringBuilder list = new StringBuilder(command(random, depth));
    for (int i = random.nextInt(3); i > 0; i--) {
      list.append(one(random, List.of("; ", " && ", " || ", " | ", " & ", "\n", ";")));
      list.append(command(random, depth));
    }
    return list.toString();
  }

  private static String command(Random random, int depth) {
    String list = depth > 0 ? list(random, depth - 1) : one(random, List.of("a", "b"));
    return switch (depth > 0 ? random.nextInt(14) : 0) {
      case 0, 1, 2, 3, 4 -> simple(random, depth);
      case 5 -> "(" + list + ")";
      case 6 -> "{ " + list + "; }";
      case 7 -> "if " + list + "; then " + command(random, depth - 1) + "; else b; fi";
      case 8 -> "for i in " + word(random, depth - 1) + " 1; do " + list + "; done";
      case 9 -> "case " + word(random, depth - 1) + " in x|y) " + list + ";; *) c ;; esac";
      case 10 -> "g() { " + list + "; }; g";
      case 11 -> "a <<E\n" + word(random, depth - 1) + " $(" + list + ")\nE\n" + simple(random, 0);
      case 12 -> "a <<'E' && b\n$(" + list + ")\nE\n";
      default -> "! " + simple(random, depth) + " # " + list + "\n" + simple(random, 0);
    };
  }

  private static String simple(Random random, int depth) {
    StringBuilder simple = new StringBuilder(one(random, List.of("", "", "x=1 ", "x=$(d) ")));
    simple.append(one(random, List.of("a", "b", "c", "d", "'a'", "\\b", "\"c\"", "d''")));
    for (int i = random.nextInt(3); i > 0; i--) {
      simple.append(' ').append(word(random, depth - 1));
    }
    return simple + one(random, List.of("", "", " >f", " 2>&1", " <f", " >>$x"));
  }

  private static String word(Random random, int depth) {
    String list = depth > 0 ? list(random, depth - 1) : one(random, List.of("a", "b", "c", "d"));
    return switch (random.nextInt(12)) {
      case 0 -> "x";
      case 1 -> "'; " + list + "'";
      case 2 -> "\"; " + list.replace("\"", "") + "\"";
      case 3 -> "$(" + list + ")";
      case 4 -> "\"$(" + list + ")\"";
      case 5 -> "`" + list.replace("`", "").replace("\\", "") + "`";
      case 6 -> "${x:-$(" + list + ")}";
      case 7 -> "\"${x}\"y";
      case 8 -> "$((1 + $(" + list + ")))";
      case 9 -> "<(" + list + ")";
      case 10 -> "{x,y}";
      default -> "\\;b";
    };
  }

  private Set<String> run(String shell, String line) throws IOException, InterruptedException {
    Path room = Files.createTempDirectory(folder, "room");
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-c", PRELUDE + "eval \"$LINE\"")
            .directory(room.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(Map.of("LINE", line, "HOME", room.toString()));
    Process process = builder.start();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    Path log = room.resolve("log");
    if (!Files.exists(log)) {
      return Set.of();
    }
    return new TreeSet<>(Files.readAllLines(log, StandardCharsets.UTF_8));
  }
}
