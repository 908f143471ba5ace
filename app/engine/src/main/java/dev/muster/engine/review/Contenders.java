package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Branch;
import dev.muster.engine.git.Contender;
import dev.muster.engine.git.Forecasts;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.Worktree;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sessions' work may come into a branch, as git needs to know it. What was found out about a
 * repository's commits is kept here for all who ask. Any thread; blocks.
 */
public final class Contenders {
  private static final Logger LOG = LoggerFactory.getLogger(Contenders.class);

  private final Workplace workplace;
  private final Map<Path, Forecasts> forecasts = new ConcurrentHashMap<>();

  public Contenders(Workplace workplace) {
    this.workplace = workplace;
  }

  /** What forecasts for a repository. */
  Forecasts forecasts(Repository repository) {
    return forecasts.computeIfAbsent(repository.commonDir(), common -> new Forecasts(repository));
  }

  /** Whether a session has work that may be landed one day. */
  static boolean live(SessionSnapshot session) {
    WorktreeReady worktree = session.worktree();
    return worktree != null
        && session.state() != SessionState.CLOSED
        && !session.options().containsKey(ReviewRuns.OF)
        && Files.isDirectory(Path.of(worktree.path()));
  }

  /**
   * Sessions as they stand: one as its files are now, the others as Muster last saw their files. So
   * no more than one worktree is looked at, however many there are.
   *
   * @param now the session whose files are looked at; null for none
   */
  List<Contender> of(Repository repository, List<SessionSnapshot> sessions, @Nullable SessionId now)
      throws GitException {
    Forecasts of = forecasts(repository);
    Map<Path, String> heads = heads(repository);
    List<Contender> all = new ArrayList<>();
    for (SessionSnapshot session : sessions) {
      WorktreeReady worktree = session.worktree();
      if (worktree == null) {
        continue;
      }
      String head = heads.get(real(Path.of(worktree.path())));
      try {
        if (session.id().equals(now) || head == null) {
          all.add(of.contender(workplace.work(session.id(), worktree)));
        } else {
          all.add(of.contender(session.id().value(), head, session.changes().treeHash()));
        }
      } catch (GitException unreadable) {
        LOG.warn("{} is left out of the forecast.", session.id(), unreadable);
      }
    }
    return all;
  }

  private static Map<Path, String> heads(Repository repository) throws GitException {
    Map<Path, String> heads = new HashMap<>();
    for (Worktree worktree : repository.worktrees().list()) {
      if (worktree.head() != null) {
        heads.put(real(worktree.path()), Objects.requireNonNull(worktree.head()).commit());
      }
    }
    return heads;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (java.io.IOException gone) {
      LOG.debug("{} is not there.", path, gone);
      return path.toAbsolutePath().normalize();
    }
  }

  /** The branch a session's work would come into: the one it began on, else the checked out one. */
  static Optional<String> target(
      SessionSnapshot session, List<Branch> branches, @Nullable String checkedOut) {
    WorktreeReady worktree = session.worktree();
    String base = worktree == null ? null : worktree.baseBranch();
    for (String name : new String[] {base, checkedOut}) {
      if (name != null
          && !name.startsWith("muster/")
          && branches.stream().anyMatch(branch -> branch.name().equals(name))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
