package dev.muster.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A git folder of Muster's own, in the temporary folder and for one computation, that shares
 * nothing with the repository but its objects: merging in it cannot start a program, whatever the
 * repository's configuration or attributes say.
 *
 * <p>The attributes of one commit are laid out in it as files, so that those which only choose
 * among git's own ways of merging ({@code text}, {@code binary}, {@code union}, {@code -merge})
 * work as in a plain merge. A merge driver of anyone's is not known here; git then merges as text.
 */
final class MergeRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MergeRoom.class);
  private static final int MAX_ATTRIBUTE_FILES = 500;
  private static final int MAX_ATTRIBUTE_BYTES = 1 << 20;

  /** Settings of the user's that change how git merges, and start nothing. */
  private static final Set<String> SETTINGS =
      Set.of(
          "merge.renames",
          "merge.renamelimit",
          "merge.directoryrenames",
          "merge.renormalize",
          "merge.conflictstyle",
          "diff.renames",
          "diff.renamelimit");

  private final Git git;
  private final Path folder;
  private final GitPlace place;
  private final Map<String, String> env;
  private final List<String> settings;

  private MergeRoom(
      Git git, Path folder, GitPlace place, Map<String, String> env, List<String> settings) {
    this.git = git;
    this.folder = folder;
    this.place = place;
    this.env = Map.copyOf(env);
    this.settings = List.copyOf(settings);
  }

  /**
   * Makes one.
   *
   * @param attributesOf full id of the commit whose attributes count: what is merged into
   */
  static MergeRoom open(Repository repository, String attributesOf) throws GitException {
    var common = repository.commonDir();
    Path folder;
    try {
      folder = Files.createTempDirectory("muster-merge");
    } catch (IOException e) {
      throw new GitException("No temporary folder could be made: " + e.getMessage(), "", e);
    }
    var gitDir = folder.resolve("git");
    var tree = folder.resolve("tree");
    var env = new HashMap<String, String>();
    env.put("GIT_OBJECT_DIRECTORY", common.resolve("objects").toString());
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("GIT_CONFIG_SYSTEM", "/dev/null");
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_ATTR_NOSYSTEM", "1");
    if (Files.exists(common.resolve("shallow"))) {
      env.put("GIT_SHALLOW_FILE", common.resolve("shallow").toString());
    }
    var place = GitPlace.worktree(gitDir, tree);
    var room = new MergeRoom(repository.git(), folder, place, env, settings(repository));
    try {
      Files.createDirectories(gitDir.resolve("refs"));
      Files.createDirectories(gitDir.resolve("info"));
      Files.createDirectories(tree);
      Files.writeString(gitDir.resolve("HEAD"), "ref: refs/heads/none\n");
      Files.writeString(
          gitDir.resolve("config"),
          attributesOf.length() == 64
              ? "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha256\n"
              : "[core]\nrepositoryformatversion = 0\n");
      var info = common.resolve("info").resolve("attributes");
      if (Files.isRegularFile(info) && Files.size(info) <= MAX_ATTRIBUTE_BYTES) {
        Files.copy(info, gitDir.resolve("info").resolve("attributes"));
      }
      room.layOutAttributes(attributesOf);
      return room;
    } catch (IOException e) {
      room.close();
      throw e instanceof GitException g
          ? g
          : new GitException("“%s” could not be filled: %s".formatted(folder, e), "", e);
    }
  }

  /** A command in this room. */
  GitCall call(String... args) {
    var all = new ArrayList<String>(settings);
    all.addAll(List.of(args));
    return GitCall.of(place, all).with(env);
  }

  /** The environment for a command that works on an index of the room's own. */
  Map<String, String> withIndex() {
    var all = new HashMap<>(env);
    all.put("GIT_INDEX_FILE", folder.resolve("index").toString());
    return all;
  }

  GitResult run(String... args) throws GitException {
    return git.run(call(args));
  }

  GitResult run(GitCall call) throws GitException {
    return git.run(call);
  }

  GitVersion version() {
    return git.version();
  }

  /** The commits of a list as they are stored. */
  List<RawCommit> read(List<String> ids) throws GitException {
    var found = new ArrayList<RawCommit>();
    for (var object : StoredObjects.read(this, ids)) {
      found.add(RawCommit.parse(object.id(), object.content()));
    }
    return found;
  }

  private static List<String> settings(Repository repository) throws GitException {
    var said =
        repository
            .git()
            .run(
                GitCall.of(
                        GitPlace.store(repository.commonDir()),
                        "config",
                        "-z",
                        "--get-regexp",
                        "^(merge|diff)\\.")
                    .accepting(0, 1));
    var settings = new ArrayList<String>();
    for (var field : said.fields()) {
      int line = field.indexOf('\n');
      if (line > 0 && SETTINGS.contains(field.substring(0, line))) {
        settings.add("-c");
        settings.add(field.substring(0, line) + "=" + field.substring(line + 1));
      }
    }
    return settings;
  }

  private void layOutAttributes(String commit) throws IOException {
    var ids = new ArrayList<String>();
    var paths = new ArrayList<Path>();
    var tree = folder.resolve("tree");
    for (var entry : run("ls-tree", "-r", "-z", "--full-tree", commit).fields()) {
      // "100644 blob 0123…\tpath"
      int tab = entry.indexOf('\t');
      var path = entry.substring(tab + 1);
      boolean wanted = path.equals(".gitattributes") || path.endsWith("/.gitattributes");
      if (wanted && entry.startsWith("100") && ids.size() < MAX_ATTRIBUTE_FILES) {
        try {
          var file = tree.resolve(path).normalize();
          if (file.startsWith(tree)) {
            ids.add(entry.substring(0, tab).split(" ")[2]);
            paths.add(file);
          }
        } catch (InvalidPathException e) {
          LOG.warn("Attributes at a path that Java cannot hold are passed over: {}", path);
        }
      }
    }
    var objects = StoredObjects.read(this, ids);
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).content().length <= MAX_ATTRIBUTE_BYTES) {
        Files.createDirectories(paths.get(i).getParent());
        Files.write(paths.get(i), objects.get(i).content());
      }
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // Some kilobytes in the temporary folder, which the system clears.
      LOG.warn("{} could not be deleted: {}", folder, e.toString());
    }
  }

  static byte[] lines(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
