package dev.muster.engine.session;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.OutcomeEvent.Dropped;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.RewindBegun;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Checkpoint;
import dev.muster.engine.git.CreatedWorktree;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Head;
import dev.muster.engine.git.KeptState;
import dev.muster.engine.git.LiveTree;
import dev.muster.engine.git.Removal;
import dev.muster.engine.git.RemovalRequest;
import dev.muster.engine.git.Removed;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionWork;
import dev.muster.engine.git.TakeApart;
import dev.muster.engine.git.Trash;
import dev.muster.engine.git.WorktreeRequest;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where sessions work on disk: makes their worktrees, tells what changed in them, keeps
 * checkpoints, and clears up without losing work. Turns what git says into events and sentences.
 * Safe for any thread; every method blocks for as long as git takes.
 */
public final class Workplace {
  private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

  private final Git git;
  private final DataFolder folders;
  private final SetupScript setup;
  private final Map<Path, Repository> open = new ConcurrentHashMap<>();

  public Workplace(Git git, Host host, DataFolder folders) {
    this.git = git;
    this.folders = folders;
    this.setup = new SetupScript(host);
  }

  /** The repository that a folder lies in. */
  public Repository repository(Path inside) throws FleetException {
    try {
      return Repository.open(git, inside);
    } catch (GitException refused) {
      throw sentence(refused);
    }
  }

  /** The repository that a session works in. */
  public Repository repository(SessionSnapshot session) throws FleetException {
    return known(session);
  }

  private Repository known(SessionSnapshot session) throws FleetException {
    return known(Path.of(session.repository()));
  }

  private Repository known(Path checkout) throws FleetException {
    Repository there = open.get(checkout);
    if (there == null) {
      there = repository(checkout);
      open.put(checkout, there);
    }
    return there;
  }

  /**
   * Makes a session's worktree; seconds on a large repository.
   *
   * @param notes told what the user should know, such as files that were not copied
   */
  WorktreeReady prepare(SessionId id, SessionSnapshot session, Consumer<SessionEvent> notes)
      throws FleetException {
    Repository repository = known(session);
    Path path =
        folders
            .worktrees()
            .resolve(repository.name() + "-" + repository.id().substring(0, 6))
            .resolve(id.value());
    try {
      // The journal knows of no worktree, so what is there is from a start that was cut short.
      repository.worktrees().discardUnfinished(path, new Trash(folders.trash()));
      CreatedWorktree made =
          repository
              .worktrees()
              .create(
                  new WorktreeRequest(path, session.title(), session.startFrom(), lockReason(id)));
      made.notes().forEach(note -> notes.accept(new Noted(Level.INFO, note, null)));
      if (made.copied().files() > 0) {
        notes.accept(
            new Noted(
                Level.INFO,
                "Copied " + made.copied().files() + " ignored files that .worktreeinclude names.",
                null));
      }
      made.copied()
          .skipped()
          .forEach(skipped -> notes.accept(new Noted(Level.WARNING, skipped, null)));
      boolean isBranch =
          repository.branches(true).stream().anyMatch(b -> b.name().equals(session.startFrom()));
      return new WorktreeReady(
          made.path().toString(),
          made.branch(),
          made.base(),
          isBranch ? session.startFrom() : null);
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** Runs the repository's setup script in a new worktree, if it has one and it is allowed. */
  void setUp(WorktreeReady worktree, Gate gate, Attempt attempt) throws FleetException {
    Path path = Path.of(worktree.path());
    String script = ProjectFile.read(path).setup();
    if (script != null) {
      setup.run(script, path, gate, attempt, attempt.ending());
    }
  }

  /** What differs from the session's base now. */
  TreeChanged observe(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    Changeset changes = changes(id, session, worktree);
    List<FileDelta> files = new ArrayList<>();
    for (FileChange file : changes.files()) {
      files.add(
          new FileDelta(
              file.path(),
              file.oldPath(),
              letter(file.status()),
              file.added() < 0 ? null : file.added(),
              file.removed() < 0 ? null : file.removed()));
    }
    return new TreeChanged(changes.tree(), files, changes.added(), changes.removed());
  }

  /** Git's own letter for a status. */
  private static char letter(FileChange.Status status) {
    return switch (status) {
      case ADDED -> 'A';
      case MODIFIED, MODE_CHANGED -> 'M';
      case DELETED -> 'D';
      case RENAMED -> 'R';
      case COPIED -> 'C';
      case TYPE_CHANGED -> 'T';
    };
  }

  /** What differs from the session's base now, with what is needed to read single files. */
  public Changeset changes(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    try {
      return live(id, session, worktree).changes(worktree.baseCommit());
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** How many files differ from the last commit, new ones included. */
  int uncommitted(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    try {
      Head head = known(session).worktrees().at(Path.of(worktree.path())).head();
      String base = head == null ? worktree.baseCommit() : head.commit();
      Changeset changes = live(id, session, worktree).changes(base);
      return changes.files().size() + changes.moreFiles();
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** One file's hunks. */
  public FileDiff diff(
      SessionId id, SessionSnapshot session, WorktreeReady worktree, Changeset of, FileChange file)
      throws FleetException {
    try {
      return live(id, session, worktree).diff(of, file);
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** Takes parts of what a session changed out of its worktree. */
  public TakeApart takeApart(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    try {
      return live(id, session, worktree).takeApart(id.value());
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  private LiveTree live(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException, GitException {
    try {
      Files.createDirectories(folders.sessionFolder(id));
    } catch (IOException failed) {
      throw new FleetException(
          "The session's folder cannot be made: " + failed.getMessage(), failed);
    }
    return known(session)
        .worktrees()
        .live(Path.of(worktree.path()), index(id), ChangeBounds.DEFAULT);
  }

  /** Keeps the worktree as it is as a commit that no branch knows. */
  CheckpointMade checkpoint(SessionId id, SessionSnapshot session, WorktreeReady worktree, int turn)
      throws FleetException {
    try {
      Checkpoint made =
          live(id, session, worktree)
              .checkpoint(id.value(), turn, session.title() + ", turn " + turn);
      return new CheckpointMade(made.ref(), made.commit(), made.tree());
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** Makes sure that a checkpoint's commit is still there. */
  void find(SessionSnapshot session, String commit, int turn) throws FleetException {
    try {
      known(session).resolve(commit);
    } catch (GitException gone) {
      throw new FleetException(
          "The checkpoint of turn " + turn + " is not in the repository any more.", gone);
    }
  }

  /** Keeps the worktree as it is before it is taken to another state, and sees that it can be. */
  KeptState keep(
      SessionId id,
      SessionSnapshot session,
      WorktreeReady worktree,
      int number,
      int toTurn,
      String target)
      throws FleetException {
    String what = session.title() + ", before it was taken to the end of turn " + toTurn;
    try {
      return live(id, session, worktree)
          .rewinds()
          .keep(id.value(), number, worktree.branch(), target, what);
    } catch (GitException refused) {
      throw sentence(refused);
    }
  }

  /** Takes the worktree to a state; can be repeated. */
  void bring(
      SessionId id,
      SessionSnapshot session,
      WorktreeReady worktree,
      RewindBegun begun,
      String target)
      throws FleetException {
    try {
      live(id, session, worktree)
          .rewinds()
          .bring(id.value(), begun.number(), worktree.branch(), begun.before(), target);
    } catch (GitException failed) {
      throw sentence(failed);
    }
  }

  /** What a worktree that is gone left: its archive, or its branch; null when neither is there. */
  @Nullable String kept(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    Repository repository = known(session);
    for (String name : List.of(Removal.archiveRef(id.value()), worktree.branch())) {
      try {
        return repository.resolve(name);
      } catch (GitException none) {
        LOG.debug("{} is not there.", name, none);
      }
    }
    return null;
  }

  /**
   * Clears a worktree away by the plan that its facts allow: what was there is archived first.
   *
   * @return what to write into the journal: where the work stays, and how to get it back
   * @throws FleetException when the plan is refused, or a step failed; the sentence says where the
   *     worktree is then
   */
  List<SessionEvent> remove(
      SessionId id, SessionSnapshot session, WorktreeReady worktree, ClosedAs as)
      throws FleetException {
    try {
      Removed removed =
          removal(id, known(session)).remove(removalRequest(id, Path.of(worktree.path())));
      List<SessionEvent> told = new ArrayList<>();
      removed.plan().tells().forEach(tell -> told.add(new Noted(Level.INFO, tell, null)));
      if (!removed.restore().isBlank()) {
        told.add(new Noted(Level.INFO, removed.restore(), null));
      }
      if (as == ClosedAs.DROPPED && removed.archive() != null) {
        told.add(new Dropped(Removal.archiveRef(id.value())));
      }
      return told;
    } catch (GitException refused) {
      throw sentence(refused);
    }
  }

  /**
   * Looks what became of a worktree that is not in its place: one whose removal a kill of Muster
   * cut short is put back.
   *
   * @return what to write into the journal; empty when nothing is known of it
   */
  List<Noted> takeUp(SessionId id, SessionSnapshot session, WorktreeReady worktree)
      throws FleetException {
    Path path = Path.of(worktree.path());
    if (Files.isDirectory(path)) {
      return List.of();
    }
    try {
      Removal removal = removal(id, known(session));
      if (removal.putBack(removalRequest(id, path))) {
        String back =
            "Muster ended while this session's worktree was being taken away. It is back in its"
                + " place with all that was in it; close the session again to take it away.";
        return List.of(new Noted(Level.WARNING, back, null));
      }
      if (removal.archived(id.value()) == null) {
        return List.of();
      }
      String gone =
          "This session's worktree is not there any more. What was in it when it was taken away"
              + " stays under "
              + Removal.archiveRef(id.value())
              + "; close the session to say that it is over.";
      return List.of(new Noted(Level.WARNING, gone, null));
    } catch (GitException unknown) {
      throw sentence(unknown);
    }
  }

  /** What removes the worktree of a session that is over, should it still be there. */
  public Removal removal(SessionId id, Repository repository) {
    return repository.removal(
        folders.sessionFolder(id).resolve("ignored"), new Trash(folders.trash()));
  }

  /** What {@link #removal} is to be asked for. */
  public RemovalRequest removalRequest(SessionId id, Path worktree) {
    return new RemovalRequest(id.value(), worktree, index(id), lockReason(id), null, false);
  }

  /** A session's worktree as what lands it needs to know it. */
  public SessionWork work(SessionId id, WorktreeReady worktree) {
    return new SessionWork(id.value(), Path.of(worktree.path()), index(id));
  }

  private Path index(SessionId id) {
    return folders.sessionFolder(id).resolve("index");
  }

  private static String lockReason(SessionId id) {
    return "Muster session " + id;
  }

  private static FleetException sentence(GitException failed) {
    @Nullable String message = failed.getMessage();
    return new FleetException(message == null ? "git failed." : message, failed);
  }
}
