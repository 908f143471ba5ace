package dev.muster.engine.git;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares any two states of a repository's files: a worktree as it is now, a commit, a checkpoint,
 * the tip of a branch, whichever session they belong to.
 *
 * <p>Any thread, blocking. Nothing here touches a worktree, an index or a branch. What a bound left
 * out is said where it is missing, and comes when asked for again with wider bounds.
 */
public final class Compare {
  private final Repository repository;
  private final GitPlace store;
  private final Blobs blobs;

  Compare(Repository repository) {
    this.repository = repository;
    this.store = GitPlace.store(repository.commonDir());
    this.blobs = new Blobs(repository.git(), repository.commonDir());
  }

  /**
   * What differs from one version to another, the files without their lines.
   *
   * @throws GitException when there is no such version, as a sentence
   */
  public Changeset changes(Version from, Version to, CompareOptions options) throws GitException {
    var before = measured(from);
    var after = measured(to);
    return reader(options).changes(before.tree(), after.tree(), both(before, after));
  }

  /** The lines of one changed file, as the options say; they may differ from the changeset's. */
  public FileDiff diff(Changeset of, FileChange file, CompareOptions options) throws GitException {
    return reader(options).diff(of, file);
  }

  /**
   * The first lines of the difference of a large file, in a part of the time that {@link #diff}
   * takes: only what stands around its first changes is compared. They may be fewer than the
   * options ask for; the lines behind them count as cut.
   *
   * @return empty for a file that is not {@link FileChange#uncounted() large}, and where all of it
   *     has to be compared to tell how its difference begins
   */
  public Optional<FileDiff> beginning(FileChange file, CompareOptions options) throws GitException {
    return reader(options).beginning(file);
  }

  /**
   * The same file with its lines counted, where the list left that out because it is large; may
   * take a second and more.
   */
  public FileChange counted(FileChange file, CompareOptions options) throws GitException {
    return reader(options).counted(file);
  }

  /** What the two sides of a change are: sizes, encodings, line ends, images, LFS pointers. */
  public FileSides sides(FileChange file) throws GitException {
    var before = Both.inBackground(() -> side(file.oldId(), file.oldMode()));
    FileSide after;
    try {
      after = side(file.newId(), file.newMode());
    } finally {
      before.settle();
    }
    return new FileSides(before.get(), after);
  }

  /**
   * The bytes of a file.
   *
   * @param id of its content, as in {@link FileChange#oldId()}
   * @param offset from which byte on
   * @param max how many bytes are wanted at most
   */
  public Content content(String id, long offset, int max) throws GitException {
    return blobs.content(id, offset, max);
  }

  /**
   * Some lines of a file, for example those around a hunk. The file is not held in memory.
   *
   * @param id of its content, as in {@link FileChange#newId()}
   * @param from first line, from 1
   * @param count how many lines are wanted at most; fewer come at the end of the file
   * @param maxLineChars how much of one line is kept
   */
  public List<TextLine> lines(String id, int from, int count, int maxLineChars)
      throws GitException {
    return blobs.lines(id, from, count, maxLineChars);
  }

  /**
   * What is at these paths in a commit or tree; a path without anything is not in the answer.
   *
   * @throws GitException also when there is no such commit or tree
   */
  public Map<String, FileState> at(String revision, List<String> paths) throws GitException {
    return new TreeEntries(repository.git(), repository.commonDir()).in(revision, paths);
  }

  /** What differs between two contents, whatever files they are of. */
  public FileDiff between(String oldId, String newId, CompareOptions options) throws GitException {
    var file =
        new FileChange(
            FileChange.Status.MODIFIED,
            "content",
            null,
            FileChange.Kind.TEXT,
            "100644",
            "100644",
            oldId,
            newId,
            0,
            0);
    return reader(options).diff(new Changeset(oldId, newId, List.of(), 0, List.of()), file);
  }

  private DiffReader reader(CompareOptions options) {
    return new DiffReader(repository.git(), repository.commonDir(), options);
  }

  private Measurement.Measured measured(Version version) throws GitException {
    return switch (version) {
      case Version.Now now -> now.live().measure();
      case Version.Kept kept -> new Measurement.Measured(tree(kept.revision()), List.of());
    };
  }

  private String tree(String revision) throws GitException {
    var said =
        repository
            .git()
            .run(
                GitCall.of(
                        store,
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        revision + "^{tree}")
                    .accepting(0, 1, 128));
    if (said.exit() != 0) {
      throw new GitException(
          "There is no “%s” in %s to compare with.".formatted(revision, repository.name()));
    }
    return said.text();
  }

  private static List<String> both(Measurement.Measured before, Measurement.Measured after) {
    if (before.leftOut().isEmpty()) {
      return after.leftOut();
    }
    var all = new java.util.ArrayList<>(before.leftOut());
    all.addAll(after.leftOut());
    return all.stream().distinct().toList();
  }

  private FileSide side(String id, String mode) throws GitException {
    return FileSide.read(blobs, id, mode);
  }
}
