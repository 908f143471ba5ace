package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Compare;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.FileState;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.git.Version;
import dev.muster.engine.review.Answer.How;
import dev.muster.engine.review.TurnStates.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the place of one comment from state to state of the files: through renames, and through
 * what is done to the lines around it. Blocks on git. Not safe for several threads at once.
 */
final class PlaceTrack {
  private static final CompareOptions EXACT = CompareOptions.DEFAULT.withContext(0);
  private static final CompareOptions NO_SPACE = EXACT.with(WhiteSpace.IGNORED);

  /** It cannot be told where the lines are; the message is a sentence. */
  static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    LostException(String sentence) {
      super(sentence);
    }
  }

  private final Compare compare;
  private final boolean wholeFile;
  private String path;

  /** The file as it is in the state that was reached; as it was last where it is gone. */
  private FileState file;

  private boolean gone;
  private LineTrack lines;
  private State at;

  private PlaceTrack(
      Compare compare, Place place, State at, FileState file, boolean gone, LineTrack lines) {
    this.compare = compare;
    this.wholeFile = place.from() == 0;
    this.path = place.path();
    this.at = at;
    this.file = file;
    this.gone = gone;
    this.lines = lines;
  }

  /**
   * Finds the place in the state that the comment met.
   *
   * @throws GitException when that state is not there any more
   */
  static PlaceTrack begin(Compare compare, Place place, State met)
      throws GitException, LostException {
    FileState there = compare.at(met.id(), List.of(place.path())).get(place.path());
    String written = place.blob();
    FileState file =
        there != null
            ? there
            : new FileState("100644", written == null ? FileState.NONE.id() : written);
    LineTrack lines = LineTrack.at(place.from(), place.to());
    if (place.from() > 0 && there != null && written != null && !written.equals(there.id())) {
      // It stands on another side, or on an older version: where is that in what it met?
      LineTrack now = through(compare, lines, written, there.id(), EXACT);
      lines = LineTrack.at(now.from(), now.to());
    }
    return new PlaceTrack(compare, place, met, file, there == null, lines);
  }

  /** The file's path in the state that was reached. */
  String path() {
    return path;
  }

  /** Where its lines begin there; 0 for the file. */
  int line() {
    return wholeFile || gone ? 0 : Math.max(1, lines.from());
  }

  State state() {
    return at;
  }

  /** Content and place, to be compared with those of another state. */
  FileState file() {
    return gone ? FileState.NONE : file;
  }

  LineTrack lines() {
    return lines;
  }

  /** Goes on to the next state and tells what was done to the place on the way. */
  How to(State next) throws GitException, LostException {
    FileState there = compare.at(next.id(), List.of(path)).get(path);
    How how;
    if (there == null) {
      how = gone ? How.UNTOUCHED : leave(next);
    } else if (gone) {
      how = come(there);
    } else {
      how = stay(there);
    }
    at = next;
    return how;
  }

  /** It is not at its path any more. */
  private How leave(State next) throws GitException, LostException {
    Changeset changes =
        compare.changes(Version.of(at.id()), Version.of(next.id()), CompareOptions.DEFAULT);
    for (FileChange change : changes.files()) {
      if (change.status() == FileChange.Status.RENAMED && path.equals(change.oldPath())) {
        path = change.path();
        How how = stay(new FileState(change.newMode(), change.newId()));
        boolean asItWas = how == How.UNTOUCHED || how == How.ELSEWHERE;
        return asItWas ? How.MOVED : how;
      }
    }
    gone = true;
    return How.GONE;
  }

  /** It was not there, and is again. */
  private How come(FileState there) throws GitException, LostException {
    gone = false;
    FileState before = file;
    file = there;
    if (!wholeFile && !before.id().equals(FileState.NONE.id())) {
      lines = through(compare, lines, before.id(), there.id(), EXACT);
    }
    return How.CHANGED;
  }

  private How stay(FileState there) throws GitException, LostException {
    FileState before = file;
    file = there;
    if (before.equals(there)) {
      return How.UNTOUCHED;
    }
    if (wholeFile) {
      boolean space =
          before.mode().equals(there.mode())
              && whole(compare, before.id(), there.id(), NO_SPACE).isEmpty();
      return space ? How.WHITE_SPACE : How.CHANGED;
    }
    if (before.id().equals(there.id())) {
      return How.ELSEWHERE; // its mode
    }
    LineTrack was = lines;
    lines = through(compare, was, before.id(), there.id(), EXACT);
    if (lines.how().compareTo(How.GONE) >= 0
        && was.through(hunks(compare, before.id(), there.id(), NO_SPACE))
                .how()
                .compareTo(How.BESIDE)
            <= 0) {
      return How.WHITE_SPACE;
    }
    return lines.how();
  }

  /** Whether the place is now as it was in another state. */
  boolean like(FileState then, LineTrack thenLines) throws GitException, LostException {
    FileState now = file();
    if (now.none() || then.none()) {
      return now.none() && then.none();
    }
    if (now.equals(then)) {
      return true;
    }
    if (wholeFile || now.id().equals(then.id())) {
      return now.id().equals(then.id()) && now.mode().equals(then.mode());
    }
    How how = through(compare, thenLines, then.id(), now.id(), EXACT).how();
    return how.compareTo(How.BESIDE) <= 0;
  }

  private static LineTrack through(
      Compare compare, LineTrack lines, @Nullable String from, String to, CompareOptions options)
      throws GitException, LostException {
    return from == null || from.equals(to)
        ? LineTrack.at(lines.from(), lines.to())
        : lines.through(hunks(compare, from, to, options));
  }

  private static List<Hunk> whole(Compare compare, String from, String to, CompareOptions options)
      throws GitException {
    FileDiff diff = compare.between(from, to, options);
    return diff.state() == FileDiff.State.COMPLETE
        ? diff.hunks()
        : List.of(new Hunk(1, 1, 1, 1, "", List.of())); // not text: then it is no white space
  }

  private static List<Hunk> hunks(Compare compare, String from, String to, CompareOptions options)
      throws GitException, LostException {
    FileDiff diff = compare.between(from, to, options);
    if (diff.state() != FileDiff.State.COMPLETE) {
      throw new LostException(
          diff.state() == FileDiff.State.BINARY
              ? "The file was changed, and is not text in which lines could be followed."
              : "So much of the file was changed that its lines could not be followed.");
    }
    return diff.hunks();
  }
}
