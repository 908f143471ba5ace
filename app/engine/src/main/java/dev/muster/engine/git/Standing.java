package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worktree stands on beside its files: branch, commit and what is staged. Written into the
 * messages of the commits that keep a state, so that it can be had again.
 *
 * @param branch full name of the branch; null when HEAD is detached, or was not written down
 * @param detached whether HEAD is known to be on no branch
 * @param head full id; null on a branch without a commit
 * @param staged tree of what is staged; null where it was not written down or is in conflict
 */
record Standing(
    @Nullable String branch, boolean detached, @Nullable String head, @Nullable String staged) {
  private static final String SESSION = "Session: ";
  private static final String BRANCH = "Branch: ";
  private static final String HEAD = "Head: ";
  private static final String STAGED = "Staged: ";
  private static final String NO_BRANCH = "(detached)";

  /** As it is now, but for what is staged. */
  static Standing now(Git git, GitPlace place) throws GitException {
    var head =
        git.run(
            GitCall.of(place, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .accepting(0, 1, 128));
    var branch = git.run(GitCall.of(place, "symbolic-ref", "--quiet", "HEAD").accepting(0, 1, 128));
    return new Standing(
        branch.exit() == 0 ? branch.text() : null,
        branch.exit() == 1,
        head.exit() == 0 ? head.text() : null,
        null);
  }

  Standing withStaged(@Nullable String tree) {
    return new Standing(branch, detached, head, tree);
  }

  /** The message with lines at its end that {@link #in} reads. */
  String after(String message, String session) {
    var lines = new ArrayList<String>();
    lines.add(SESSION + session);
    if (branch != null || detached) {
      lines.add(BRANCH + (branch == null ? NO_BRANCH : branch));
    }
    if (head != null) {
      lines.add(HEAD + head);
    }
    if (staged != null) {
      lines.add(STAGED + staged);
    }
    return message.stripTrailing() + "\n\n" + String.join("\n", lines);
  }

  /**
   * What a commit says that keeps a state of a session; any other commit, such as another session's
   * checkpoint that this one was begun from, is a state of its own.
   *
   * @param branch the session's own, full name
   */
  static Standing in(Git git, GitPlace store, String commit, String session, String branch)
      throws GitException {
    var said =
        git.run(store, "log", "-1", "--no-show-signature", "--format=%ce %P%n%B", commit).text();
    List<String> lines = said.lines().toList();
    String onBranch = null;
    boolean detached = false;
    String head = null;
    String staged = null;
    String of = session;
    // Only what stands at its end is ours: the words before it are a title that anybody gave.
    int from = Math.max(1, lines.lastIndexOf(""));
    for (var line : lines.subList(from, lines.size())) {
      if (line.startsWith(SESSION)) {
        of = line.substring(SESSION.length());
      } else if (line.startsWith(BRANCH)) {
        var named = line.substring(BRANCH.length());
        detached = named.equals(NO_BRANCH);
        onBranch = detached ? null : named;
      } else if (line.startsWith(HEAD)) {
        head = line.substring(HEAD.length());
      } else if (line.startsWith(STAGED)) {
        staged = line.substring(STAGED.length());
      }
    }
    var words = List.of(lines.getFirst().split(" "));
    if (!words.getFirst().equals(Keeper.EMAIL) || !of.equals(session)) {
      return new Standing(branch, false, commit, null);
    }
    if (head == null && words.size() > 1) {
      head = words.get(1); // an older one: its first parent is what it stood on
    }
    return onBranch == null && !detached
        ? new Standing(branch, false, head, staged)
        : new Standing(onBranch, detached, head, staged);
  }
}
