package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Branch;
import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Checkpoint;
import dev.muster.engine.git.Combined;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.ForecastRequest;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.TextLine;
import dev.muster.engine.git.Version;
import dev.muster.engine.review.ComparePoint.Kind;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session changed, against any state that is known of it. Methods may be called from any
 * thread and return at once; a future fails with a {@link FleetException} whose message is a
 * sentence. Nothing here writes to a worktree, an index or a branch.
 */
public final class Comparisons {
  private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);

  private final Fleet fleet;
  private final Workplace workplace;
  private final Contenders contenders;

  public Comparisons(Fleet fleet, Workplace workplace, Contenders contenders) {
    this.contenders = contenders;
    this.fleet = fleet;
    this.workplace = workplace;
  }

  /** What sessions had changed at any moment of their stories. */
  public PastFiles past() {
    return new PastFiles(workplace);
  }

  /**
   * What a session can be compared with: its base, its target's tip if that moved, its checkpoints
   * by turn, and the other live sessions of its project. Empty before it has a worktree.
   */
  public CompletableFuture<List<ComparePoint>> points(SessionId id) {
    return Off.run(
        "compare",
        () -> {
          SessionSnapshot session = known(id);
          WorktreeReady worktree = session.worktree();
          return worktree == null ? List.of() : points(session, worktree);
        });
  }

  private List<ComparePoint> points(SessionSnapshot session, WorktreeReady worktree)
      throws FleetException, GitException {
    Repository repository = workplace.repository(session);
    String base = worktree.baseCommit();
    String branch = worktree.baseBranch();
    List<ComparePoint> points = new ArrayList<>();
    points.add(
        new ComparePoint(
            Kind.BASE, 0, (branch == null ? "" : branch + "@") + shortId(base), base, 0, 0));
    if (branch != null) {
      target(repository, branch, base).ifPresent(points::add);
    }
    String before = base;
    for (Checkpoint kept : repository.checkpoints().of(session.id().value())) {
      Changeset turn = between(repository, before, kept.commit());
      points.add(
          new ComparePoint(
              Kind.TURN,
              kept.turn(),
              shortId(kept.commit()),
              kept.commit(),
              turn.added(),
              turn.removed()));
      before = kept.commit();
    }
    for (SessionSnapshot other : fleet.sessions()) {
      if (!other.id().equals(session.id())
          && other.projectId().equals(session.projectId())
          && Contenders.live(other)) {
        of(other).ifPresent(points::add);
      }
    }
    return List.copyOf(points);
  }

  /** The files of a session as Muster last saw them; empty before it had any. */
  public static Optional<ComparePoint> of(SessionSnapshot session) {
    WorktreeReady worktree = session.worktree();
    String tree = session.changes().treeHash();
    return worktree == null
        ? Optional.empty()
        : Optional.of(
            new ComparePoint(
                Kind.SESSION,
                0,
                session.title(),
                tree == null ? worktree.baseCommit() : tree,
                session.changes().added(),
                session.changes().removed()));
  }

  /**
   * The work of a session and of all other live ones that would come into the same branch, as if
   * all of it had landed.
   */
  public CompletableFuture<Combined> together(SessionId id) {
    return Off.run(
        "compare",
        () -> {
          SessionSnapshot session = known(id);
          Repository repository = workplace.repository(session);
          List<Branch> branches = repository.branches(false);
          String checkedOut = repository.head().branch();
          String target =
              Contenders.target(session, branches, checkedOut)
                  .orElseThrow(
                      () ->
                          new FleetException("There is no branch that its work could come into."));
          List<SessionSnapshot> all =
              fleet.sessions().stream()
                  .filter(other -> other.projectId().equals(session.projectId()))
                  .filter(Contenders::live)
                  .filter(
                      other ->
                          Contenders.target(other, branches, checkedOut)
                              .filter(target::equals)
                              .isPresent())
                  .toList();
          return contenders
              .forecasts(repository)
              .combine(new ForecastRequest(target, contenders.of(repository, all, null)));
        });
  }

  private static Optional<ComparePoint> target(Repository repository, String branch, String base) {
    try {
      String tip = repository.resolve(branch);
      return tip.equals(base)
          ? Optional.empty()
          : Optional.of(new ComparePoint(Kind.TARGET, 0, branch, tip, 0, 0));
    } catch (GitException gone) {
      // The branch was renamed or deleted since: then there is one thing less to compare with.
      LOG.debug("The branch {} is not there any more.", branch, gone);
      return Optional.empty();
    }
  }

  /**
   * What differs between two states.
   *
   * @param from full id of a commit or tree; null for the session's base
   * @param to full id of a commit or tree; null for the files as they are now
   * @return empty before the session has a worktree
   */
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId id, @Nullable String from, @Nullable String to) {
    return changes(id, from, to, ChangeBounds.REVIEW.maxFiles());
  }

  /**
   * The same with more or fewer files.
   *
   * @param most how many are listed; those beyond are counted, see {@link Changeset#moreFiles()}
   */
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId id, @Nullable String from, @Nullable String to, int most) {
    return Off.run(
        "compare",
        () -> {
          SessionSnapshot session = known(id);
          WorktreeReady worktree = session.worktree();
          if (worktree == null) {
            return Optional.empty();
          }
          Repository repository = workplace.repository(session);
          String start = from == null ? worktree.baseCommit() : from;
          if (to != null) {
            return Optional.of(between(repository, start, to, most));
          }
          if (!Files.isDirectory(Path.of(worktree.path()))) {
            // It was taken away: what was kept last is what there is.
            List<Checkpoint> kept = repository.checkpoints().of(id.value());
            return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(between(repository, start, kept.getLast().commit(), most));
          }
          Changeset now = workplace.changes(id, session, worktree);
          Changeset since = between(repository, start, now.tree(), most);
          return Optional.of(
              new Changeset(
                  since.base(), since.tree(), since.files(), since.moreFiles(), now.leftOut()));
        });
  }

  private static Changeset between(Repository repository, String from, String to)
      throws GitException {
    return between(repository, from, to, ChangeBounds.REVIEW.maxFiles());
  }

  private static Changeset between(Repository repository, String from, String to, int most)
      throws GitException {
    return repository
        .compare()
        .changes(
            Version.of(from),
            Version.of(to),
            CompareOptions.DEFAULT.with(ChangeBounds.REVIEW.withFiles(most)));
  }

  /** One file's hunks of what {@link #changes} said. */
  public CompletableFuture<FileDiff> diff(
      SessionId id, Changeset of, FileChange file, CompareOptions options) {
    return Off.run(
        "compare", () -> workplace.repository(known(id)).compare().diff(of, file, options));
  }

  /**
   * The first lines of a large file's difference, sooner than {@link #diff} gives them; empty where
   * that cannot be, see {@link dev.muster.engine.git.Compare#beginning}.
   */
  public CompletableFuture<Optional<FileDiff>> beginning(
      SessionId id, FileChange file, CompareOptions options) {
    return Off.run(
        "compare", () -> workplace.repository(known(id)).compare().beginning(file, options));
  }

  /**
   * Some lines of what a file of a changeset holds, each whole or as much of it as is wanted.
   *
   * @param blob its id before or after
   * @param from the first line, from 1
   * @param maxLineChars how much of one line is wanted
   */
  public CompletableFuture<List<TextLine>> lines(
      SessionId id, String blob, int from, int count, int maxLineChars) {
    return Off.run(
        "compare",
        () -> workplace.repository(known(id)).compare().lines(blob, from, count, maxLineChars));
  }

  /** The same file with its lines counted, where {@link #changes} left that out for its size. */
  public CompletableFuture<FileChange> counted(SessionId id, FileChange file) {
    return Off.run(
        "compare",
        () -> workplace.repository(known(id)).compare().counted(file, CompareOptions.DEFAULT));
  }

  /**
   * The beginning of what a file of a changeset holds.
   *
   * @param blob its id before or after
   * @param maxBytes more of it is not read
   */
  public CompletableFuture<Content> content(SessionId id, String blob, int maxBytes) {
    return Off.run(
        "compare", () -> workplace.repository(known(id)).compare().content(blob, 0, maxBytes));
  }

  private SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + "."));
  }

  private static String shortId(String commit) {
    return commit.substring(0, Math.min(8, commit.length()));
  }
}
