package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one attempt to the point where it can take a prompt: the worktree is made and set up where
 * it is not, then the agent is opened. Works on a virtual thread of its own and reports through the
 * mailbox.
 */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  /** Forks of forks of forks whose words an agent is still given. */
  private static final int DEEPEST_FORK = 50;

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final GateKeeper gate;

  Launch(SessionId id, FleetParts parts, Mailbox mailbox, SessionLog log, GateKeeper gate) {
    this.id = id;
    this.parts = parts;
    this.mailbox = mailbox;
    this.log = log;
    this.gate = gate;
  }

  /** Called on the mailbox, returns at once; then one of the two is called, on the mailbox. */
  void run(Attempt attempt, Runnable opened, Consumer<String> failed) {
    SessionSnapshot at = log.now();
    boolean inside = log.fold().heard().inside();
    Thread.ofVirtual()
        .name("start " + id)
        .start(
            () -> {
              try {
                prepare(attempt, at, inside);
                mailbox.execute(opened);
              } catch (FleetException | AgentException refused) {
                mailbox.execute(() -> failed.accept(sentence(refused)));
              } catch (RuntimeException | Error unexpected) {
                LOG.error("Session {} could not be started.", id, unexpected);
                mailbox.execute(
                    () ->
                        failed.accept(
                            "It could not be started: "
                                + unexpected
                                + ". Its prompt is kept; resume it to try again."));
              } finally {
                attempt.launched().complete(null);
              }
            });
  }

  private void prepare(Attempt attempt, SessionSnapshot at, boolean inside)
      throws FleetException, AgentException {
    Agent agent = parts.agents().get(at.agentId());
    AgentProfile profile = parts.profile(at.agentId());
    if (agent == null || !profile.availability().ready()) {
      throw new FleetException(
          profile.name()
              + " cannot be started: "
              + profile.availability().status()
              + ". "
              + profile.availability().remedy());
    }
    if (attempt.isEnding()) {
      return;
    }
    Gate door = gate.door(attempt);
    WorktreeReady worktree = at.worktree();
    if (worktree == null) {
      worktree = parts.workplace().prepare(id, at, this::appendNow);
      appendNow(worktree);
      parts.workplace().setUp(worktree, door, attempt);
    } else if (!Files.isDirectory(Path.of(worktree.path()))) {
      throw new FleetException(
          "Its worktree "
              + worktree.path()
              + " is gone. “muster doctor” says how to get it back. What was there at the end of a"
              + " turn, if there was one, is kept under refs/muster/"
              + id
              + ".");
    } else if (at.turn() == 0 && !SetupScript.wasDone(story(id))) {
      // It was stopped or failed before the first turn; the agent is not to work in half a place.
      parts.workplace().setUp(worktree, door, attempt);
    }
    if (attempt.isEnding()) {
      return;
    }
    // One that never gets ready must not hold up whoever ends it.
    Thread opening = Thread.currentThread();
    attempt.ending().thenRun(opening::interrupt);
    if (at.standsAt() > 0 && at.resumeToken() == null && !inside) {
      attempt.beginsAnew(profile.name() + " gave this conversation no name to go on with it by.");
    }
    attempt.opened(open(agent, attempt, at, Path.of(worktree.path()), door));
    if (attempt.forgot() != null || at.untold()) {
      tell(attempt, at);
    }
  }

  /** What was said before, for an agent that does not remember it. */
  private void tell(Attempt attempt, SessionSnapshot at) {
    try {
      attempt.account(new Accounts(parts).of(id, null));
    } catch (FleetException | RuntimeException failed) {
      LOG.error("No account of {} could be made.", id, failed);
      String told = "It could not be told what was said before: " + sentence(failed);
      mailbox.execute(() -> log.append(new Noted(Level.WARNING, told, null)));
    }
  }

  /** With its own conversation where it has one; an agent that fails at that begins a new one. */
  private AgentSession open(
      Agent agent, Attempt attempt, SessionSnapshot at, Path worktree, Gate door)
      throws AgentException {
    try {
      return goOn(agent, attempt, at, worktree, door);
    } catch (AgentException refused) {
      boolean toGoOn = at.resumeToken() != null || at.options().containsKey(AgentLaunch.FORK);
      if (attempt.isEnding() || !toGoOn) {
        throw refused;
      }
      LOG.warn("The agent of {} does not take its conversation up.", id, refused);
      Map<String, String> options = new HashMap<>(at.options());
      options.keySet().removeAll(AgentLaunch.FORKS);
      attempt.beginsAnew(sentence(refused));
      try {
        return agent.open(launch(attempt, at, worktree, door, options, null), attempt);
      } catch (AgentException again) {
        refused.addSuppressed(again);
        throw refused; // what hinders it is not the conversation
      }
    }
  }

  /** Opens it where its conversation is to go on; an agent that cannot go there keeps all of it. */
  private AgentSession goOn(
      Agent agent, Attempt attempt, SessionSnapshot at, Path worktree, Gate door)
      throws AgentException {
    String point = at.resumeAt();
    if (point == null) {
      return agent.open(launch(attempt, at, worktree, door, at.options()), attempt);
    }
    Map<String, String> options = new HashMap<>(at.options());
    options.put(AgentLaunch.RESUME_AT, point);
    try {
      return agent.open(launch(attempt, at, worktree, door, options), attempt);
    } catch (AgentException refused) {
      if (attempt.isEnding()) {
        throw refused;
      }
      AgentSession all = agent.open(launch(attempt, at, worktree, door, at.options()), attempt);
      LOG.warn("The agent of {} does not go back in its conversation.", id, refused);
      mailbox.execute(() -> keepsAll(sentence(refused)));
      return all;
    }
  }

  private void keepsAll(String why) {
    Rewound last = log.fold().rewinds().last();
    if (last != null) {
      String told = "The agent could not go back in its conversation, so it keeps all of it: ";
      log.append(new Noted(Level.WARNING, told + why, null));
      log.append(
          new Rewound(
              last.number(), last.toTurn(), last.forward(), last.ref(), last.before(), false));
    }
  }

  private AgentLaunch launch(
      Attempt attempt, SessionSnapshot at, Path worktree, Gate door, Map<String, String> options) {
    return launch(attempt, at, worktree, door, options, at.resumeToken());
  }

  private AgentLaunch launch(
      Attempt attempt,
      SessionSnapshot at,
      Path worktree,
      Gate door,
      Map<String, String> all,
      @Nullable String conversation) {
    Map<String, String> options = new HashMap<>(all);
    options.remove(AgentLaunch.TOLD_OF);
    options.remove(AgentLaunch.TOLD_UNTIL);
    return new AgentLaunch(
        id,
        attempt.number(),
        worktree,
        parts.sessionFolder().apply(id),
        at.model(),
        at.mode(),
        at.limits(),
        new AgentLaunch.Spent(at.totals().tokens(), at.totals().costMicros()),
        conversation,
        () -> history(options),
        Map.copyOf(options),
        door);
  }

  /** What counts of this session's story, after what counts of the one it was begun from. */
  private List<Recorded> history(Map<String, String> options) {
    List<Recorded> all = new ArrayList<>(before(options, 0));
    all.addAll(TurnLine.present(story(id)));
    return all;
  }

  private List<Recorded> before(Map<String, String> options, int depth) {
    String origin = options.get(AgentLaunch.FORK_SESSION);
    String turn = options.get(AgentLaunch.FORK_TURN);
    if (origin == null || turn == null || depth == DEEPEST_FORK) {
      return List.of();
    }
    List<Recorded> story = story(new SessionId(origin));
    List<Recorded> all = new ArrayList<>();
    if (!story.isEmpty() && story.getFirst().event() instanceof SessionCreated created) {
      all.addAll(before(created.options(), depth + 1));
    }
    all.addAll(TurnLine.until(story, Integer.parseInt(turn)));
    return all;
  }

  private List<Recorded> story(SessionId of) {
    // What was said a moment ago is part of it.
    parts.journal().flush();
    List<Recorded> all = new ArrayList<>();
    parts.journal().replay(of, all::add);
    return all;
  }

  /** Appends through the mailbox and waits until it is committed. */
  private void appendNow(SessionEvent event) {
    CompletableFuture<Recorded> done = new CompletableFuture<>();
    boolean taken =
        mailbox.offer(
            () ->
                log.append(event)
                    .whenComplete(
                        (recorded, failure) -> {
                          if (failure == null) {
                            done.complete(recorded);
                          } else {
                            done.completeExceptionally(failure);
                          }
                        }));
    if (!taken) {
      throw new IllegalStateException("Muster has ended meanwhile.");
    }
    done.join();
  }

  private static String sentence(Exception refused) {
    String message = refused.getMessage();
    return message == null ? refused.toString() : message;
  }
}
