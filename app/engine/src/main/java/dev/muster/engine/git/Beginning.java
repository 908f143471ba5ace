package dev.muster.engine.git;

import dev.muster.engine.git.DiffLine.Kind;
import dev.muster.engine.git.FileDiff.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the difference of two large contents begins, without comparing all of them: git compares what
 * stands around the first lines that differ. What is told is the beginning of a true difference;
 * where it might not be a good one, because lines that look gone stand elsewhere, nothing is told.
 */
final class Beginning {
  /** With more unchanged lines around each change, all of the file is compared. */
  static final int MOST_CONTEXT = 20;

  /** More lines than this are not found in what is looked at. */
  static final int MOST_LINES = 2_000;

  /** Equal lines before the first change that git sees, also to name what they are in. */
  private static final int LEAD = 40;

  /** Shorter lines, such as those of one bracket, are found everywhere and say nothing. */
  private static final int TELLING = 4;

  /** Asks git for a difference. */
  @FunctionalInterface
  interface Patch {
    GitCall of(String oldId, String newId, String algorithm);
  }

  /**
   * How it begins.
   *
   * @param state whether it is all
   * @param utf8 whether the lines are
   */
  record Begun(State state, List<Hunk> hunks, boolean utf8) {}

  private final Git git;
  private final GitPlace store;
  private final ChangeBounds bounds;
  private final boolean exact;

  /**
   * @param exact whether all white space counts; if not, lines cannot be looked for elsewhere
   */
  Beginning(Git git, GitPlace store, ChangeBounds bounds, boolean exact) {
    this.git = git;
    this.store = store;
    this.bounds = bounds;
    this.exact = exact;
  }

  Optional<Begun> of(String oldId, String newId, Patch patch) throws GitException {
    var window = FirstDifference.read(git, store, oldId, newId).window(LEAD);
    if (window == null) {
      return Optional.empty();
    }
    BoundedLines said;
    try (var scratch = new ScratchObjects(git, store)) {
      var before = Both.inBackground(() -> scratch.store(window.before()));
      String after;
      try {
        after = scratch.store(window.after());
      } finally {
        before.settle();
      }
      said = new BoundedLines(bounds, 3 * MOST_LINES + 100);
      git.stream(scratch.in(patch.of(before.get(), after, "histogram")), said::accept);
    }
    var parsed = UnifiedDiff.parse(said, bounds);
    if (parsed.isEmpty() || parsed.getFirst().state() == State.BINARY) {
      return Optional.empty();
    }
    var bytes = said.bytes();
    boolean utf8 = TextForm.isUtf8(bytes, 0, bytes.length, said.cut());
    var diff = parsed.getFirst();
    if (window.whole()) {
      var all = diff.hunks().stream().map(hunk -> moved(hunk, window.line())).toList();
      return Optional.of(new Begun(diff.state(), all, utf8));
    }
    var sure = sure(diff.hunks(), window, oldId, newId);
    return sure.isEmpty() ? Optional.empty() : Optional.of(new Begun(State.CUT, sure, utf8));
  }

  /** The hunks that would be so if git had seen what comes behind, too. */
  private List<Hunk> sure(
      List<Hunk> hunks, FirstDifference.Window window, String oldId, String newId)
      throws GitException {
    var sure = new ArrayList<Hunk>();
    int oldEnd = safeEnd(window.before());
    int newEnd = safeEnd(window.after());
    for (var hunk : hunks) {
      boolean inside =
          hunk.oldStart() + hunk.oldCount() <= oldEnd
              && hunk.newStart() + hunk.newCount() <= newEnd;
      if (!inside) {
        boolean cut =
            exact
                && hunk.oldStart() < oldEnd
                && hunk.newStart() < newEnd
                && reachesLimit(hunks, hunk);
        if (cut && gone(hunk, Kind.REMOVED, newId) && gone(hunk, Kind.ADDED, oldId)) {
          sure.add(moved(hunk, window.line()));
        }
        break;
      }
      sure.add(moved(hunk, window.line()));
    }
    return sure;
  }

  /** Whether as many lines as are wanted end within a hunk. */
  private boolean reachesLimit(List<Hunk> hunks, Hunk hunk) {
    int lines = hunks.stream().mapToInt(one -> one.lines().size()).sum();
    return hunks.getLast() == hunk && lines >= bounds.maxPatchLines();
  }

  /** A quarter of what is seen is left, in which lines can still be found again. */
  private static int safeEnd(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines - lines / 4;
  }

  /** Whether the lines of a kind are not simply somewhere else in the other content. */
  private boolean gone(Hunk hunk, Kind kind, String otherId) throws GitException {
    Set<Long> lines = new HashSet<>();
    for (var line : hunk.lines()) {
      var text = line.text().getBytes(StandardCharsets.UTF_8);
      if (line.kind() == kind && line.more() == 0 && text.length >= TELLING) {
        lines.add(LineSearch.hash(text, 0, text.length));
      }
    }
    if (lines.isEmpty()) {
      return true;
    }
    var search = new LineSearch(lines);
    git.stream(GitCall.of(store, "cat-file", "blob", otherId), search::accept);
    return search.found() * 4 < lines.size();
  }

  /** The same hunk with so many lines before it. */
  private static Hunk moved(Hunk hunk, int by) {
    var lines = new ArrayList<DiffLine>(hunk.lines().size());
    int old = 0;
    int now = 0;
    for (var line : hunk.lines()) {
      old += line.kind() == Kind.ADDED ? 0 : 1;
      now += line.kind() == Kind.REMOVED ? 0 : 1;
      lines.add(
          new DiffLine(
              line.kind(),
              line.oldNo() == 0 ? 0 : line.oldNo() + by,
              line.newNo() == 0 ? 0 : line.newNo() + by,
              line.text(),
              line.ending(),
              line.more()));
    }
    return new Hunk(hunk.oldStart() + by, old, hunk.newStart() + by, now, hunk.section(), lines);
  }
}
