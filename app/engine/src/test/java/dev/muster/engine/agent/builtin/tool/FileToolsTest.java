package dev.muster.engine.agent.builtin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.event.ToolOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading, editing and writing real files. */
class FileToolsTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ToolResult edit(String path, String old, String fresh) {
    return bench.call("edit", "path", path, "old_string", old, "new_string", fresh);
  }

  // --- read ---

  @Test
  void lines_are_numbered_and_come_in_windows() throws Exception {
    bench.write("a.txt", "one\ntwo\r\nthree\nfour");

    assertThat(bench.call("read", "path", "a.txt").text())
        .isEqualTo("1\tone\n2\ttwo\n3\tthree\n4\tfour\n");
    ToolResult window = bench.call("read", "path", "a.txt", "offset", 2, "limit", 2);
    assertThat(window.text())
        .isEqualTo("2\ttwo\n3\tthree\n(There are more lines. Go on with offset 4.)");
    assertThat(window.summary()).isEqualTo("2 lines");
    assertThat(bench.call("read", "path", "a.txt", "offset", 9).text())
        .isEqualTo("The file has only 4 lines.");
  }

  @Test
  void what_cannot_be_read_as_text_is_told_in_words() throws Exception {
    Files.write(bench.worktree.resolve("b.bin"), new byte[] {1, 0, 2});
    bench.write("p.png", "x");
    bench.write("empty", "");
    Files.createDirectory(bench.worktree.resolve("dir"));

    assertThat(bench.call("read", "path", "b.bin").text()).contains("binary file of 3 bytes");
    assertThat(bench.call("read", "path", "p.png").text()).contains("is a picture");
    assertThat(bench.call("read", "path", "dir").text()).contains("is a folder");
    assertThat(bench.call("read", "path", ".").text()).contains("is a folder");
    assertThat(bench.call("read", "path", "none/here").text())
        .isEqualTo("There is no file \"none/here\".");
    assertThat(bench.call("read", "path", "p.png/x").text()).contains("no folder");
    assertThat(bench.call("read", "path", "empty").text()).isEqualTo("(The file is empty.)");
    assertThat(bench.call("read", "path", "a\0b").text()).contains("is not a path");
    assertThat(bench.call("read", "path", "").text()).contains("path is empty");
  }

  @Test
  void nothing_waits_for_a_pipe_that_nobody_writes_to() throws Exception {
    bench.sh("mkfifo pipe");

    assertThat(bench.call("read", "path", "pipe").text()).contains("no regular file");
    assertThat(edit("pipe", "a", "b").text()).contains("no regular file");
  }

  @Test
  void a_file_of_one_endless_line_and_a_huge_file_stay_within_bounds() throws Exception {
    bench.write("long", "ü".repeat(3_000_000));
    bench.sh("yes 0123456789 | head -c 40000000 > huge");

    ToolResult line = bench.call("read", "path", "long");
    assertThat(line.text()).hasSizeLessThan(3_000).contains("the rest of this line is left out");
    ToolResult middle = bench.call("read", "path", "huge", "offset", 3_000_000, "limit", 1);
    assertThat(middle.text())
        .startsWith("3000000\t0123456789\n")
        .contains("too large for the edit");
    assertThat(edit("huge", "9\n0", "x").text()).contains("larger than 16 MiB");
  }

  @Test
  void other_encodings_are_read_and_kept() throws Exception {
    Path latin = bench.worktree.resolve("latin.txt");
    Files.write(latin, "grün\nalt\n".getBytes(StandardCharsets.ISO_8859_1));
    Path wide = bench.worktree.resolve("wide.txt");
    byte[] mark = {(byte) 0xFF, (byte) 0xFE};
    Files.write(wide, concat(mark, "weit\r\nalt\r\n".getBytes(StandardCharsets.UTF_16LE)));
    Path marked = bench.write("bom.txt", "\uFEFFalt\n");

    assertThat(bench.call("read", "path", "latin.txt").text()).startsWith("1\tgrün\n");
    assertThat(bench.call("read", "path", "wide.txt").text()).isEqualTo("1\tweit\n2\talt\n");
    for (String name : List.of("latin.txt", "wide.txt", "bom.txt")) {
      assertThat(edit(name, "alt", "neü").outcome()).as(name).isEqualTo(ToolOutcome.OK);
    }
    assertThat(Files.readAllBytes(latin))
        .isEqualTo("grün\nneü\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Files.readAllBytes(wide))
        .isEqualTo(concat(mark, "weit\r\nneü\r\n".getBytes(StandardCharsets.UTF_16LE)));
    assertThat(Files.readString(marked)).isEqualTo("\uFEFFneü\n");

    ToolResult tooWide = edit("latin.txt", "grün", "緑");
    assertThat(tooWide.text()).contains("ISO-8859-1").contains("Nothing was changed");
    assertThat(Files.readAllBytes(latin))
        .isEqualTo("grün\nneü\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = new byte[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  // --- edit ---

  @Test
  void an_edit_shows_what_it_changed() throws Exception {
    bench.write("src/A.java", "a\nb\nc\nd\ne\nf\ng\nh\n");

    ToolResult result = edit("src/A.java", "e\n", "E\nE2\n");

    assertThat(bench.read("src/A.java")).isEqualTo("a\nb\nc\nd\nE\nE2\nf\ng\nh\n");
    assertThat(result.added()).isEqualTo(2);
    assertThat(result.removed()).isEqualTo(1);
    assertThat(result.text())
        .isEqualTo("Edited src/A.java.\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n h\n");
    assertThat(bench.gate.requests.getFirst().detail()).contains("-e\n+E\n+E2\n");
  }

  @Test
  void carriage_returns_unicode_mode_and_a_missing_last_line_end_survive() throws Exception {
    Path file = bench.write("run.sh", "#!/bin/sh\r\necho „Grüße 🎉“\r\nexit 1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));

    ToolResult result = edit("run.sh", "echo „Grüße 🎉“\nexit 1", "echo 🎈\nexit 0");

    assertThat(result.outcome()).as(result.text()).isEqualTo(ToolOutcome.OK);
    assertThat(bench.read("run.sh")).isEqualTo("#!/bin/sh\r\necho 🎈\r\nexit 0");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-x--x");
    assertThat(bench.worktree).isDirectoryNotContaining("glob:**/.muster-*");
  }

  @Test
  void mixed_line_ends_stay_mixed() throws Exception {
    bench.write("m.txt", "a\nb\r\nc\r\nd\n");

    assertThat(edit("m.txt", "b\nc", "B\nC").outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(edit("m.txt", "d\n", "D\n").outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(bench.read("m.txt")).isEqualTo("a\nB\r\nC\r\nD\n");
  }

  @Test
  void an_edit_that_is_not_unique_or_not_there_changes_nothing() throws Exception {
    bench.write("a.txt", "x = 1\n  y = 2\nx = 1\n");

    assertThat(edit("a.txt", "x = 1", "x = 3").text()).contains("2 times").contains("lines 1, 3");
    assertThat(edit("a.txt", "\ty = 2", "z").text()).contains("is line 2; compare them exactly");
    assertThat(edit("a.txt", "2\t  y = 2", "z").text()).contains("Leave out the line numbers");
    assertThat(edit("a.txt", "nowhere", "z").text()).contains("Read the file again");
    assertThat(edit("a.txt", "", "z").text()).contains("empty");
    assertThat(edit("a.txt", "x", "x").text()).contains("the same");
    assertThat(edit("none.txt", "x", "y").text()).contains("Use the write tool");
    assertThat(bench.read("a.txt")).isEqualTo("x = 1\n  y = 2\nx = 1\n");
    assertThat(bench.gate.requests).isEmpty();

    ToolResult all =
        bench.call(
            "edit",
            "path",
            "a.txt",
            "old_string",
            "x = 1",
            "new_string",
            "x = 3",
            "replace_all",
            true);
    assertThat(all.text()).startsWith("Edited a.txt at 2 places.");
    assertThat(bench.read("a.txt")).isEqualTo("x = 3\n  y = 2\nx = 3\n");
  }

  @Test
  void a_file_that_changed_since_it_was_read_is_not_edited() throws Exception {
    bench.write("a.txt", "one\ntwo\n");
    bench.call("read", "path", "a.txt");
    assertThat(edit("a.txt", "one", "ONE").outcome()).isEqualTo(ToolOutcome.OK);
    bench.sh("echo three >> a.txt");

    ToolResult stale = edit("a.txt", "two", "TWO");

    assertThat(stale.outcome()).isEqualTo(ToolOutcome.FAILED);
    assertThat(stale.text()).contains("has changed since you last read it");
    assertThat(bench.read("a.txt")).isEqualTo("ONE\ntwo\nthree\n");
    bench.call("read", "path", "a.txt");
    assertThat(edit("a.txt", "two", "TWO").outcome()).isEqualTo(ToolOutcome.OK);
  }

  @Test
  void what_a_person_agreed_to_is_not_applied_to_something_else() throws Exception {
    bench.write("a.txt", "one\n");
    bench.gate.mode = dev.muster.engine.event.PermissionMode.SUGGEST;
    bench.gate.person = new CompletableFuture<>();
    CompletableFuture<ToolResult> running =
        CompletableFuture.supplyAsync(() -> edit("a.txt", "one", "two"));
    while (bench.gate.asked.isEmpty()) {
      Thread.onSpinWait();
    }
    bench.write("a.txt", "one and more\n");

    bench.gate.person.complete(new Gate.Decision(true, null));

    assertThat(running.get().text()).contains("changed by someone else in the meantime");
    assertThat(bench.read("a.txt")).isEqualTo("one and more\n");
  }

  // --- write ---

  @Test
  void a_new_file_is_made_with_its_folders() throws Exception {
    ToolResult result = bench.call("write", "path", "a/ b/ü 🎉.txt", "content", "x\ny\n");

    assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(result.text()).startsWith("Made a/ b/ü 🎉.txt.").contains("+x\n+y\n");
    assertThat(result.added()).isEqualTo(2);
    assertThat(result.removed()).isZero();
    assertThat(bench.read("a/ b/ü 🎉.txt")).isEqualTo("x\ny\n");
  }

  @Test
  void a_file_is_overwritten_only_after_it_was_read() throws Exception {
    Path file = bench.write("a.txt", "old\r\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

    ToolResult unread = bench.call("write", "path", "a.txt", "content", "new\n");
    assertThat(unread.text()).contains("you have not read it");
    assertThat(bench.read("a.txt")).isEqualTo("old\r\n");

    bench.call("read", "path", "a.txt");
    ToolResult result = bench.call("write", "path", "a.txt", "content", "new\nlines\n");
    assertThat(result.text()).startsWith("Wrote a.txt.");
    assertThat(bench.read("a.txt")).isEqualTo("new\r\nlines\r\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx------");
    assertThat(bench.call("write", "path", "a.txt", "content", "again\n").outcome())
        .isEqualTo(ToolOutcome.OK);
  }

  @Test
  void what_cannot_be_written_is_told_and_nothing_is_lost() throws Exception {
    Path file = bench.write("locked.txt", "keep\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Files.createDirectory(bench.worktree.resolve("dir"));
    bench.write("plain", "x");

    assertThat(edit("locked.txt", "keep", "lose").text()).contains("read-only");
    assertThat(bench.call("write", "path", "dir", "content", "x").text()).contains("is a folder");
    assertThat(bench.call("write", "path", "plain/x", "content", "x").outcome())
        .isEqualTo(ToolOutcome.FAILED);
    assertThat(bench.call("write", "path", "half.txt", "content", "\ud83d").text())
        .contains("Nothing was changed");
    assertThat(bench.read("locked.txt")).isEqualTo("keep\n");
    assertThat(bench.worktree.resolve("half.txt")).doesNotExist();
  }

  // --- links ---

  @Test
  void a_link_out_of_the_worktree_leads_nowhere_without_a_yes() throws Exception {
    Path outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    Path secret = Files.writeString(outside.resolve("secret"), "s3cret");
    Files.createSymbolicLink(bench.worktree.resolve("file"), secret);
    Files.createSymbolicLink(bench.worktree.resolve("dir"), outside);
    Files.createSymbolicLink(bench.worktree.resolve("dangling"), outside.resolve("new"));
    Files.createSymbolicLink(bench.worktree.resolve("loop"), bench.worktree.resolve("loop"));

    for (String path :
        List.of("file", "dir/secret", "dir/../outside/secret", "../outside/secret")) {
      assertThat(bench.call("read", "path", path).outcome()).as(path).isEqualTo(ToolOutcome.DENIED);
      assertThat(edit(path, "s3cret", "x").outcome()).as(path).isEqualTo(ToolOutcome.DENIED);
    }
    for (String path : List.of("dangling", "dir/new", "file")) {
      assertThat(bench.call("write", "path", path, "content", "x").outcome())
          .as(path)
          .isEqualTo(ToolOutcome.DENIED);
    }
    assertThat(bench.call("list", "path", "dir").outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.call("search", "path", "dir", "pattern", "s").outcome())
        .isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.call("read", "path", "loop").text()).contains("Nobody can tell");
    assertThat(bench.call("search", "pattern", "s3cret").text()).isEqualTo("No matches.\n");
    assertThat(Files.readString(secret)).isEqualTo("s3cret");
    try (Stream<Path> left = Files.list(outside)) {
      assertThat(left).containsExactly(secret);
    }
  }

  @Test
  void a_link_inside_the_worktree_is_followed_and_stays_a_link() throws Exception {
    bench.write("real.txt", "one\n");
    Path link = Files.createSymbolicLink(bench.worktree.resolve("link.txt"), Path.of("real.txt"));

    ToolResult result = edit("link.txt", "one", "two");

    assertThat(result.text()).startsWith("Edited real.txt.");
    assertThat(link).isSymbolicLink();
    assertThat(bench.read("real.txt")).isEqualTo("two\n");
  }

  @Test
  void a_link_put_in_the_way_after_the_check_is_not_followed() throws Exception {
    Path outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    Path victim = Files.writeString(outside.resolve("a.txt"), "victim\n");
    bench.write("sub/a.txt", "victim\n");
    for (String tool : List.of("read", "write", "edit")) {
      Object[] input =
          switch (tool) {
            case "read" -> new Object[] {"path", "sub/a.txt"};
            case "write" -> new Object[] {"path", "sub/a.txt", "content", "x"};
            default ->
                new Object[] {"path", "sub/a.txt", "old_string", "victim", "new_string", "x"};
          };
      bench
          .context
          .seen()
          .saw(bench.worktree.resolve("sub/a.txt"), FileContent.sha256("victim\n".getBytes()));
      PreparedCall call =
          bench
              .box
              .find(tool)
              .orElseThrow()
              .prepare(new ToolCall("c", Bench.input(input)), bench.context);
      Files.move(bench.worktree.resolve("sub"), bench.worktree.resolve("moved"));
      Files.createSymbolicLink(bench.worktree.resolve("sub"), outside);

      ToolResult result = call.run(new Cancel());

      assertThat(result.outcome()).as(tool + result.text()).isEqualTo(ToolOutcome.FAILED);
      assertThat(result.text()).doesNotContain("\tvictim");
      assertThat(Files.readString(victim)).isEqualTo("victim\n");
      Files.delete(bench.worktree.resolve("sub"));
      Files.move(bench.worktree.resolve("moved"), bench.worktree.resolve("sub"));
    }
  }

  @Test
  void the_door_itself_never_goes_through_a_link() throws Exception {
    Path outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    Path victim = Files.writeString(outside.resolve("a.txt"), "victim\n");
    Files.createSymbolicLink(bench.worktree.resolve("dir"), outside);
    Files.createSymbolicLink(bench.worktree.resolve("file"), victim);

    assertThat(refused("dir/a.txt")).isTrue();
    try (FileDoor door = new FileDoor(bench.worktree, bench.worktree.resolve("file"))) {
      assertThat(door.attributes().isSymbolicLink()).isTrue();
      org.assertj.core.api.Assertions.assertThatThrownBy(door::read)
          .isInstanceOf(IOException.class);
      door.replace("mine\n".getBytes(StandardCharsets.UTF_8), null);
    }
    // Replacing puts a file in place of the link; where the link led to is untouched.
    assertThat(bench.worktree.resolve("file")).isRegularFile();
    assertThat(Files.isSymbolicLink(bench.worktree.resolve("file"))).isFalse();
    assertThat(Files.readString(victim)).isEqualTo("victim\n");
  }

  private boolean refused(String path) {
    try (FileDoor _ = new FileDoor(bench.worktree, bench.worktree.resolve(path))) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
