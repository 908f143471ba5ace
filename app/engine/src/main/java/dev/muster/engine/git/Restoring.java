package dev.muster.engine.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says how a removed worktree is got back. */
final class Restoring {
  private Restoring() {}

  /**
   * @param archive full id of the commit that keeps its work, null when it held none
   * @param kept the folder with its ignored files, null when there is none
   */
  static String sentence(
      Repository repository,
      RemovalRequest request,
      @Nullable String archive,
      @Nullable Path kept) {
    var ignored = kept == null ? "" : " Its ignored files are in “%s”.".formatted(kept);
    if (archive == null) {
      return "It held no change and no commit of its own." + ignored;
    }
    return "To get it back: git -C %s worktree add -b %s %s %s%s"
        .formatted(
            quoted(repository.root().toString()),
            MusterRefs.BRANCHES + "restored-" + request.session(),
            quoted(request.worktree().toString()),
            MusterRefs.archive(request.session()),
            ignored.isEmpty() ? "" : "." + ignored);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
