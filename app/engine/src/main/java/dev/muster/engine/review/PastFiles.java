package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.Version;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session had changed at a moment of its story, as far as its repository still holds that.
 * Works for sessions that are over as for those at work; needs no worktree. Safe for any thread;
 * methods block for as long as git takes. Nothing here writes anything.
 */
public final class PastFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PastFiles.class);

  private static final String LISTED =
      "What Muster saw of the files at that moment is listed all the same.";

  private final Workplace workplace;

  PastFiles(Workplace workplace) {
    this.workplace = workplace;
  }

  /** Which state of the files it is. */
  public enum Origin {
    /** None: Muster had not seen anything change yet. */
    BASE,
    /** What Muster saw last before that moment, to the byte. */
    SEEN,
    /** What was kept last before that moment; what changed between the two is in neither. */
    CHECKPOINT
  }

  /** The commit that was kept after a turn. */
  public record Kept(int turn, String commit) {}

  /**
   * How the files stood.
   *
   * @param turn the turn after which it was kept; 0 where that says nothing
   * @param state full id of the commit or tree that holds them
   * @param changes against the commit that the session began with
   */
  public record Past(Origin origin, int turn, String state, Changeset changes) {}

  /**
   * How the files of a session stood at a moment.
   *
   * @param then the session as it stood after an event
   * @param kept what was kept last up to that one; asked for only where it is needed
   * @return empty while it had no worktree
   * @throws FleetException with a sentence, when the repository or what it held is gone
   */
  public Optional<Past> at(SessionSnapshot then, Supplier<Optional<Kept>> kept)
      throws FleetException {
    WorktreeReady worktree = then.worktree();
    if (worktree == null) {
      return Optional.empty();
    }
    Repository repository = repository(then);
    String base = worktree.baseCommit();
    if (gone(repository, base)) {
      throw new FleetException(
          "The commit this session began with (%s) is not in %s any more, so there is nothing to compare with. %s"
              .formatted(brief(base), repository.name(), LISTED));
    }
    String seen = then.changes().treeHash();
    Past found = seen == null ? null : compared(repository, Origin.SEEN, then.turn(), base, seen);
    if (found != null) {
      return Optional.of(found);
    }
    Kept checkpoint = kept.get().orElse(null);
    if (seen == null && checkpoint == null) {
      return Optional.of(
          new Past(Origin.BASE, 0, base, new Changeset(base, base, List.of(), 0, List.of())));
    }
    if (checkpoint != null) {
      found = compared(repository, Origin.CHECKPOINT, checkpoint.turn(), base, checkpoint.commit());
    }
    if (found == null) {
      throw new FleetException(sentence(repository, seen, checkpoint));
    }
    return Optional.of(found);
  }

  private static String sentence(
      Repository repository, @Nullable String seen, @Nullable Kept checkpoint) {
    String state = seen == null ? "" : "the state Muster saw (%s)".formatted(brief(seen));
    String commit =
        checkpoint == null
            ? ""
            : "the checkpoint of turn %d (%s)"
                .formatted(checkpoint.turn(), brief(checkpoint.commit()));
    String what =
        state.isEmpty() || commit.isEmpty()
            ? "What holds the files, " + state + commit + ", is not"
            : "Neither " + state + " nor " + commit + " is";
    return "%s in %s any more: it was pruned, or git cleared it up. %s"
        .formatted(what, repository.name(), LISTED);
  }

  /** The lines of one file of it. */
  public FileDiff diff(SessionSnapshot then, Changeset of, FileChange file) throws FleetException {
    try {
      return repository(then).compare().diff(of, file, CompareOptions.DEFAULT);
    } catch (GitException failed) {
      throw new FleetException(String.valueOf(failed.getMessage()), failed);
    }
  }

  private Repository repository(SessionSnapshot session) throws FleetException {
    if (!Files.isDirectory(Path.of(session.repository()))) {
      throw new FleetException(
          "The repository %s is not there any more, so its lines cannot be read. %s"
              .formatted(session.repository(), LISTED));
    }
    return workplace.repository(session);
  }

  /** Null when the repository does not hold that state, or not all of it. */
  private static @Nullable Past compared(
      Repository repository, Origin origin, int turn, String base, String state) {
    try {
      Changeset changes =
          repository.compare().changes(Version.of(base), Version.of(state), CompareOptions.DEFAULT);
      return new Past(origin, turn, state, changes);
    } catch (GitException missing) {
      // Git clears up what no ref names: then the next best state is shown, and told as such.
      LOG.debug("The state {} of the past cannot be read.", state, missing);
      return null;
    }
  }

  private static boolean gone(Repository repository, String commit) {
    try {
      repository.resolve(commit);
      return false;
    } catch (GitException missing) {
      LOG.debug("The base {} is gone.", commit, missing);
      return true;
    }
  }

  private static String brief(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }
}
