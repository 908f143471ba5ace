package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.LandingUndone;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Noted;
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
import dev.muster.engine.git.Landings;
import dev.muster.engine.git.Moving;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the work of sessions into the user's branches, and tells ahead how that would go. What was
 * done is in git first and in the journal right after; a start looks for what died in between.
 *
 * <p>Methods may be called from any thread and return at once; a future fails with a {@link
 * FleetException} that says in a sentence why.
 */
public final class SessionLandings {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLandings.class);
  private static final Set<String> TOLD =
      Stream.of(Merged.class, LandingUndone.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private final Journal journal;
  private final Fleet fleet;
  private final ReviewAccess sessions;
  private final LandingPlaces places;
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
    this.places = new LandingPlaces(fleet, sessions, workplace);
    this.contenders = contenders;
  }

  /**
   * Something that a killed Muster left half done.
   *
   * @param session whose work
   * @param what what it is and what can be done about it
   */
  public record Interrupted(SessionId session, UnfinishedLanding what) {}

  /** The branches of the repository that the work could come into, the proposed one first. */
  public CompletableFuture<List<String>> targets(SessionId id) {
    return Off.run("landing", () -> targets(places.of(id)));
  }

  private static List<String> targets(LandingPlaces.Place place) throws GitException {
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

  /**
   * A message for the commit of a session's work: its title, and what was asked for where that says
   * more. Nothing that only the agent says stands in it.
   */
  public CompletableFuture<String> message(SessionId id) {
    return Off.run(
        "landing",
        () -> {
          String subject = ProposedWords.subject(places.known(id).title());
          String body = ProposedWords.asked(journal, id);
          return body.isEmpty() || body.equals(subject.strip())
              ? subject + "\n"
              : subject + "\n\n" + body + "\n";
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
          LandingPlaces.Place place = places.of(id);
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
    return places.atRest(
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
    return Off.run("landing", () -> places.repository(places.known(id)).landings().of(id.value()));
  }

  /** Whether a landing can be undone, and what that would do. */
  public CompletableFuture<UndoPlan> undoing(SessionId id, Landed landed) {
    return Off.run("landing", () -> places.repository(places.known(id)).landings().undoing(landed));
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
          Landed undone = places.repository(places.known(id)).landings().undo(landed, withCheckout);
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
          LandingPlaces.Place mine = places.of(id);
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
          for (var group : byRepository().entrySet()) {
            try {
              Landings landings = places.repository(group.getValue().getFirst()).landings();
              Map<String, List<Landed>> done = landings.all();
              for (SessionSnapshot session : group.getValue()) {
                tellWhatWasDone(session.id(), done.getOrDefault(session.id().value(), List.of()));
              }
              for (UnfinishedLanding unfinished : landings.unfinished()) {
                all.add(new Interrupted(new SessionId(unfinished.session()), unfinished));
              }
            } catch (FleetException | GitException unreadable) {
              // What cannot be read there must not hide what is to be told of other repositories.
              LOG.warn("Landings in {} cannot be looked at.", group.getKey(), unreadable);
            }
          }
          return all;
        });
  }

  private Map<String, List<SessionSnapshot>> byRepository() {
    return fleet.sessions().stream()
        .filter(s -> s.worktree() != null && Files.isDirectory(Path.of(s.repository())))
        .collect(Collectors.groupingBy(SessionSnapshot::repository));
  }

  private void tellWhatWasDone(SessionId id, List<Landed> done) {
    if (done.isEmpty()) {
      return;
    }
    List<OutcomeEvent> missing = new ArrayList<>();
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
    return places.atRest(
        interrupted.session(),
        place -> {
          Landed landed = place.repository().landings().finish(interrupted.what());
          tellWhatWasDone(
              interrupted.session(), place.repository().landings().of(place.work().session()));
          List<SessionEvent> told = new ArrayList<>();
          if (landed.number() == 0) {
            // Resolved conflicts are a commit on the session's own branch, and no landing.
            String title = place.repository().commits().title(landed.after());
            told.add(new Committed(landed.after(), title));
          }
          told.add(
              new Noted(Level.INFO, interrupted.what().sentence() + " It was finished.", null));
          sessions.record(interrupted.session(), told).join();
          return landed;
        });
  }

  /** Takes back what was done so far. */
  public CompletableFuture<Void> takeBack(Interrupted interrupted) {
    return places
        .atRest(
            interrupted.session(),
            place -> {
              place.repository().landings().undo(interrupted.what());
              tellWhatWasDone(
                  interrupted.session(), place.repository().landings().of(place.work().session()));
              String told =
                  interrupted.what().sentence()
                      + " It was taken back; “git for-each-ref refs/muster” names what stays of"
                      + " it.";
              sessions
                  .record(interrupted.session(), List.of(new Noted(Level.INFO, told, null)))
                  .join();
              return interrupted;
            })
        .thenAccept(done -> {});
  }
}
