package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.LandingUndone;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Branch;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.ForecastRequest;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Landed;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingRequest;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.Moving;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionWork;
import dev.muster.engine.git.UndoPlan;
import dev.muster.engine.git.UnfinishedLanding;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the work of sessions into the user's branches, and tells ahead how that would go. What was
 * done is in git first and in the journal right after; a start looks for what died in between.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} that says in a sentence why.
 */
public final class SessionLandings {
  private static final int LONGEST_TITLE = 72;
  private static final int LONGEST_BODY = 2_000;
  private static final Set<String> TOLD =
      Stream.of(Merged.class, LandingUndone.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private final Journal journal;
  private final Fleet fleet;
  private final ReviewAccess sessions;
  private final Workplace workplace;
  private final Contenders contenders;

  public SessionLandings(
      Journal journal,
      Fleet fleet,
      ReviewAccess sessions,
      Workplace workplace,
      Contenders contenders) {
    this.journal = journal;
    this.fleet = fleet;
    this.sessions = sessions;
    this.workplace = workplace;
    this.contenders = contenders;
  }

  /**
   * Something that a killed Muster left half done.
   *
   * @param session whose work
   * @param what what it is and what can be done about it
   */
  public record Interrupted(SessionId session, UnfinishedLanding what) {}

  /** A session's work, and where it would go. */
  private record Place(SessionSnapshot session, SessionWork work, Repository repository) {}

  /** The branches of the repository that the work could come into, the proposed one first. */
  public CompletableFuture<List<String>> targets(SessionId id) {
    return Off.run("landing", () -> targets(place(id)));
  }

  private static List<String> targets(Place place) throws GitException {
    List<String> branches =
        place.repository().branches(false).stream()
            .map(Branch::name)
            .filter(name -> !name.startsWith("muster/"))
            .collect(Collectors.toCollection(ArrayList::new));
    WorktreeReady worktree = place.session().worktree();
    String base = worktree == null ? null : worktree.baseBranch();
    String head = place.repository().head().branch();
    for (String first : Stream.of(head, base).filter(name -> name != null).toList()) {
      if (branches.remove(first)) {
        branches.addFirst(first);
      }
    }
    return branches;
  }

  /** A message for the commit of a session's work: its title, and what its agent said last. */
  public CompletableFuture<String> message(SessionId id) {
    return Off.run(
        "landing",
        () -> {
          String title = known(id).title().strip();
          String subject =
              title.length() <= LONGEST_TITLE
                  ? title
                  : title.substring(0, LONGEST_TITLE - 1).stripTrailing() + "…";
          String said =
              journal.ofKinds(id, Set.of(MessageAdded.class.getSimpleName())).stream()
                  .map(Recorded::event)
                  .filter(event -> event instanceof MessageAdded m && m.parentCall() == null)
                  .map(event -> ((MessageAdded) event).text().strip())
                  .filter(text -> !text.isEmpty())
                  .reduce("", (before, text) -> text);
          String body =
              said.codePoints()
                  .filter(c -> c == '\n' || !Character.isISOControl(c))
                  .limit(LONGEST_BODY)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString();
          return body.isEmpty() ? subject + "\n" : subject + "\n\n" + body + "\n";
        });
  }

  /**
   * Computes what a landing would do; moves nothing.
   *
   * @param message of the commit that is made; for a rebase, of what is not committed yet
   */
  public CompletableFuture<LandingPlan> plan(
      SessionId id, String target, LandingWay way, String message) {
    return Off.run(
        "landing",
        () -> {
          Place place = place(id);
          LandingRequest request = new LandingRequest(place.work(), target, way, message, message);
          return place.repository().landings().plan(request);
        });
  }

  /**
   * Does exactly what a plan says, and stores that it was done. Refused while the session's agent
   * works.
   *
   * @param moving one of the plan's possible ones
   */
  public CompletableFuture<Landed> land(SessionId id, LandingPlan plan, Moving moving) {
    return atRest(
        id,
        place -> {
          Landed landed = place.repository().landings().land(plan, moving);
          List<SessionEvent> told = new ArrayList<>();
          if (!plan.sessionAfter().equals(plan.sessionBefore())) {
            String title = plan.request().commitMessage().strip().lines().findFirst().orElse("");
            told.add(new Committed(plan.sessionAfter(), title));
          }
          told.add(merged(landed));
          sessions.record(id, told).join();
          return landed;
        });
  }

  private static Merged merged(Landed landed) {
    return new Merged(landed.target(), landed.after(), word(landed.way()));
  }

  private static String word(LandingWay way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Hands the conflicts of a plan to the session's agent: which files, why, and what to do.
   *
   * @return the prompt's id
   */
  public CompletableFuture<String> handBack(SessionId id, LandingPlan plan) {
    if (plan.conflicts().isEmpty()) {
      return CompletableFuture.failedFuture(new FleetException("There is no conflict."));
    }
    String promptId = Reviews.newId();
    return sessions
        .review(id, promptId, ConflictPrompt.of(plan), Fleet.Way.QUEUE)
        .thenApply(stored -> promptId);
  }

  /** A session's landings, the first one first; also of a session that is over. */
  public CompletableFuture<List<Landed>> landings(SessionId id) {
    return Off.run("landing", () -> repository(known(id)).landings().of(id.value()));
  }

  /** Whether a landing can be undone, and what that would do. */
  public CompletableFuture<UndoPlan> undoing(SessionId id, Landed landed) {
    return Off.run("landing", () -> repository(known(id)).landings().undoing(landed));
  }

  /**
   * Takes a landing back while nothing came after it.
   *
   * @param withCheckout whether a clean checkout of the branch may go back with it
   */
  public CompletableFuture<Landed> undo(SessionId id, Landed landed, boolean withCheckout) {
    return Off.run(
        "landing",
        () -> {
          Landed undone = repository(known(id)).landings().undo(landed, withCheckout);
          LandingUndone told = new LandingUndone(undone.target(), undone.after());
          sessions.record(id, List.of(told)).join();
          return undone;
        });
  }

  // ---- what comes -----------------------------------------------------------------------------

  /**
   * How the work of a session and of all others of its project would come into a branch, as it all
   * is now.
   */
  public CompletableFuture<Forecast> forecast(SessionId id, String target) {
    return Off.run(
        "forecast",
        () -> {
          Place mine = place(id);
          List<SessionSnapshot> live =
              fleet.sessions().stream()
                  .filter(session -> session.projectId().equals(mine.session().projectId()))
                  .filter(Contenders::live)
                  .toList();
          return contenders
              .forecasts(mine.repository())
              .forecast(new ForecastRequest(target, contenders.of(mine.repository(), live, id)));
        });
  }

  // ---- after a kill ---------------------------------------------------------------------------

  /**
   * What a killed Muster left half done in the repositories of sessions that are not over. Also
   * stores what was done and is not in the journal yet.
   */
  public CompletableFuture<List<Interrupted>> interrupted() {
    return Off.run(
        "landing",
        () -> {
          List<Interrupted> all = new ArrayList<>();
          Map<Path, Repository> repositories = new HashMap<>();
          for (SessionSnapshot session : fleet.sessions()) {
            WorktreeReady worktree = session.worktree();
            if (worktree == null || !Files.isDirectory(Path.of(session.repository()))) {
              continue;
            }
            Repository repository = repository(session);
            repositories.put(repository.commonDir(), repository);
            tellWhatWasDone(session.id(), repository);
          }
          for (Repository repository : repositories.values()) {
            for (UnfinishedLanding unfinished : repository.landings().unfinished()) {
              all.add(new Interrupted(new SessionId(unfinished.session()), unfinished));
            }
          }
          return all;
        });
  }

  private void tellWhatWasDone(SessionId id, Repository repository) throws GitException {
    List<OutcomeEvent> missing = new ArrayList<>();
    List<Landed> done = repository.landings().of(id.value());
    if (done.isEmpty()) {
      return;
    }
    Set<SessionEvent> told =
        journal.ofKinds(id, TOLD).stream().map(Recorded::event).collect(Collectors.toSet());
    for (Landed landed : done) {
      if (!told.contains(merged(landed))) {
        missing.add(merged(landed));
      }
      LandingUndone undone = new LandingUndone(landed.target(), landed.after());
      if (landed.undone() && !told.contains(undone)) {
        missing.add(undone);
      }
    }
    if (!missing.isEmpty()) {
      sessions.record(id, missing).join();
    }
  }

  /** Does the rest of what was being done. */
  public CompletableFuture<Landed> finish(Interrupted interrupted) {
    return atRest(
        interrupted.session(),
        place -> {
          Landed landed = place.repository().landings().finish(interrupted.what());
          tellWhatWasDone(interrupted.session(), place.repository());
          return landed;
        });
  }

  /** Takes back what was done so far. */
  public CompletableFuture<Void> takeBack(Interrupted interrupted) {
    return atRest(
            interrupted.session(),
            place -> {
              place.repository().landings().undo(interrupted.what());
              tellWhatWasDone(interrupted.session(), place.repository());
              return interrupted;
            })
        .thenAccept(done -> {});
  }

  // ---- where ----------------------------------------------------------------------------------

  private interface AtPlace<T> {
    T run(Place place) throws FleetException, GitException;
  }

  private <T> CompletableFuture<T> atRest(SessionId id, AtPlace<T> work) {
    return sessions.atRest(
        id,
        session -> {
          try {
            return work.run(place(session));
          } catch (GitException refused) {
            throw new FleetException(String.valueOf(refused.getMessage()), refused);
          }
        });
  }

  private SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + " any more."));
  }

  private Repository repository(SessionSnapshot session) throws FleetException {
    return workplace.repository(Path.of(session.repository()));
  }

  private Place place(SessionId id) throws FleetException {
    return place(known(id));
  }

  private Place place(SessionSnapshot session) throws FleetException {
    WorktreeReady worktree = session.worktree();
    if (worktree == null || !Files.isDirectory(Path.of(worktree.path()))) {
      throw new FleetException("This session has no worktree, so there is nothing to land.");
    }
    return new Place(session, workplace.work(session.id(), worktree), repository(session));
  }
}
