package dev.muster.engine.team;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.review.Off;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Several sessions on one task. Which sessions those are is read from what they were asked first;
 * nothing else is stored of it. Methods may be called from any thread and return at once; a future
 * fails with a {@link FleetException} that says in a sentence why.
 */
public final class Races {
  private static final Set<String> PROMPTS =
      Set.of(PromptQueued.class.getSimpleName(), PromptSent.class.getSimpleName());

  private final Journal journal;
  private final Fleet fleet;
  private final ReviewAccess sessions;

  /** What was asked first never changes. Entries of sessions that are over are taken out. */
  private final Map<SessionId, String> asked = new ConcurrentHashMap<>();

  public Races(Journal journal, Fleet fleet, ReviewAccess sessions) {
    this.journal = journal;
    this.fleet = fleet;
    this.sessions = sessions;
  }

  /**
   * What became of the others when one was picked.
   *
   * @param dropped those that were dropped
   * @param problems why others were not, a sentence each; they are as they were
   */
  public record Picked(List<SessionId> dropped, List<String> problems) {
    public Picked {
      dropped = List.copyOf(dropped);
      problems = List.copyOf(problems);
    }
  }

  /** The session with all live ones of its project that began with the same prompt. */
  public CompletableFuture<Race> of(SessionId id) {
    return Off.run(
        "race",
        () -> {
          SessionSnapshot mine = known(id);
          String task = task(id).orElse("");
          List<SessionId> all = new ArrayList<>();
          for (SessionSnapshot other : fleet.sessions()) {
            if (other.state() == SessionState.CLOSED && !other.id().equals(id)) {
              asked.remove(other.id());
            } else if (other.id().equals(id)
                || other.projectId().equals(mine.projectId())
                    && !task.isEmpty()
                    && task.equals(task(other.id()).orElse(null))) {
              all.add(other.id());
            }
          }
          return new Race(task, all);
        });
  }

  private Optional<String> task(SessionId id) {
    String known = asked.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> first =
        journal.ofKinds(id, PROMPTS).stream()
            .map(Recorded::event)
            .map(
                event ->
                    switch (event) {
                      case PromptQueued queued -> queued.text();
                      case PromptSent sent -> sent.text();
                      default -> "";
                    })
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .findFirst();
    first.ifPresent(text -> asked.put(id, text));
    return first;
  }

  /** What a session has to show. */
  public CompletableFuture<RaceFacts> facts(SessionId id) {
    return Off.run(
        "race",
        () -> {
          FactsFold fold = new FactsFold();
          journal.ofKinds(id, FactsFold.KINDS).forEach(fold::apply);
          return fold.facts();
        });
  }

  /**
   * Takes one and drops the others: each is stopped if it works, and what was there stays under
   * {@code refs/muster/archive/<session>}. Where the others went is written into the story of the
   * one that was picked, too. One that cannot be dropped stays as it is, and the rest goes on.
   */
  public CompletableFuture<Picked> pick(SessionId winner, List<SessionId> others) {
    return Off.run(
        "race",
        () -> {
          SessionSnapshot picked = known(winner);
          if (others.contains(winner)) {
            throw new FleetException("The one that is picked cannot be dropped as well.");
          }
          List<SessionId> dropped = new ArrayList<>();
          List<String> problems = new ArrayList<>();
          List<String> told = new ArrayList<>();
          for (SessionId id : others) {
            SessionSnapshot other = known(id);
            try {
              fleet.close(id, ClosedAs.DROPPED).join();
              dropped.add(id);
              told.add(told(other));
            } catch (CompletionException refused) {
              Throwable cause = refused.getCause();
              problems.add(
                  "“%s” was not dropped: %s"
                      .formatted(other.title(), cause == null ? refused : cause.getMessage()));
            }
          }
          if (!told.isEmpty()) {
            String note =
                "Picked out of %d sessions on this task. ".formatted(others.size() + 1)
                    + told.stream().collect(Collectors.joining(" "));
            sessions.record(picked.id(), List.of(new Noted(Level.INFO, note, null))).join();
          }
          return new Picked(dropped, problems);
        });
  }

  private static String told(SessionSnapshot other) {
    WorktreeReady worktree = other.worktree();
    String who = other.agentName() + (other.model() == null ? "" : " · " + other.model());
    return worktree == null
        ? "“%s” (%s) had not begun.".formatted(other.title(), who)
        : "“%s” (%s) was dropped; git branch NAME refs/muster/archive/%s brings its work back."
            .formatted(other.title(), who, other.id());
  }

  private SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + " any more."));
  }
}
