package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where the ignored files of removed worktrees go: a folder for each removal, which only the user
 * can read.
 *
 * @param folder what all of them lie in
 */
record KeptIgnored(Path folder) {
  /** Makes one for a session. */
  Path fresh(String session) throws IOException {
    var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder);
    for (int n = 1; ; n++) {
      var next = at(session, n);
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        return Files.createDirectory(next, own);
      }
    }
  }

  /** The last one that was made for a session. */
  @Nullable Path latest(String session) {
    Path found = null;
    for (int n = 1; Files.isDirectory(at(session, n), LinkOption.NOFOLLOW_LINKS); n++) {
      found = at(session, n);
    }
    return found;
  }

  private Path at(String session, int n) {
    return folder.resolve(n == 1 ? session : session + "-" + n);
  }
}
