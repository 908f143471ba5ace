package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.Word;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What git commands may do. A worktree shares its repository with the user's checkout, so whatever
 * changes more than the session's own branch counts as outside the worktree.
 */
final class GitRisks {
  private static final Set<String> READS =
      Set.of(
          "status",
          "diff",
          "log",
          "show",
          "blame",
          "annotate",
          "grep",
          "ls-files",
          "ls-tree",
          "rev-parse",
          "rev-list",
          "describe",
          "cat-file",
          "show-ref",
          "for-each-ref",
          "merge-base",
          "shortlog",
          "name-rev",
          "count-objects",
          "diff-tree",
          "diff-index",
          "diff-files",
          "check-ignore",
          "check-attr",
          "check-ref-format",
          "var",
          "version",
          "help",
          "whatchanged",
          "range-diff",
          "cherry",
          "fsck",
          "verify-commit",
          "verify-tag",
          "merge-file",
          "merge-tree",
          "hash-object",
          "column",
          "stripspace",
          "interpret-trailers",
          "patch-id",
          "show-branch",
          "--version",
          "--help",
          "--html-path",
          "--man-path",
          "--info-path");

  private static final Set<String> OWN_FILES =
      Set.of(
          "add",
          "stage",
          "mv",
          "apply",
          "update-index",
          "write-tree",
          "read-tree",
          "archive",
          "format-patch",
          "init",
          "sparse-checkout",
          "checkout-index",
          "unpack-file",
          "mktree");

  private static final Set<String> OWN_HISTORY =
      Set.of(
          "commit",
          "merge",
          "rebase",
          "reset",
          "cherry-pick",
          "revert",
          "am",
          "checkout",
          "switch",
          "restore",
          "commit-tree",
          "bisect",
          "citool");

  private static final Set<String> SHARED =
      Set.of(
          "update-ref",
          "symbolic-ref",
          "filter-branch",
          "replace",
          "gc",
          "prune",
          "repack",
          "maintenance",
          "pack-refs",
          "fast-import",
          "notes",
          "rerere",
          "reflog",
          "stash",
          "worktree",
          "remote",
          "config",
          "branch",
          "tag",
          "submodule",
          "hook",
          "bundle",
          "unpack-objects",
          "index-pack",
          "prune-packed",
          "multi-pack-index",
          "commit-graph");

  private static final Set<String> REMOTE =
      Set.of("fetch", "clone", "ls-remote", "fetch-pack", "request-pull");

  /** Options in front of the subcommand that take a value of their own. */
  private static final Set<String> VALUED =
      Set.of("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env");

  private GitRisks() {}

  /** Where the subcommand stands; the number of words when there is none. */
  static int subcommand(List<Word> words) {
    int at = 1;
    while (at < words.size() && words.get(at).text().startsWith("-")) {
      String text = words.get(at).text();
      if (READS.contains(text)) {
        return at;
      }
      at += VALUED.contains(text) ? 2 : 1;
    }
    return Math.min(at, words.size());
  }

  static Set<Risk> of(List<Word> words) {
    Set<Risk> risks = EnumSet.noneOf(Risk.class);
    int at = subcommand(words);
    for (int i = 1; i < at; i++) {
      String text = words.get(i).text();
      if (text.equals("-c") && i + 1 < at && !plainSetting(words.get(i + 1).text())) {
        risks.add(Risk.INLINE_CODE);
      } else if (text.startsWith("--exec-path=") || text.startsWith("--config-env")) {
        risks.add(Risk.INLINE_CODE);
      }
    }
    if (at == words.size()) {
      return risks;
    }
    if (!words.get(at).fixed()) {
      risks.add(Risk.UNREADABLE);
      return risks;
    }
    String verb = words.get(at).text();
    List<String> rest = words.subList(at + 1, words.size()).stream().map(Word::text).toList();
    subcommand(verb, rest, risks);
    if (rest.stream().anyMatch(GitRisks::runsPrograms)) {
      risks.add(Risk.INLINE_CODE);
    }
    return risks;
  }

  /** Settings of which none can name a program. */
  private static boolean plainSetting(String setting) {
    return setting.matches(
        "(?i)(color\\.[a-z.]+|user\\.(name|email)|core\\.(quotepath|autocrlf|abbrev)|advice\\.[a-z]+"
            + "|commit\\.gpgsign|diff\\.(renames|context|algorithm|noprefix)|log\\.[a-z]+"
            + "|init\\.defaultbranch)(=.*)?");
  }

  private static boolean runsPrograms(String option) {
    return option.matches(
        "--(upload-pack|receive-pack|exec|ext-diff|textconv|open-files-in-pager|tool|extcmd)(=.*)?"
            + "|-O.*");
  }

  private static void subcommand(String verb, List<String> rest, Set<Risk> risks) {
    if (READS.contains(verb) || OWN_FILES.contains(verb)) {
      return;
    }
    if (OWN_HISTORY.contains(verb)) {
      risks.add(Risk.HISTORY);
      if (discards(verb, rest)) {
        risks.add(Risk.DELETES);
      }
      if (rest.stream().anyMatch(word -> word.matches("-B|-C"))) {
        risks.add(Risk.OUTSIDE);
      }
    } else if (SHARED.contains(verb)) {
      if (!onlyLists(verb, rest)) {
        risks.addAll(Set.of(Risk.HISTORY, Risk.OUTSIDE));
      }
      if (rest.stream().anyMatch(word -> word.matches("drop|clear|remove|-D|-d|--delete"))) {
        risks.add(Risk.DELETES);
      }
      if (verb.matches("submodule|remote")
          && rest.stream().anyMatch(w -> w.matches("update|add"))) {
        risks.add(Risk.NETWORK);
      }
    } else if (REMOTE.contains(verb)) {
      risks.add(Risk.NETWORK);
    } else if (verb.equals("pull")) {
      risks.addAll(Set.of(Risk.NETWORK, Risk.HISTORY));
    } else if (verb.matches("push|send-pack|send-email|svn|p4|http-push")) {
      risks.addAll(Set.of(Risk.NETWORK, Risk.HISTORY, Risk.OUTSIDE));
    } else if (verb.matches("rm|clean")) {
      risks.add(Risk.DELETES);
    } else {
      // Not one of git's own: an alias or a program, either of which may do anything.
      risks.add(Risk.INLINE_CODE);
    }
  }

  private static boolean discards(String verb, List<String> rest) {
    return switch (verb) {
      case "reset" -> rest.stream().anyMatch(word -> word.matches("--hard|--merge|--keep"));
      case "checkout", "switch" ->
          rest.stream()
              .anyMatch(
                  word -> word.matches("--|\\.|-f|--force|--discard-changes|--ours|--theirs"));
      case "restore" -> rest.stream().noneMatch(word -> word.matches("--staged|-S"));
      default -> false;
    };
  }

  private static boolean onlyLists(String verb, List<String> rest) {
    List<String> operands = rest.stream().filter(word -> !word.startsWith("-")).toList();
    String first = operands.isEmpty() ? "" : operands.getFirst();
    return switch (verb) {
      case "branch", "tag" ->
          (operands.isEmpty() || rest.stream().anyMatch(w -> w.matches("-l|--list|--contains")))
              && rest.stream()
                  .noneMatch(w -> w.matches("-[dDmMcCfu].*|--(delete|move|copy|force).*"));
      case "stash" -> first.matches("list|show");
      case "worktree" -> first.equals("list");
      case "remote" -> first.isEmpty() || first.matches("show|get-url|-v");
      case "config" ->
          rest.stream().anyMatch(w -> w.matches("--get.*|--list|-l"))
              || first.matches("get|list")
              || (operands.size() == 1
                  && rest.stream().noneMatch(w -> w.matches("--unset.*|-e|--edit|--remove-.*")));
      case "reflog" -> first.isEmpty() || first.matches("show|exists|HEAD.*");
      case "notes" -> first.isEmpty() || first.matches("list|show");
      case "submodule" -> first.isEmpty() || first.matches("status|summary");
      case "symbolic-ref" -> operands.size() == 1 && !rest.contains("-d");
      case "bundle" -> first.matches("verify|list-heads");
      default -> false;
    };
  }
}
