package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a change of files means for what an agent has staged in the worktree's own index,
 * and writes that: where the same change was staged, it goes from there, too; all else stays.
 */
final class StagedPlan {
  /** What is to become of one entry. */
  record Entry(FileState before, FileState after) {}

  private final Git git;
  private final GitPlace own;
  private final TreeEntries trees;
  private final Merging merging;
  private final List<String> notes = new ArrayList<>();

  StagedPlan(Git git, GitPlace own, TreeEntries trees, Merging merging) {
    this.git = git;
    this.own = own;
    this.trees = trees;
    this.merging = merging;
  }

  /** What a person should be told. */
  List<String> notes() {
    return notes;
  }

  /** For changes of the files: the entries that have to change with them. */
  Map<String, Entry> follow(List<PathChange> changes) throws GitException {
    var paths = changes.stream().map(PathChange::path).toList();
    var unmerged = new HashSet<String>();
    var staged = staged(paths, unmerged);
    var head = head(paths);
    var plan = new HashMap<String, Entry>();
    for (var change : changes) {
      var path = change.path();
      var now = staged.getOrDefault(path, FileState.NONE);
      if (unmerged.contains(path)) {
        notes.add("“%s” has a conflict in the index, which was left as it is.".formatted(path));
        continue;
      }
      var committed = head.getOrDefault(path, FileState.NONE);
      if (!now.equals(committed) && !now.equals(change.after())) {
        var next = next(path, now, committed, change);
        if (next != null && !next.equals(now)) {
          plan.put(path, new Entry(now, next));
        }
      }
    }
    return plan;
  }

  private @Nullable FileState next(
      String path, FileState now, FileState committed, PathChange change) throws GitException {
    if (now.equals(change.before())) {
      return change.after();
    }
    if (change.after().none() && committed.none()) {
      return FileState.NONE; // another stage of the same new file
    }
    return merged(path, now, change.before(), change.after());
  }

  /** For a change that is undone: the entries that were changed with it go back. */
  Map<String, Entry> goBack(List<KeptChange.File> files) throws GitException {
    var touched = files.stream().filter(f -> f.stagedAfter() != null).toList();
    var unmerged = new HashSet<String>();
    var staged = staged(touched.stream().map(KeptChange.File::path).toList(), unmerged);
    var plan = new HashMap<String, Entry>();
    for (var file : touched) {
      var now = staged.getOrDefault(file.path(), FileState.NONE);
      var from = file.stagedAfter();
      var to = file.stagedBefore();
      if (from == null || to == null || unmerged.contains(file.path()) || now.equals(to)) {
        continue;
      }
      var next = now.equals(from) ? to : merged(file.path(), now, from, to);
      if (next != null && !next.equals(now)) {
        plan.put(file.path(), new Entry(now, next));
      }
    }
    return plan;
  }

  private @Nullable FileState merged(String path, FileState now, FileState from, FileState to)
      throws GitException {
    if (isEmpty(now) && from.regular() && to.regular()) {
      return null; // only meant to be added: nothing of it is staged
    }
    if (now.regular() && from.regular() && to.regular()) {
      var id = merging.merge(now.id(), from.id(), to.id());
      if (id != null) {
        return new FileState(now.mode().equals(from.mode()) ? to.mode() : now.mode(), id);
      }
    }
    notes.add(
        "What is staged of “%s” was left as it is: it is another change at the same place."
            .formatted(path));
    return null;
  }

  private static boolean isEmpty(FileState state) {
    return state.id().startsWith("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        || state
            .id()
            .startsWith("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
  }

  /** What is staged at these paths; a path without anything is not in the answer. */
  Map<String, FileState> staged(List<String> paths, Set<String> unmerged) throws GitException {
    var found = new HashMap<String, FileState>();
    for (int from = 0; from < paths.size(); from += 500) {
      var args = new ArrayList<>(List.of("ls-files", "-z", "--stage", "--"));
      args.addAll(paths.subList(from, Math.min(paths.size(), from + 500)));
      for (var entry : git.run(GitCall.of(own, args).with(TreeEntries.LITERALLY)).fields()) {
        // "100644 0123… 0<tab>path"
        int tab = entry.indexOf('\t');
        var words = entry.substring(0, tab).split(" ");
        var path = entry.substring(tab + 1);
        if (words[2].equals("0")) {
          found.put(path, new FileState(words[0], words[1]));
        } else {
          unmerged.add(path);
        }
      }
    }
    return found;
  }

  private Map<String, FileState> head(List<String> paths) throws GitException {
    var head =
        git.run(
            GitCall.of(own, "rev-parse", "--verify", "--quiet", "HEAD^{tree}")
                .accepting(0, 1, 128));
    return head.exit() == 0 ? trees.in(head.text(), paths) : Map.of();
  }

  /** Writes the entries, all at once or none. */
  void write(Map<String, FileState> entries) throws GitException {
    if (entries.isEmpty()) {
      return;
    }
    var format = git.run(own, "rev-parse", "--show-object-format").text();
    var zeros = "0".repeat(format.equals("sha256") ? 64 : 40);
    var list = new StringBuilder();
    entries.forEach(
        (path, state) -> {
          list.append(state.none() ? "0 " + zeros : state.mode() + " " + state.id());
          list.append(state.none() ? "\t" : " 0\t").append(path).append('\0');
        });
    git.run(
        GitCall.of(own, "update-index", "-z", "--index-info")
            .reading(list.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
