package dev.muster.engine.review;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.ReviewEvent.CommentWritten;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.ReviewRan;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.git.ShownPath;
import dev.muster.engine.review.Findings.Finding;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has agents review what a session changed: each in a session of its own that starts from those
 * files and may change nothing without asking. When its turn is over, its findings become comments
 * of the reviewed session, once, also when Muster died in between.
 */
final class ReviewRuns implements FleetListener {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewRuns.class);

  /** The option of a reviewer's session that names the session it reviews. */
  static final String OF = "review.of";

  /** The option of a reviewer's session that names the reviewer. */
  static final String BY = "review.by";

  private final Journal journal;
  private final Fleet fleet;
  private final ReviewAccess sessions;
  private final Workplace workplace;

  /** Turns of reviewers that are being looked at, or were. */
  private final Set<String> collected = ConcurrentHashMap.newKeySet();

  ReviewRuns(Journal journal, Fleet fleet, ReviewAccess sessions, Workplace workplace) {
    this.journal = journal;
    this.fleet = fleet;
    this.sessions = sessions;
    this.workplace = workplace;
  }

  /** Takes up what ended while no Muster ran. */
  void open() {
    fleet.subscribe(this);
    fleet.sessions().forEach(this::changed);
  }

  /**
   * Starts reviewers. Blocks while the change is read.
   *
   * @return their sessions, in the same order
   */
  List<SessionId> start(
      SessionId id, List<Reviewer> reviewers, String agentId, @Nullable String model)
      throws FleetException {
    SessionSnapshot session =
        fleet
            .session(id)
            .orElseThrow(() -> new FleetException("There is no session " + id + " any more."));
    WorktreeReady worktree = session.worktree();
    if (worktree == null) {
      throw new FleetException("This session has no worktree yet.");
    }
    ReviewPrompt prompt = new ReviewPrompt();
    Changeset changes = workplace.changes(id, session, worktree);
    if (changes.files().isEmpty()) {
      throw new FleetException("This session has changed nothing, so there is nothing to review.");
    }
    for (FileChange file : changes.files()) {
      prompt.add(workplace.diff(id, session, worktree, changes, file));
    }
    List<SessionId> started = new ArrayList<>();
    for (Reviewer reviewer : reviewers) {
      SessionSpec spec =
          new SessionSpec(
              prompt.of(reviewer, session.title()),
              "Review (" + reviewer.name() + "): " + session.title(),
              Path.of(session.repository()),
              agentId,
              model,
              PermissionMode.SUGGEST,
              null,
              Limits.NONE,
              List.of(),
              false,
              Map.of(OF, id.value(), BY, reviewer.name()));
      started.add(sessions.beside(id, spec).join());
    }
    return started;
  }

  // ---- what they found ------------------------------------------------------------------------

  @Override
  public void changed(SessionSnapshot session) {
    String of = session.options().get(OF);
    if (of != null
        && session.state() == SessionState.READY
        && session.queued().isEmpty()
        && collected.add(session.id() + "@" + session.turn())) {
      Thread.ofVirtual().name("findings of " + session.id()).start(() -> collect(session, of));
    }
  }

  private void collect(SessionSnapshot reviewer, String reviewed) {
    try {
      SessionId of = new SessionId(reviewed);
      boolean known =
          journal.ofKinds(of, Set.of(ReviewRan.class.getSimpleName())).stream()
              .map(Recorded::event)
              .anyMatch(
                  event ->
                      event instanceof ReviewRan ran
                          && ran.reviewer().equals(reviewer.id().value())
                          && ran.turn() == reviewer.turn());
      if (known) {
        return;
      }
      String by = Objects.requireNonNullElse(reviewer.options().get(BY), "reviewer");
      Findings found = Findings.read(lastMessage(reviewer));
      List<ReviewEvent> events = new ArrayList<>();
      String id = reviewer.id() + "-" + reviewer.turn() + "-";
      List<FileDiff> change = changeOf(of, found);
      for (Finding finding : found.findings()) {
        Place place = place(finding, change);
        String text =
            place == null && !finding.path().isEmpty()
                ? finding.path() + ": " + finding.text()
                : finding.text();
        events.add(new CommentWritten(id + events.size(), place, text, by, finding.severity()));
      }
      events.add(
          new ReviewRan(
              reviewer.id().value(),
              reviewer.turn(),
              by,
              found.findings().size(),
              found.problem()));
      sessions.record(of, events).join();
      if (found.problem() == null && reviewer.changes().files().isEmpty()) {
        fleet.close(reviewer.id(), ClosedAs.KEPT).join(); // it has said what it had to say
      }
    } catch (RuntimeException | FleetException failed) {
      collected.remove(reviewer.id() + "@" + reviewer.turn());
      LOG.error("The findings of {} could not be taken in.", reviewer.id(), failed);
    }
  }

  private String lastMessage(SessionSnapshot reviewer) {
    return journal.ofKinds(reviewer.id(), Set.of(MessageAdded.class.getSimpleName())).stream()
        .filter(recorded -> recorded.turn() == reviewer.turn())
        .map(Recorded::event)
        .filter(MessageAdded.class::isInstance)
        .map(event -> ((MessageAdded) event).text())
        .reduce("", (before, text) -> before + "\n" + text);
  }

  /** The files of the reviewed change that findings speak of. */
  private List<FileDiff> changeOf(SessionId id, Findings found) throws FleetException {
    SessionSnapshot session = fleet.session(id).orElse(null);
    WorktreeReady worktree = session == null ? null : session.worktree();
    if (session == null || worktree == null || found.findings().isEmpty()) {
      return List.of();
    }
    Set<String> named = new java.util.HashSet<>();
    found.findings().forEach(finding -> named.add(finding.path()));
    Changeset changes = workplace.changes(id, session, worktree);
    List<FileDiff> diffs = new ArrayList<>();
    for (FileChange file : changes.files()) {
      if (named.contains(file.path()) || named.contains(ShownPath.of(file.path()))) {
        diffs.add(workplace.diff(id, session, worktree, changes, file));
      }
    }
    return diffs;
  }

  /** Where a finding stands; null when its file is not one of the change. */
  private static @Nullable Place place(Finding finding, List<FileDiff> change) {
    for (FileDiff file : change) {
      String path = file.newPath();
      // A reviewer knows odd names as they were shown to it.
      if (path != null
          && (finding.path().equals(path) || finding.path().equals(ShownPath.of(path)))) {
        return new Place(
            path, Side.NEW, finding.line(), finding.endLine(), quoted(finding, file), null);
      }
    }
    return null;
  }

  private static String quoted(Finding finding, FileDiff file) {
    StringBuilder text = new StringBuilder();
    for (Hunk hunk : file.hunks()) {
      hunk.lines().stream()
          .filter(line -> line.newNo() >= finding.line() && line.newNo() <= finding.endLine())
          .filter(line -> line.newNo() > 0)
          .forEach(line -> text.append(line.text()).append('\n'));
    }
    return text.length() <= Reviews.LONGEST_QUOTE
        ? text.toString().stripTrailing()
        : text.substring(0, Reviews.LONGEST_QUOTE) + "…";
  }

  // ---- what else there is to hear -------------------------------------------------------------

  @Override
  public void recorded(List<Recorded> events) {}

  @Override
  public void tail(SessionId session, String id, TailKind kind, String delta) {}

  @Override
  public void tailDropped(SessionId session, String id) {}

  @Override
  public void queueChanged(Slots slots) {}

  @Override
  public void journalStopped(String sentence) {}
}
