package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A session's worktree for tests of what a person takes out of it. */
final class ApartPlace implements AutoCloseable {
  /** Fifteen lines, far enough apart for two hunks. */
  static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n";

  /** The same with the first and the last changed. */
  static final String BOTH = LINES.replaceFirst("1\n", "one\n").replace("15\n", "last\n");

  /** The same with only the first changed. */
  static final String FIRST = LINES.replaceFirst("1\n", "one\n");

  /** The same with only the last changed. */
  static final String LAST = LINES.replace("15\n", "last\n");

  final Path dir;
  final TestRepository test;
  final Path tree;
  final Path index;
  final Repository repository;
  final LiveTree live;
  final TakeApart apart;
  String base;

  /**
   * @param setup a shell script that is run in the checkout before the first commit
   */
  ApartPlace(Path dir, String setup) throws Exception {
    this.dir = dir.toRealPath();
    test = new TestRepository(this.dir.resolve("project"));
    test.write("a.txt", LINES);
    test.write("gone.txt", "bye\nbye\n");
    test.sh(test.root(), setup);
    base = test.commit("base");
    repository = test.open();
    tree = this.dir.resolve("trees/one");
    index = this.dir.resolve("data/index/one");
    repository.worktrees().create(new WorktreeRequest(tree, "One", null, null));
    live = repository.worktrees().live(tree, index, ChangeBounds.DEFAULT);
    apart = live.takeApart("s1");
  }

  Path write(String path, String text) {
    return TestRepository.write(tree, path, text);
  }

  String read(String path) throws Exception {
    return Files.readString(tree.resolve(path), StandardCharsets.ISO_8859_1);
  }

  void sh(String script) {
    test.sh(tree, script);
  }

  FileChange change(String path) throws GitException {
    return live.changes(base).files().stream()
        .filter(f -> f.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no change of " + path));
  }

  Part hunk(String path, int number) throws GitException {
    var file = change(path);
    return Part.hunk(file, live.diff(live.changes(base), file).hunks().get(number));
  }

  TakenApart drop(Part... parts) throws GitException {
    return apart.drop(List.of(parts));
  }

  /** All files with their kind and content, and what is staged. */
  TreeMap<String, String> state() throws Exception {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(tree)) {
      for (var file : files.toList()) {
        var name = tree.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          all.put(name, "link " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file) && !name.equals(".git")) {
          var text = Files.readString(file, StandardCharsets.ISO_8859_1);
          all.put(name, (Files.isExecutable(file) ? "x " : "- ") + text);
        }
      }
    }
    all.put(":staged", test.git(tree, "ls-files", "--stage"));
    return all;
  }

  @Override
  public void close() {
    test.close();
  }
}
