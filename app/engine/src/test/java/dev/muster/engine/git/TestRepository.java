package dev.muster.engine.git;

import dev.muster.engine.host.LocalHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real repository for tests, made with plain git and no one's configuration but its own. Also
 * what opens it the way Muster does.
 */
public final class TestRepository implements AutoCloseable {
  private final Path root;
  private final Map<String, String> env = new HashMap<>();
  private final LocalHost host = new LocalHost();
  private final Git git;

  /** Makes an empty repository at a path, on branch {@code main}. */
  public TestRepository(Path root) throws IOException {
    this.root = root;
    var home = Files.createTempDirectory(root.toAbsolutePath().getParent(), "home");
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", home.toString());
    env.put("LC_ALL", "C");
    Files.writeString(
        home.resolve(".gitconfig"),
        """
        [user]
          name = Ada
          email = ada@example.org
        [init]
          defaultBranch = main
        """);
    Files.createDirectories(root);
    git(root, "init", "-q");
    git = Git.on(host, env);
  }

  public Path root() {
    return root;
  }

  public Git git() {
    return git;
  }

  public Map<String, String> env() {
    return env;
  }

  public Repository open() throws GitException {
    return Repository.open(git, root);
  }

  /** Runs plain git in the checkout; fails when it does. */
  public String git(String... args) {
    return git(root, args);
  }

  /** Runs plain git in a folder; fails when it does. */
  public String git(Path in, String... args) {
    var line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(args));
    return run(in, line);
  }

  /** Runs a shell script in a folder; fails when it does. */
  public String sh(Path in, String script) {
    return run(in, List.of("sh", "-ec", script));
  }

  /** Writes a file in the checkout and its folders. */
  public Path write(String path, String text) {
    return write(root, path, text);
  }

  /** Writes a file below a folder and its folders. */
  public static Path write(Path in, String path, String text) {
    try {
      var file = in.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything. */
  public String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD").strip();
  }

  /** All that is the user's: status, HEAD, index bytes, configuration bytes, refs but Muster's. */
  public Map<String, String> everythingOfTheUser() throws IOException {
    var all = new TreeMap<String, String>();
    var dir = Path.of(git("rev-parse", "--absolute-git-dir").strip());
    all.put("HEAD", Files.readString(dir.resolve("HEAD")));
    // The index is read before anything here could refresh it.
    var index = dir.resolve("index");
    all.put("index", Files.exists(index) ? hex(Files.readAllBytes(index)) : "");
    all.put("index time", Files.exists(index) ? Files.getLastModifiedTime(index).toString() : "");
    all.put("config", Files.readString(dir.resolve("config")));
    all.put("home", Files.readString(Path.of(env.get("HOME")).resolve(".gitconfig")));
    all.put(
        "status", git("--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored"));
    all.put("stashes", git("stash", "list"));
    all.put("reflog", git("reflog", "show", "HEAD"));
    var refs = new ArrayList<String>();
    for (var line : git("for-each-ref").lines().toList()) {
      var ref = line.substring(line.indexOf('\t') + 1);
      if (!ref.startsWith("refs/muster/") && !ref.startsWith("refs/heads/muster/")) {
        refs.add(line);
      }
    }
    all.put("refs", String.join("\n", refs));
    try (var files = Files.walk(root)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(root.resolve(".git"))) {
          all.put(
              "file " + root.relativize(file),
              Files.getLastModifiedTime(file) + " " + hex(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private String run(Path in, List<String> line) {
    try {
      var builder = new ProcessBuilder(line).directory(in.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(env);
      builder.redirectInput(Path.of("/dev/null").toFile());
      var process = builder.start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new AssertionError(line + " ended with " + exit + ":\n" + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
