package dev.muster.engine.git;

import dev.muster.engine.git.MergeConflict.Kind;
import dev.muster.engine.git.MergeConflict.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges two commits into a tree without a checkout, and reads what git says about it
 * (git-merge-tree(1), "OUTPUT").
 *
 * @param clean whether there is no conflict
 * @param tree id of the merged tree; with conflicts it holds files with markers
 * @param conflicts the files that conflict
 */
record TreeMerge(boolean clean, String tree, List<MergeConflict> conflicts) {
  private static final int MAX_CONFLICTS = 5_000;

  TreeMerge {
    conflicts = List.copyOf(conflicts);
  }

  /** What git says of one path. */
  private record Said(String type, String message) {}

  /** The names for the two sides in sentences. */
  record Names(String target, String session) {}

  /**
   * Merges.
   *
   * @param target full id of the commit that is merged into
   * @param session full id of the commit that is merged
   */
  static TreeMerge of(MergeRoom room, String target, String session, Names names)
      throws GitException {
    var said =
        room.run(
            room.call("merge-tree", "--write-tree", "-z", "--messages", target, session)
                .accepting(0, 1, 128));
    if (said.exit() == 128) {
      throw impossible(said.err(), names);
    }
    var fields = said.fields();
    var tree = fields.getFirst().strip();
    if (said.exit() == 0) {
      return new TreeMerge(true, tree, List.of());
    }
    var sides = new TreeMap<String, @Nullable Side[]>();
    int at = 1;
    for (; at < fields.size() && !fields.get(at).isEmpty(); at++) {
      // "100644 0123… 2\tpath"
      var entry = fields.get(at);
      int tab = entry.indexOf('\t');
      var words = entry.substring(0, tab).split(" ");
      sides
              .computeIfAbsent(entry.substring(tab + 1), k -> new @Nullable Side[3])[
              Integer.parseInt(words[2]) - 1] =
          new Side(words[0], words[1]);
    }
    var messages = messages(fields, at + 1, sides);
    var merged = merged(room, tree, sides.keySet());
    var conflicts = new ArrayList<MergeConflict>();
    sides.forEach(
        (path, three) -> {
          if (conflicts.size() < MAX_CONFLICTS) {
            conflicts.add(conflict(path, three, messages.get(path), merged.get(path), names));
          }
        });
    return new TreeMerge(false, tree, conflicts);
  }

  private static GitException impossible(String err, Names names) {
    var target = names.target();
    var session = names.session();
    if (err.contains("unrelated histories")) {
      return new GitException(
          "%s and %s have no commit in common, so git cannot merge them."
              .formatted(target, session),
          err);
    }
    if (err.contains("unable to read") || err.contains("missing")) {
      return new GitException(
          "The repository lacks content that merging %s and %s needs. If it is a partial clone, run “git diff --stat %s %s” in your checkout once, which fetches it; then try again."
              .formatted(target, session, target, session),
          err);
    }
    return new GitException(
        "Git could not merge %s and %s: %s".formatted(target, session, GitSentences.reason(err)),
        err);
  }

  /**
   * The conflicts that git tells of, by path: its first word on each counts, binary before all.
   *
   * @param sides what it lists as unmerged; a conflict of which it lists no file is added
   */
  private static Map<String, Said> messages(
      List<String> fields, int from, Map<String, @Nullable Side[]> sides) {
    var byPath = new LinkedHashMap<String, Said>();
    int at = from;
    while (at < fields.size() && !fields.get(at).isEmpty()) {
      int paths = Integer.parseInt(fields.get(at));
      if (at + paths + 2 >= fields.size()) {
        break;
      }
      var said = new Said(fields.get(at + paths + 1), fields.get(at + paths + 2).strip());
      if (said.type.startsWith("CONFLICT")) {
        var named = fields.subList(at + 1, at + 1 + paths);
        // A file whose text conflicts inside a rename that collides is listed under its new name.
        boolean elsewhere = said.type.equals("CONFLICT (binary)") && !sides.isEmpty();
        if (!named.isEmpty() && !elsewhere && named.stream().noneMatch(sides::containsKey)) {
          sides.put(named.getFirst(), new @Nullable Side[3]);
        }
        for (var path : named) {
          byPath.merge(path, said, (a, b) -> b.type.contains("binary") ? b : a);
        }
      }
      at += paths + 3;
    }
    return byPath;
  }

  private static Map<String, String> merged(
      MergeRoom room, String tree, java.util.Set<String> paths) throws GitException {
    var ids = new LinkedHashMap<String, String>();
    var list = new ArrayList<>(paths);
    for (int from = 0; from < list.size(); from += 500) {
      var args = new ArrayList<>(List.of("ls-tree", "-z", "--full-tree", tree, "--"));
      args.addAll(list.subList(from, Math.min(list.size(), from + 500)));
      for (var entry : room.run(args.toArray(String[]::new)).fields()) {
        int tab = entry.indexOf('\t');
        var words = entry.substring(0, tab).split(" ");
        if (words[1].equals("blob")) {
          ids.put(entry.substring(tab + 1), words[2]);
        }
      }
    }
    return ids;
  }

  private static MergeConflict conflict(
      String path,
      @Nullable Side[] three,
      @Nullable Said said,
      @Nullable String merged,
      Names names) {
    var kind = kind(three, said == null ? "" : said.type);
    var target = names.target();
    var session = names.session();
    var why =
        switch (kind) {
          case BOTH_MODIFIED -> "%s and %s changed the same lines".formatted(target, session);
          case BOTH_ADDED -> "%s and %s each made it, differently".formatted(target, session);
          case MODIFIED_DELETED ->
              three[2] == null
                  ? "%s changed it and %s deleted it".formatted(target, session)
                  : "%s deleted it and %s changed it".formatted(target, session);
          case RENAMED_DELETED -> "one renamed it and the other deleted it";
          case RENAMED_RENAMED -> "%s and %s renamed it differently".formatted(target, session);
          case BINARY -> "%s and %s changed it, and it is not text".formatted(target, session);
          case DIFFERENT_TYPES -> "it is a file on one side and something else on the other";
          case SUBMODULE -> "both moved the submodule to another commit";
          case FOLDER_RENAMED -> "the other side renamed its folder";
          case OTHER -> said == null ? "git could not merge it" : said.message;
        };
    return new MergeConflict(
        path,
        kind,
        "%s: %s.".formatted(ShownPath.of(path), why),
        three[0],
        three[1],
        three[2],
        merged);
  }

  private static Kind kind(@Nullable Side[] three, String type) {
    for (var side : three) {
      if (side != null && side.mode().equals("160000")) {
        return Kind.SUBMODULE;
      }
    }
    // The words are fixed: "they should be stable" (git-merge-tree(1), "INFORMATIONAL MESSAGES").
    return switch (type) {
      case "CONFLICT (binary)" -> Kind.BINARY;
      case "CONFLICT (modify/delete)" -> Kind.MODIFIED_DELETED;
      case "CONFLICT (rename/delete)" -> Kind.RENAMED_DELETED;
      case "CONFLICT (rename/rename)", "CONFLICT (rename involved in collision)" ->
          Kind.RENAMED_RENAMED;
      case "CONFLICT (file/directory)", "CONFLICT (distinct modes)" -> Kind.DIFFERENT_TYPES;
      case "CONFLICT (directory rename suggested)",
          "CONFLICT (file location)",
          "CONFLICT (directory rename unclear split)" ->
          Kind.FOLDER_RENAMED;
      case "CONFLICT (contents)" -> three[0] == null ? Kind.BOTH_ADDED : Kind.BOTH_MODIFIED;
      default -> type.startsWith("CONFLICT (submodule") ? Kind.SUBMODULE : Kind.OTHER;
    };
  }
}
