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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the place of one comment from state to state of the files: through renames, and through
 * what is done to the lines around it. Blocks on git. Not safe for several threads at once.
 */
final class PlaceTrack {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceTrack.class);
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

  /** Whether the lines it was written on were taken out or replaced before it was sent. */
  private final boolean taken;

  private final String began;
  private String path;

  /** The file as it is in the state that was reached; as it was last where it is gone. */
  private FileState file;

  private boolean gone;
  private LineTrack lines;
  private State at;

  private PlaceTrack(
      Compare compare,
      Place place,
      String path,
      State at,
      FileState file,
      boolean gone,
      boolean taken,
      LineTrack lines) {
    this.compare = compare;
    this.wholeFile = place.from() == 0;
    this.path = path;
    this.began = path;
    this.at = at;
    this.file = file;
    this.gone = gone;
    this.taken = taken;
    this.lines = lines;
  }

  /**
   * Finds the place in the state that the comment met.
   *
   * @param before states before that one, the last first
   * @throws GitException when that state is not there any more
   */
  static PlaceTrack begin(Compare compare, Place place, State met, List<State> before)
      throws GitException, LostException {
    String path = place.path();
    FileState there = compare.at(met.id(), List.of(path)).get(path);
    if (there == null) {
      // It may have been written before the file got another name, and sent after.
      FileChange renamed = renamedBefore(compare, path, met, before);
      if (renamed != null) {
        path = renamed.path();
        there = new FileState(renamed.newMode(), renamed.newId());
      }
    }
    String written = place.blob();
    FileState file =
        there != null
            ? there
            : new FileState("100644", written == null ? FileState.NONE.id() : written);
    LineTrack lines = LineTrack.at(place.from(), place.to());
    boolean taken = false;
    if (place.from() > 0 && there != null && written != null && !written.equals(there.id())) {
      // It stands on another side, or on an older version: where is that in what it met?
      LineTrack now = through(compare, lines, written, there.id(), EXACT);
      lines = LineTrack.at(now.from(), now.to());
      taken = now.how().compareTo(How.GONE) >= 0;
    }
    return new PlaceTrack(compare, place, path, met, file, there == null, taken, lines);
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
    FileChange change = renamed(compare, at, next, path);
    if (change == null) {
      gone = true;
      return How.GONE;
    }
    path = change.path();
    How how = stay(new FileState(change.newMode(), change.newId()));
    if (how != How.UNTOUCHED && how != How.ELSEWHERE) {
      return how;
    }
    // Lines that were taken out or replaced before did not go along.
    return taken || !wholeFile && lines.to() < lines.from() ? How.ELSEWHERE : How.MOVED;
  }

  private static @Nullable FileChange renamedBefore(
      Compare compare, String path, State met, List<State> before) {
    for (State state : before) {
      try {
        if (compare.at(state.id(), List.of(path)).get(path) != null) {
          return renamed(compare, state, met, path);
        }
      } catch (GitException gone) {
        // What was kept longer ago may have been pruned; the one before that may do.
        LOG.debug("A state before a comment is not there any more: {}", state, gone);
      }
    }
    return null;
  }

  /** What became of a file that has another name in the second state; null when none has it. */
  private static @Nullable FileChange renamed(Compare compare, State from, State to, String path)
      throws GitException {
    Changeset changes =
        compare.changes(Version.of(from.id()), Version.of(to.id()), CompareOptions.DEFAULT);
    for (FileChange change : changes.files()) {
      if (change.status() == FileChange.Status.RENAMED && path.equals(change.oldPath())) {
        return change;
      }
    }
    return null;
  }

  /**
   * Whether a change of that kind was undone: the place is as it was in another state. A file that
   * still has another name is not as it was.
   */
  boolean back(How how, FileState then, LineTrack thenLines) throws GitException, LostException {
    boolean named = path.equals(began) || !wholeFile && how != How.MOVED;
    return named && like(then, thenLines);
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
  private boolean like(FileState then, LineTrack thenLines) throws GitException, LostException {
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
