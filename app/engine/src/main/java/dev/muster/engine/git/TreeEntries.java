package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for, and makes, trees of a few files among many. */
final class TreeEntries {
  /** How many paths one command line takes. */
  private static final int AT_ONCE = 500;

  /** Names are names here, whatever characters they are of. */
  static final Map<String, String> LITERALLY = Map.of("GIT_LITERAL_PATHSPECS", "1");

  private final Git git;
  private final GitPlace store;

  TreeEntries(Git git, Path commonDir) {
    this.git = git;
    this.store = GitPlace.store(commonDir);
  }

  /**
   * What is at these paths in a tree; a path without anything is not in the answer, one with a
   * folder has the mode {@code 040000}.
   */
  Map<String, FileState> in(String tree, List<String> paths) throws GitException {
    var found = new HashMap<String, FileState>();
    for (int from = 0; from < paths.size(); from += AT_ONCE) {
      var args = new ArrayList<>(List.of("ls-tree", "-z", "--full-tree", tree, "--"));
      args.addAll(paths.subList(from, Math.min(paths.size(), from + AT_ONCE)));
      for (var entry : git.run(GitCall.of(store, args).with(LITERALLY)).fields()) {
        // "100644 blob 0123…<tab>path"
        int tab = entry.indexOf('\t');
        var words = entry.substring(0, tab).split(" ");
        found.put(entry.substring(tab + 1), new FileState(words[0], words[2]));
      }
    }
    return found;
  }

  /**
   * Stores a tree of these files alone.
   *
   * @param index a file that may be used as an index and is not there
   */
  String make(Map<String, FileState> files, Path index) throws GitException {
    var list = new StringBuilder();
    files.forEach(
        (path, state) -> {
          if (!state.none()) {
            list.append(state.mode()).append(' ').append(state.id());
            list.append(" 0\t").append(path).append('\0');
          }
        });
    var place = store.withIndex(index);
    if (!list.isEmpty()) {
      git.run(
          GitCall.of(place, "update-index", "-z", "--index-info")
              .reading(list.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return git.run(place, "write-tree").text();
  }
}
