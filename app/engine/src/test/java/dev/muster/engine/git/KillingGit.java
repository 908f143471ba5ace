package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A {@code git} that kills the Muster that calls it, with SIGKILL, at a call that was chosen: the
 * only way to die between any two steps. The call itself is made or not made.
 */
public final class KillingGit {
  private final Path folder;

  /** Made in an empty folder, which then comes first in the search path. */
  public KillingGit(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    var real = real(this.folder);
    var script =
        """
        #!/bin/sh
        here=%s
        echo >>"$here/calls"
        hit=
        [ -f "$here/at" ] && [ "$(wc -l <"$here/calls")" -ge "$(cat "$here/at")" ] && hit=1
        if [ -f "$here/words" ]; then
          case "$*" in *"$(cat "$here/words")"*) hit=1 ;; esac
        fi
        if [ -z "$hit" ]; then exec %s "$@"; fi
        if [ -f "$here/after" ]; then %s "$@" >/dev/null; fi
        kill -9 "$(cat "$here/pid")"
        exit 1
        """
            .formatted(folder, real, real);
    var git = Files.writeString(folder.resolve("git"), script);
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path real(Path not) {
    for (var part : System.getenv("PATH").split(":")) {
      var git = Path.of(part).resolve("git");
      if (Files.isExecutable(git) && !Path.of(part).equals(not)) {
        return git;
      }
    }
    throw new AssertionError("There is no git.");
  }

  /** The search path with this git first. */
  public String path() {
    return folder + ":" + System.getenv("PATH");
  }

  /** Kills this process at the call of that number from now on, instead of making it. */
  public void atCall(int number) throws IOException {
    Files.deleteIfExists(folder.resolve("calls"));
    Files.writeString(folder.resolve("at"), Integer.toString(number));
    arm();
  }

  /** Kills this process at the first call with these words in it. */
  public void at(String words, boolean after) throws IOException {
    Files.writeString(folder.resolve("words"), words);
    if (after) {
      Files.writeString(folder.resolve("after"), "");
    }
    arm();
  }

  private void arm() throws IOException {
    Files.writeString(folder.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
  }
}
