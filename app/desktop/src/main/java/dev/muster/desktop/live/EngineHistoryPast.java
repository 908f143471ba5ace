package dev.muster.desktop.live;

import dev.muster.desktop.live.PastMoment.Lines;
import dev.muster.engine.Engine;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.review.PastFiles;
import dev.muster.engine.review.PastFiles.Kept;
import dev.muster.engine.review.PastFiles.Origin;
import dev.muster.engine.review.PastFiles.Past;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionReplay;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.Stories;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The past of one session, read from the journal and from git on threads of its own, one moment at
 * a time. The last states are remembered: going back and forth over the same ones asks git for
 * nothing.
 */
final class EngineHistoryPast implements SessionPast {
  /** Files whose lines are read without being asked for by name. */
  static final int MOST_FILES = 60;

  /** Lines read for one moment, as far as no file is asked for by name. */
  static final int MOST_LINES = 20_000;

  private static final int STATES = 24;
  private static final int DIFFS = 400;
  private static final int REMEMBERED_LINES = 60_000;

  private record State(@Nullable String base, @Nullable String seen, @Nullable Kept kept) {}

  private final Engine engine;
  private final SessionId session;
  private final PastFiles files;
  private final SessionReplay replay;
  private final long events;
  private final ReentrantLock one = new ReentrantLock();

  // Used under the lock alone.
  private final Map<State, Optional<Past>> states = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, FileDiff> diffs = new LinkedHashMap<>(16, 0.75f, true);
  private List<Stories.Turn> turns = List.of();
  private long turnsTo;
  private int lines;

  /**
   * @param events how many there are now; there may be more later
   */
  EngineHistoryPast(Engine engine, SessionId session, long events) {
    this.engine = engine;
    this.session = session;
    this.events = events;
    files = engine.comparisons().past();
    replay = new SessionReplay(engine.stories(), session, events);
  }

  @Override
  public CompletableFuture<PastMoment> at(long seq, boolean lines, @Nullable String path) {
    CompletableFuture<PastMoment> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("history-moment")
        .start(
            () -> {
              one.lock();
              try {
                answer.complete(read(seq, lines, path, answer::isDone));
              } catch (RuntimeException failed) {
                // After a cancellation this changes nothing.
                answer.completeExceptionally(failed);
              } finally {
                one.unlock();
              }
            });
    return answer;
  }

  private PastMoment read(
      long seq, boolean wanted, @Nullable String path, BooleanSupplier cancelled) {
    SessionSnapshot then = replay.at(seq, cancelled);
    Lines held = wanted ? lines(then, path, cancelled) : null;
    return new PastMoment(then.lastSeq(), then.turn(), then.changes().files(), then.plan(), held);
  }

  private Lines lines(SessionSnapshot then, @Nullable String path, BooleanSupplier cancelled) {
    try {
      var worktree = then.worktree();
      String seen = then.changes().treeHash();
      Supplier<Optional<Kept>> kept = () -> kept(then.lastSeq());
      State state =
          new State(
              worktree == null ? null : worktree.baseCommit(),
              seen,
              seen == null ? kept.get().orElse(null) : null);
      Optional<Past> past = states.get(state);
      if (past == null) {
        go(cancelled);
        past = files.at(then, kept);
        if (seen == null || past.isPresent() && past.get().origin() == Origin.SEEN) {
          states.put(state, past);
          forgetOldest(states, STATES);
        }
      }
      if (past.isEmpty()) {
        return new Lines.Gone(
            session.isImported()
                ? "An agent had this conversation without Muster: nothing is known of its files."
                : "It had no files of its own yet.");
      }
      return held(then, past.get(), path, cancelled);
    } catch (FleetException gone) {
      return new Lines.Gone(String.valueOf(gone.getMessage()));
    }
  }

  private Lines held(
      SessionSnapshot then, Past past, @Nullable String path, BooleanSupplier cancelled)
      throws FleetException {
    Map<String, FileDiff> read = new HashMap<>();
    int sum = 0;
    List<FileChange> first = new ArrayList<>(past.changes().files());
    // Whoever asked for one file sees that one, however many come before it.
    first.sort((a, b) -> Boolean.compare(b.path().equals(path), a.path().equals(path)));
    for (FileChange file : first) {
      if (read.size() >= MOST_FILES || sum > MOST_LINES) {
        break;
      }
      go(cancelled);
      FileDiff diff = diff(then, past, file);
      read.put(file.path(), diff);
      sum += size(diff);
    }
    return new Lines.Held(past.origin(), past.turn(), past.state(), past.changes(), read);
  }

  private FileDiff diff(SessionSnapshot then, Past past, FileChange file) throws FleetException {
    String key = file.path() + ":" + file.changeId();
    FileDiff known = diffs.get(key);
    if (known != null) {
      return known;
    }
    FileDiff diff = files.diff(then, past.changes(), file);
    diffs.put(key, diff);
    lines += size(diff);
    while (diffs.size() > 1 && (lines > REMEMBERED_LINES || diffs.size() > DIFFS)) {
      lines -= size(diffs.remove(diffs.keySet().iterator().next()));
    }
    return diff;
  }

  private static int size(@Nullable FileDiff diff) {
    return diff == null ? 0 : diff.hunks().stream().mapToInt(hunk -> hunk.lines().size()).sum();
  }

  /**
   * What was kept last up to an event. Of a turn that is not over nothing is taken, though it may
   * have kept something: better an earlier state than one of later.
   */
  private Optional<Kept> kept(long seq) {
    if (seq > turnsTo) {
      turns = engine.stories().turns(session);
      turnsTo = Math.max(seq, events);
    }
    Kept last = null;
    for (Stories.Turn turn : turns) {
      String commit = turn.checkpoint();
      if (commit != null && turn.lastSeq() <= seq) {
        last = new Kept(turn.number(), commit);
      }
    }
    return Optional.ofNullable(last);
  }

  private static void go(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("nobody waits for it any more");
    }
  }

  private static void forgetOldest(Map<?, ?> map, int most) {
    while (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }
}
