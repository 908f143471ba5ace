package dev.muster.engine.git;

import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks git what differs between two trees, and how, within bounds. */
final class DiffReader {
  /** Beyond this many files that came and went, only equal ones are looked for. */
  private static final int MAX_RENAMES = 1000;

  /** Changed lines from which on git's quick algorithm is used. */
  private static final int LARGE = 50_000;

  private static final String NOT_UTF8 = "Lines that are not UTF-8 are shown as Windows-1252.";

  private final Git git;
  private final GitPlace store;
  private final CompareOptions options;
  private final ChangeBounds bounds;

  DiffReader(Git git, Path commonDir, CompareOptions options) {
    this.git = git;
    this.store = GitPlace.store(commonDir);
    this.options = options;
    this.bounds = options.bounds();
  }

  Changeset changes(String from, String to, List<String> leftOut) throws GitException {
    var args =
        new ArrayList<>(
            List.of(
                "-c",
                "core.bigFileThreshold=" + bounds.maxCountBytes(),
                "diff-tree",
                "-r",
                "-z",
                "--raw",
                "--numstat",
                "--no-abbrev",
                options.renames() || options.copies() ? "-M" : "--no-renames",
                "-l" + MAX_RENAMES,
                "--diff-algorithm=histogram",
                "--no-ext-diff",
                "--no-textconv"));
    if (options.copies()) {
      args.add("-C");
    }
    whiteSpace(args);
    args.addAll(List.of(from, to, "--"));
    var said = git.run(GitCall.of(store, args));
    boolean all = options.whiteSpace() == WhiteSpace.SHOWN;
    var files = new LargeFiles(git, store, bounds).told(RawDiff.parse(said.fields(), all));
    int shown = Math.min(files.size(), bounds.maxFiles());
    var missing = leftOut;
    if (said.err().contains("rename detection was skipped")) {
      missing = new ArrayList<>(leftOut);
      missing.add(
          "So many files came and went that only those moved without a change are shown as"
              + " renamed.");
    }
    return new Changeset(from, to, files.subList(0, shown), files.size() - shown, missing);
  }

  /** The same file with its lines counted; see {@link FileChange#uncounted()}. */
  FileChange counted(FileChange file) throws GitException {
    if (!file.uncounted()) {
      return file;
    }
    if (isNone(file.oldId()) || isNone(file.newId())) {
      boolean added = isNone(file.oldId());
      var lines = new LineCount();
      git.stream(
          GitCall.of(store, "cat-file", "blob", added ? file.newId() : file.oldId()),
          lines::accept);
      return file.with(Kind.TEXT, added ? lines.lines() : 0, added ? 0 : lines.lines());
    }
    var args =
        new ArrayList<>(
            List.of(
                "-c",
                "core.bigFileThreshold=" + bounds.maxTextBytes(),
                "diff",
                "--numstat",
                "--no-ext-diff",
                "--no-textconv",
                "--diff-algorithm=" + algorithm(file)));
    whiteSpace(args);
    args.addAll(List.of(file.oldId(), file.newId(), "--"));
    var words = git.run(GitCall.of(store, args)).text().split("\t", 3);
    if (words.length < 3) {
      return file.with(Kind.TEXT, 0, 0);
    }
    return words[0].equals("-")
        ? file.with(Kind.BINARY, -1, -1)
        : file.with(Kind.TEXT, Integer.parseInt(words[0]), Integer.parseInt(words[1]));
  }

  /** On megabytes of unlike lines, histogram takes three times as long. */
  private static String algorithm(FileChange file) {
    return file.uncounted() || file.lines() > LARGE ? "myers" : "histogram";
  }

  private void whiteSpace(List<String> args) {
    switch (options.whiteSpace()) {
      case SHOWN -> {}
      case LINE_ENDS_IGNORED -> {
        args.add("--ignore-space-at-eol");
        args.add("--ignore-cr-at-eol");
      }
      case AMOUNT_IGNORED -> args.add("--ignore-space-change");
      case IGNORED -> args.add("--ignore-all-space");
    }
  }

  /**
   * The lines of one file, from the two contents alone: what the worktree's attributes say about
   * the file cannot hide a change here.
   */
  FileDiff diff(Changeset of, FileChange file) throws GitException {
    var oldPath = file.status() == Status.ADDED ? null : was(file);
    var newPath = file.status() == Status.DELETED ? null : file.path();
    if (file.kind() == Kind.SUBMODULE) {
      var note = "Submodule: %s → %s.".formatted(shortId(file.oldId()), shortId(file.newId()));
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), note);
    }
    var note = note(file);
    if (file.oldId().equals(file.newId())) {
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), note);
    }
    if (isNone(file.oldId()) || isNone(file.newId())) {
      return whole(file, oldPath, newPath, note);
    }
    var said = new BoundedLines(bounds, mostLines());
    git.stream(patch(file.oldId(), file.newId(), algorithm(file)), said::accept);
    var parsed = UnifiedDiff.parse(said, bounds);
    if (parsed.isEmpty() || parsed.getFirst().hunks().isEmpty() && isText(parsed.getFirst())) {
      var same =
          options.whiteSpace() == WhiteSpace.SHOWN ? note : told(note, "Only white space differs.");
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), same);
    }
    var diff = parsed.getFirst();
    var more = told(told(note, diff.state()), encoding(said.bytes(), said.cut()));
    return new FileDiff(oldPath, newPath, diff.state(), diff.hunks(), told(more, lfs(diff)));
  }

  /**
   * The first lines of a large file's difference, from what stands around its first changes alone;
   * the lines behind them count as cut.
   *
   * @return empty where all of the file has to be compared to tell how it begins
   */
  Optional<FileDiff> beginning(FileChange file) throws GitException {
    if (!file.uncounted()
        || file.oldId().equals(file.newId())
        || isNone(file.oldId())
        || isNone(file.newId())
        || options.context() > Beginning.MOST_CONTEXT
        || bounds.maxPatchLines() > Beginning.MOST_LINES) {
      return Optional.empty();
    }
    boolean exact = options.whiteSpace() == WhiteSpace.SHOWN;
    var begun =
        new Beginning(git, store, bounds, exact).of(file.oldId(), file.newId(), this::patch);
    var note = note(file);
    return begun.map(
        found ->
            new FileDiff(
                was(file),
                file.path(),
                found.state(),
                found.hunks(),
                told(told(note, found.state()), found.utf8() ? "" : NOT_UTF8)));
  }

  /** Asks for the difference of two contents. */
  private GitCall patch(String oldId, String newId, String algorithm) {
    var args =
        new ArrayList<>(
            List.of(
                "-c",
                "core.bigFileThreshold=" + bounds.maxTextBytes(),
                "diff",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--diff-algorithm=" + algorithm,
                "--inter-hunk-context=0",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                "-U" + options.context()));
    whiteSpace(args);
    args.addAll(List.of(oldId, newId, "--"));
    return GitCall.of(store, args);
  }

  /** Of a patch: each line may have a hunk's header and a word about its end of its own. */
  private int mostLines() {
    return (int) Math.min(3L * bounds.maxPatchLines() + 100, 1 << 30);
  }

  private static boolean isText(FileDiff diff) {
    return diff.state() == State.COMPLETE;
  }

  /** Says so when some of the bytes are shown as what they may not be. */
  private static String encoding(byte[] bytes, boolean cut) {
    return TextForm.isUtf8(bytes, 0, bytes.length, cut) ? "" : NOT_UTF8;
  }

  private static String lfs(FileDiff diff) {
    var first = diff.hunks().isEmpty() ? List.<DiffLine>of() : diff.hunks().getFirst().lines();
    return !first.isEmpty() && first.getFirst().text().equals(LfsPointer.FIRST_LINE)
        ? "A Git LFS pointer: the file itself is kept elsewhere."
        : "";
  }

  private static String was(FileChange file) {
    return file.oldPath() != null ? file.oldPath() : file.path();
  }

  /** A new or deleted file: all its lines are. */
  private FileDiff whole(
      FileChange file, @Nullable String oldPath, @Nullable String newPath, String note)
      throws GitException {
    boolean added = isNone(file.oldId());
    var said = new BoundedLines(bounds, (int) Math.min(bounds.maxPatchLines() + 1L, 1 << 30));
    git.stream(
        GitCall.of(store, "cat-file", "blob", added ? file.newId() : file.oldId()), said::accept);
    var bytes = said.bytes();
    if (bytes.length == 0) {
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), told(note, "It is empty."));
    }
    if (isBinary(bytes)) {
      return new FileDiff(oldPath, newPath, State.BINARY, List.of(), told(note, State.BINARY));
    }
    var lines =
        new WholeFile(said, bounds).lines(added ? DiffLine.Kind.ADDED : DiffLine.Kind.REMOVED);
    boolean cut = said.cut() || lines.size() > bounds.maxPatchLines();
    if (cut) {
      lines = lines.subList(0, Math.min(lines.size(), bounds.maxPatchLines()));
    }
    int n = lines.size();
    var hunk = added ? new Hunk(0, 0, 1, n, "", lines) : new Hunk(1, n, 0, 0, "", lines);
    var state = cut ? State.CUT : State.COMPLETE;
    var diff = new FileDiff(oldPath, newPath, state, List.of(hunk), "");
    var more = told(told(note, state), encoding(bytes, said.cut()));
    return new FileDiff(oldPath, newPath, state, List.of(hunk), told(more, lfs(diff)));
  }

  /** Git's own rule: a NUL in the first 8000 bytes. */
  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static String note(FileChange file) {
    var notes = new ArrayList<String>();
    if (file.oldPath() != null) {
      notes.add(
          (file.status() == Status.COPIED ? "Copied from “%s”." : "Renamed from “%s”.")
              .formatted(ShownPath.of(file.oldPath())));
    }
    boolean both = !isNone(file.oldMode()) && !isNone(file.newMode());
    if (both && !file.oldMode().equals(file.newMode())) {
      notes.add("Mode %s → %s.".formatted(file.oldMode(), file.newMode()));
    }
    if (file.kind() == Kind.LINK) {
      notes.add("A symbolic link; its line is where it points.");
    }
    return String.join(" ", notes);
  }

  private String told(String note, State state) {
    return switch (state) {
      case COMPLETE -> note;
      case CUT -> told(note, "Only the beginning is shown.");
      case BINARY -> told(note, "Not text, or too large to be shown as text.");
      case COMBINED -> told(note, "A difference between several versions.");
    };
  }

  private static String told(String note, String more) {
    if (more.isEmpty()) {
      return note;
    }
    return note.isEmpty() ? more : note + " " + more;
  }

  private static boolean isNone(String id) {
    return Blobs.isNone(id);
  }

  private static String shortId(String id) {
    return isNone(id) ? "nothing" : id.substring(0, 8);
  }
}
