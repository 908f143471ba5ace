package dev.muster.engine.complete;

import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.GitException;
import dev.muster.engine.review.Off;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be named while a prompt to a session is written: its files and its agent's commands.
 * Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} whose message is a sentence.
 *
 * <p>The files of the last few sessions that were asked for are held, at most {@value #MOST_PATHS}
 * each. When the worktree changed since they were listed they are listed anew in the background,
 * and the question at hand is answered from the old list.
 */
public final class Naming {
  private static final Logger LOG = LoggerFactory.getLogger(Naming.class);
  private static final int SESSIONS = 4;

  /** More files of a worktree are not offered. */
  static final int MOST_PATHS = 200_000;

  private record Listed(@Nullable String tree, List<String> paths) {}

  private record Announced(long bytes, long at, List<AgentCommand> commands) {}

  private final Fleet fleet;
  private final Workplace workplace;
  private final DataFolder folders;

  /** Guarded by itself, like the ones below. */
  private final Map<SessionId, Listed> files = lastFew();

  private final Map<SessionId, CompletableFuture<Listed>> listing = new LinkedHashMap<>();
  private final Map<SessionId, Announced> announced = lastFew();

  public Naming(Fleet fleet, Workplace workplace, DataFolder folders) {
    this.fleet = fleet;
    this.workplace = workplace;
    this.folders = folders;
  }

  private static <T> Map<SessionId, T> lastFew() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<SessionId, T> eldest) {
        return size() > SESSIONS;
      }
    };
  }

  /**
   * The files of a session's worktree that fit what was typed, the best first; those that git
   * ignores are not among them. Before it has a worktree, those of the repository.
   *
   * @param most how many are wanted
   */
  public CompletableFuture<List<NamedFile>> files(SessionId id, String typed, int most) {
    return Off.run("naming", () -> FuzzyPaths.find(listed(id).paths(), typed, most));
  }

  private Listed listed(SessionId id) throws FleetException {
    SessionSnapshot session =
        fleet.session(id).orElseThrow(() -> new FleetException("There is no session " + id + "."));
    Listed known;
    synchronized (files) {
      known = files.get(id);
    }
    if (known == null) {
      return again(id, session).join();
    }
    String tree = session.changes().treeHash();
    if (tree != null && !tree.equals(known.tree())) {
      var ignored = again(id, session); // for the next question
    }
    return known;
  }

  /** One listing of a session at a time. */
  private CompletableFuture<Listed> again(SessionId id, SessionSnapshot session) {
    synchronized (listing) {
      CompletableFuture<Listed> runs = listing.get(id);
      if (runs != null) {
        return runs;
      }
      CompletableFuture<Listed> fresh = Off.run("naming", () -> list(session));
      listing.put(id, fresh);
      var ignored =
          fresh.whenComplete(
              (found, failure) -> {
                if (failure == null) {
                  synchronized (files) {
                    files.put(id, found);
                  }
                } else {
                  LOG.info("The files of {} were not listed.", id, failure);
                }
                synchronized (listing) {
                  listing.remove(id, fresh);
                }
              });
      return fresh;
    }
  }

  private Listed list(SessionSnapshot session) throws FleetException, GitException {
    WorktreeReady worktree = session.worktree();
    Path folder =
        worktree != null && Files.isDirectory(Path.of(worktree.path()))
            ? Path.of(worktree.path())
            : Path.of(session.repository());
    String tree = session.changes().treeHash();
    return new Listed(tree, workplace.repository(session).worktrees().files(folder, MOST_PATHS));
  }

  /**
   * The commands that a session's agent announced last, in its order; none when it announced none.
   */
  public CompletableFuture<List<AgentCommand>> commands(SessionId id) {
    return Off.run("naming", () -> announced(id));
  }

  private List<AgentCommand> announced(SessionId id) throws FleetException {
    Path folder = folders.sessionFolder(id);
    Path log = folder.resolve("wire.log");
    try {
      long bytes = Files.exists(log) ? Files.size(log) : 0;
      long at = Files.exists(log) ? Files.getLastModifiedTime(log).toMillis() : 0;
      synchronized (announced) {
        Announced known = announced.get(id);
        if (known != null && known.bytes() == bytes && known.at() == at) {
          return known.commands();
        }
      }
      List<AgentCommand> found = WireCommands.in(folder);
      synchronized (announced) {
        announced.put(id, new Announced(bytes, at, found));
      }
      return found;
    } catch (IOException failed) {
      throw new FleetException(
          "What commands the agent has cannot be read: " + failed.getMessage(), failed);
    }
  }
}
