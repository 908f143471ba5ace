package dev.muster.engine.git;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells ahead of time how sessions would come into a branch: how far each is behind, whether it
 * merges, where it conflicts, and which sessions touch the same lines. Moves nothing and starts no
 * program of the repository's.
 *
 * <p>Each session is merged with the target, and each pair of sessions as if both had been merged:
 * so what one has merely taken over from the target does not count as touched. All merges are tried
 * in one git, and what was once found out about the same commits is remembered.
 *
 * <p>Keep one per repository. Any thread; {@link #forecast} blocks, {@link #inBackground} does not.
 */
public final class Forecasts {
  /** Sessions that are looked at. */
  public static final int MAX_SESSIONS = 40;

  /** Pairs that are told. */
  public static final int MAX_OVERLAPS = 200;

  /** Paths that are named in one place. */
  public static final int MAX_PATHS = 50;

  private static final int REMEMBERED = 32;

  /** What a forecast depends on. */
  private record Key(String targetCommit, ForecastRequest request) {}

  private final Repository repository;
  private final Map<Key, Forecast> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Forecast> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final ForecastMemory memory = new ForecastMemory();
  private final ConcurrentHashMap<ForecastRequest, CompletableFuture<Forecast>> running =
      new ConcurrentHashMap<>();

  /** One for a repository, with nothing remembered. */
  public Forecasts(Repository repository) {
    this.repository = repository;
  }

  /**
   * A session with its work as it is in its worktree now. When some of it is not committed, a
   * commit that nothing names is made for it; the same files give the same commit.
   *
   * @throws GitException when the worktree is gone or in the middle of a merge
   */
  public Contender contender(SessionWork work) throws GitException {
    var files = SessionFiles.of(repository, work);
    return new Contender(
        work.session(),
        files.head(),
        files.uncommitted()
            ? new CommitWriter(repository).scratch(files.tree(), files.head())
            : files.head());
  }

  /**
   * A session as Muster saw its files last, without looking at its worktree.
   *
   * @param session its id
   * @param head full id of the commit its worktree stands on
   * @param tree id of the tree its files made when they were last seen to change; null when they
   *     never were
   * @throws GitException when git cannot be run
   */
  public Contender contender(String session, String head, @Nullable String tree)
      throws GitException {
    return new Contender(
        session,
        head,
        tree == null
            ? head
            : memory.tip(
                head,
                tree,
                () ->
                    tree.equals(repository.treeOf(head))
                        ? head
                        : new CommitWriter(repository).scratch(tree, head)));
  }

  /**
   * Computes it, or remembers it.
   *
   * @throws GitException when there is no such branch, or git cannot be run
   */
  public Forecast forecast(ForecastRequest request) throws GitException {
    var key = new Key(repository.localBranch(request.target()), request);
    var before = remembered(key);
    if (before != null) {
      return before;
    }
    var forecast = new ForecastMaker(repository, key.targetCommit, memory).make(request);
    synchronized (known) {
      known.put(key, forecast);
    }
    return forecast;
  }

  /**
   * Merges the work of all of them into the target, in the order in which they would be landed, as
   * objects that nothing names.
   *
   * @throws GitException when there is no such branch, or git cannot be run
   */
  public Combined combine(ForecastRequest request) throws GitException {
    return new Combining(repository).combine(request, forecast(request));
  }

  /**
   * As {@link #forecast}, on a virtual thread. Asked for the same while it is computed, it is the
   * same future. Fails with a {@link GitException}.
   */
  public CompletableFuture<Forecast> inBackground(ForecastRequest request) {
    var fresh = new CompletableFuture<Forecast>();
    var other = running.putIfAbsent(request, fresh);
    if (other != null) {
      return other;
    }
    Thread.ofVirtual()
        .name("muster-forecast")
        .start(
            () -> {
              try {
                fresh.complete(forecast(request));
              } catch (GitException | RuntimeException e) {
                fresh.completeExceptionally(e);
              } finally {
                running.remove(request, fresh);
              }
            });
    return fresh;
  }

  private @Nullable Forecast remembered(Key key) {
    synchronized (known) {
      return known.get(key);
    }
  }
}
