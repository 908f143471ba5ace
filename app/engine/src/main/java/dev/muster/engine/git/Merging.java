package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Merges three versions of a text, as git does, and stores the result. */
final class Merging {
  private final Git git;
  private final Path commonDir;
  private final Blobs blobs;
  private final Path folder;

  /**
   * @param folder where files may be made for as long as it takes
   */
  Merging(Git git, Path commonDir, Path folder) {
    this.git = git;
    this.commonDir = commonDir;
    this.blobs = new Blobs(git, commonDir);
    this.folder = folder;
  }

  /**
   * Applies the change from {@code base} to {@code theirs} to {@code ours}.
   *
   * @return id of the result; null when both changed the same lines, or it is no text
   */
  @Nullable String merge(String ours, String base, String theirs) throws GitException {
    if (ours.equals(base)) {
      return theirs;
    }
    if (ours.equals(theirs) || base.equals(theirs)) {
      return ours;
    }
    try {
      var a = write(ours);
      var b = write(base);
      var c = write(theirs);
      var said =
          git.run(
              GitCall.of(
                      GitPlace.store(commonDir),
                      "merge-file",
                      "-p",
                      "-q",
                      a.toString(),
                      b.toString(),
                      c.toString())
                  .accepting(answers()));
      Files.delete(a);
      Files.delete(b);
      Files.delete(c);
      return said.exit() == 0 ? blobs.store(said.out()) : null;
    } catch (IOException e) {
      if (e instanceof GitException g) {
        throw g;
      }
      throw new GitException("“%s” cannot be written: %s".formatted(folder, e.getMessage()), "", e);
    }
  }

  /** The exit code is the number of conflicts, at most 127, or 255 for what is no text. */
  private static Integer[] answers() {
    var exits = new Integer[129];
    for (int i = 0; i < 128; i++) {
      exits[i] = i;
    }
    exits[128] = 255;
    return exits;
  }

  private Path write(String id) throws IOException {
    var file = Files.createTempFile(folder, "merge", "");
    blobs.write(id, file);
    return file;
  }
}
