package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.git.DiffLine.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Taking lines out gives what {@code git apply -R} gives, byte for byte. */
class LineSpliceTest {
  private static final String PATH = "dir with space/ünï \"quoted\".txt";

  @TempDir Path dir;

  static Stream<Arguments> contents() {
    var ten = IntStream.rangeClosed(1, 20).mapToObj(i -> i + "\n").collect(Collectors.joining());
    return Stream.of(
        Arguments.of("two hunks", ten, ten.replace("2\n3\n", "two\n3\n").replace("19\n", "xix\n")),
        Arguments.of("neighbours", ten, ten.replace("5\n", "five\n").replace("7\n", "")),
        Arguments.of("adjacent hunks", ten, ten.replace("3\n", "b3\n").replace("10\n", "b10\n")),
        Arguments.of("lines come", ten, "0\n" + ten.replace("8\n", "8\n8.5\n8.6\n") + "21\n"),
        Arguments.of("lines go", ten, ten.replace("1\n2\n", "").replace("12\n13\n", "")),
        Arguments.of("all new", ten, "x\ny\n"),
        Arguments.of("moved", ten, "20\n" + ten.substring(0, ten.length() - 3)),
        Arguments.of("CRLF", crlf(ten), crlf(ten.replace("4\n", "four\n").replace("18\n", ""))),
        Arguments.of("CRLF comes", ten, crlf(ten)),
        Arguments.of("CRLF goes", crlf(ten), ten),
        Arguments.of("mixed", "a\r\nb\nc\r\nd\n", "a\r\nB\nc\r\nD\r\n"),
        Arguments.of("lone CR", "a\rb\nc\n", "a\rB\nc\r\n"),
        Arguments.of("end without newline", "a\nb\nc", "a\nB\nc"),
        Arguments.of("newline at end comes", "a\nb\nc", "a\nb\nc\n"),
        Arguments.of("newline at end goes", "a\nb\nc\n", "a\nb\nc"),
        Arguments.of("last line without newline", "a\nb", "a\nc"),
        Arguments.of("more after an open end", "a\nb", "a\nb\nc\nd"),
        Arguments.of("shorter with an open end", "a\nb\nc\nd\n", "a\nb"),
        Arguments.of("one line", "a", "b"),
        Arguments.of("emptied", "a\nb\n", ""),
        Arguments.of("filled", "", "a\nb\n"),
        Arguments.of("empty lines", "\n\na\n\n\n", "\na\n\n\n\n"),
        Arguments.of("not UTF-8", "caf\u00e9\nx\n\u00ff\n", "caf\u00e8\nx\ny\n\u00ff\n"),
        Arguments.of(
            "like a patch", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n", "--- a/y\n\\ No\n@@ -1 @@\n"));
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A repository with an old and a new side, and the diff as Muster and as git shows it. */
  private final class Two implements AutoCloseable {
    final TestRepository test = new TestRepository(dir.resolve("project"));
    final byte[] old;
    final byte[] now;
    final FileDiff diff;
    final FileChange file;

    Two(String old, String now, CompareOptions options) throws Exception {
      this.old = bytes(old);
      this.now = bytes(now);
      write(this.old);
      var base = test.commit("base");
      write(this.now);
      test.git("add", "-A");
      test.git("commit", "-q", "--allow-empty", "-m", "now");
      var compare = test.open().compare();
      var of = compare.changes(Version.of(base), Version.of("HEAD"), options);
      file = of.files().getFirst();
      diff = compare.diff(of, file, options);
      assertThat(diff.hunks()).isNotEmpty();
    }

    void write(byte[] content) throws Exception {
      var file = test.root().resolve(PATH);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }

    byte[] without(List<Part.Lines> lines) throws Exception {
      return LineSplice.undo(old, now, lines);
    }

    /** What git makes of it: a patch with these lines alone, taken back. */
    byte[] byGit(Hunk hunk, Set<Integer> chosen) throws Exception {
      write(now);
      var patch = new StringBuilder("--- a/f\n+++ b/f\n");
      patch.append("@@ -%d,1 +%d,1 @@\n".formatted(hunk.oldStart(), hunk.newStart()));
      var oldLines = lines(old);
      var newLines = lines(now);
      for (int i = 0; i < hunk.lines().size(); i++) {
        var line = hunk.lines().get(i);
        boolean take = chosen.contains(i);
        switch (line.kind()) {
          case CONTEXT -> add(patch, ' ', newLines.get(line.newNo() - 1));
          case ADDED -> add(patch, take ? '+' : ' ', newLines.get(line.newNo() - 1));
          case REMOVED -> {
            if (take) {
              add(patch, '-', oldLines.get(line.oldNo() - 1));
            }
          }
        }
      }
      var text = patch.toString().replace("a/f", "\"a/f\"").replace("b/f", "\"b/f\"");
      var work = Files.createDirectories(dir.resolve("work"));
      Files.write(work.resolve("f"), now);
      Files.write(work.resolve("patch"), bytes(text));
      test.git(work, "apply", "-R", "--recount", "--unidiff-zero", "--whitespace=nowarn", "patch");
      return Files.exists(work.resolve("f")) ? Files.readAllBytes(work.resolve("f")) : new byte[0];
    }

    private static void add(StringBuilder patch, char sign, String line) {
      patch.append(sign).append(line);
      if (!line.endsWith("\n")) {
        patch.append("\n\\ No newline at end of file\n");
      }
    }

    private static List<String> lines(byte[] bytes) {
      var lines = new ArrayList<String>();
      var text = text(bytes);
      for (int at = 0; at < text.length(); ) {
        int end = text.indexOf('\n', at);
        int next = end < 0 ? text.length() : end + 1;
        lines.add(text.substring(at, next));
        at = next;
      }
      return lines;
    }

    @Override
    public void close() {
      test.close();
    }
  }

  private static Part.Lines all(FileChange file, Hunk hunk) {
    return (Part.Lines) Part.hunk(file, hunk);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void every_hunk_goes_as_git_takes_it_back(String name, String old, String now) throws Exception {
    try (var two = new Two(old, now, CompareOptions.DEFAULT)) {
      for (var hunk : two.diff.hunks()) {
        var part = all(two.file, hunk);
        assertThat(text(two.without(List.of(part)))).isEqualTo(text(two.byGit(hunk, part.lines())));
      }
      var every = two.diff.hunks().stream().map(h -> all(two.file, h)).toList();
      assertThat(text(two.without(every))).isEqualTo(old);
      assertThat(text(two.without(List.of()))).isEqualTo(now);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void every_hunk_goes_with_any_number_of_lines_around_it(String name, String old, String now)
      throws Exception {
    for (int context : new int[] {0, 1, CompareOptions.WHOLE_FILE}) {
      try (var two = new Two(old, now, CompareOptions.DEFAULT.withContext(context))) {
        var every = two.diff.hunks().stream().map(h -> all(two.file, h)).toList();
        assertThat(text(two.without(every))).isEqualTo(old);
      }
      Folders.delete(dir.resolve("project"));
    }
  }

  /** Where no end is open, git can be asked for any choice of lines. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void any_lines_go_as_git_takes_them_back(String name, String old, String now) throws Exception {
    boolean open = !old.isEmpty() && !old.endsWith("\n") || !now.isEmpty() && !now.endsWith("\n");
    try (var two = new Two(old, now, CompareOptions.DEFAULT)) {
      var random = new Random(name.hashCode());
      for (var hunk : two.diff.hunks()) {
        for (int i = 0; i < 4; i++) {
          var chosen =
              IntStream.range(0, hunk.lines().size())
                  .filter(line -> random.nextBoolean())
                  .boxed()
                  .collect(Collectors.toSet());
          if (hunk.lines().stream().allMatch(l -> l.kind() == Kind.REMOVED)) {
            continue; // git takes a patch without a line of the new side for a deleted file
          }
          var part = new Part.Lines(two.file, hunk, chosen);
          var result = two.without(List.of(part));
          if (!open && changes(hunk, chosen)) {
            assertThat(text(result)).isEqualTo(text(two.byGit(hunk, chosen)));
          }
          // No line is lost or made up, and none runs into the next one.
          var expected = new ArrayList<String>();
          for (var line : Two.lines(two.now)) {
            expected.add(line.strip());
          }
          for (int at : chosen) {
            var line = hunk.lines().get(at);
            if (line.kind() == Kind.ADDED) {
              expected.remove(Two.lines(two.now).get(line.newNo() - 1).strip());
            } else if (line.kind() == Kind.REMOVED) {
              expected.add(Two.lines(two.old).get(line.oldNo() - 1).strip());
            }
          }
          assertThat(Two.lines(result).stream().map(String::strip))
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  private static boolean changes(Hunk hunk, Set<Integer> chosen) {
    return chosen.stream().anyMatch(i -> hunk.lines().get(i).kind() != Kind.CONTEXT);
  }
}
