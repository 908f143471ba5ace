package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.OutcomeEvent.RewindBegun;
import dev.muster.engine.event.OutcomeEvent.RewindFailed;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.KeptState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a session back to the end of one of its turns, and forward again, in an order in which a
 * crash loses nothing: the state is kept, then what is about to happen is stored, then it is done,
 * then that it is done is stored. Every method is called off the mailbox while nothing else works
 * in the worktree, and blocks.
 */
final class Rewinder {
  private static final Logger LOG = LoggerFactory.getLogger(Rewinder.class);
  private static final Set<String> CHECKPOINTS = Set.of(CheckpointMade.class.getSimpleName());

  private final SessionId id;
  private final FleetParts parts;
  private final Mailbox mailbox;
  private final SessionLog log;
  private final AgentRun run;

  Rewinder(SessionId id, FleetParts parts, Mailbox mailbox, SessionLog log, AgentRun run) {
    this.id = id;
    this.parts = parts;
    this.mailbox = mailbox;
    this.log = log;
    this.run = run;
  }

  /** What is wanted, and how the session stands. */
  private record Wanted(
      SessionSnapshot at,
      WorktreeReady worktree,
      int number,
      int toTurn,
      boolean forward,
      @Nullable String target,
      boolean conversation) {}

  /** What the journal holds of a session's checkpoints, the last one of each turn. Blocks. */
  static Map<Integer, Recorded> checkpoints(FleetParts parts, SessionId id) {
    Map<Integer, Recorded> found = new TreeMap<>();
    for (Recorded made : parts.journal().ofKinds(id, CHECKPOINTS)) {
      found.put(made.turn(), made);
    }
    return found;
  }

  /** Whether the agent's memory goes back with the files. */
  static boolean conversation(FleetParts parts, SessionSnapshot at, RewindFold rewinds, int turn)
      throws FleetException {
    return parts.profile(at.agentId()).rewinds() && rewinds.conversationReaches(turn);
  }

  /** Back to the end of a turn; 0 is the beginning. */
  void back(int turn) throws FleetException {
    Wanted wanted =
        ask(
            () -> {
              SessionSnapshot at = log.now();
              return new Wanted(
                  at,
                  worktree(at),
                  log.fold().rewinds().next(),
                  turn,
                  false,
                  null,
                  conversation(parts, at, log.fold().rewinds(), turn));
            });
    parts.journal().flush();
    go(wanted, target(parts, id, wanted.worktree(), turn));
  }

  /** The commit that holds the files of the end of a turn. */
  static String target(FleetParts parts, SessionId id, @Nullable WorktreeReady worktree, int turn)
      throws FleetException {
    Map<Integer, Recorded> known = checkpoints(parts, id);
    Recorded checkpoint = known.get(turn);
    if (checkpoint != null && checkpoint.event() instanceof CheckpointMade made) {
      return made.commit();
    }
    if (turn == 0 && worktree != null) {
      return worktree.baseCommit();
    }
    throw new FleetException(
        "There is no checkpoint of turn "
            + turn
            + ". There is one of: 0 (the beginning)"
            + known.keySet().stream()
                .filter(each -> each > 0)
                .map(each -> ", " + each)
                .collect(Collectors.joining())
            + ".");
  }

  /** Takes the last rewind back. */
  void forward() throws FleetException {
    Wanted wanted =
        ask(
            () -> {
              RewindFold rewinds = log.fold().rewinds();
              Rewound last = rewinds.canGoForward();
              if (last == null) {
                throw new FleetException(nothingForward(rewinds.last()));
              }
              SessionSnapshot at = log.now();
              return new Wanted(
                  at,
                  worktree(at),
                  rewinds.next(),
                  rewinds.forwardTo(),
                  true,
                  last.before(),
                  last.conversation());
            });
    go(wanted, String.valueOf(wanted.target()));
  }

  private static String nothingForward(@Nullable Rewound last) {
    if (last == null) {
      return "This session was not taken back, so there is nothing to go forward to.";
    }
    return (last.forward()
            ? "It was taken forward again already."
            : "A turn has begun since it was taken back, so it does not go forward by itself.")
        + " What was there before is kept as "
        + last.ref()
        + "; the end of each turn can be gone to by its number.";
  }

  private static WorktreeReady worktree(SessionSnapshot at) throws FleetException {
    WorktreeReady worktree = at.worktree();
    if (worktree == null) {
      throw new FleetException("This session has no worktree yet.");
    }
    return worktree;
  }

  private void go(Wanted wanted, String target) throws FleetException {
    // An agent that goes on with what it knew then is another one.
    if (wanted.conversation()) {
      ask(run::release).join();
    }
    Workplace places = parts.workplace();
    KeptState kept =
        places.keep(id, wanted.at(), wanted.worktree(), wanted.number(), wanted.toTurn(), target);
    RewindBegun begun =
        new RewindBegun(
            wanted.number(),
            wanted.toTurn(),
            wanted.forward(),
            target,
            kept.ref(),
            kept.commit(),
            wanted.conversation());
    store(begun);
    finish(wanted.at(), wanted.worktree(), begun);
  }

  /** Goes on with what was begun when Muster died, if anything was. */
  void takeUp() throws FleetException {
    SessionSnapshot at = ask(log::now);
    RewindBegun begun = ask(() -> log.fold().rewinds().begun());
    WorktreeReady worktree = at.worktree();
    if (begun != null && worktree != null) {
      finish(at, worktree, begun);
    }
  }

  private void finish(SessionSnapshot at, WorktreeReady worktree, RewindBegun begun)
      throws FleetException {
    try {
      parts.workplace().bring(id, at, worktree, begun, begun.target());
    } catch (FleetException failed) {
      String why = failed.sentence() + " " + undone(at, worktree, begun);
      store(new RewindFailed(begun.number(), why));
      throw new FleetException(why, failed);
    }
    store(
        new Rewound(
            begun.number(),
            begun.toTurn(),
            begun.forward(),
            begun.ref(),
            begun.before(),
            begun.conversation()));
    try {
      store(parts.workplace().observe(id, at, worktree));
    } catch (FleetException unseen) {
      // The rewind itself is done and stored; what differs is seen with the next look.
      LOG.warn("What differs after the rewind of {} could not be seen.", id, unseen);
    }
  }

  /** Takes back what was done of it; says how the files are then. */
  private String undone(SessionSnapshot at, WorktreeReady worktree, RewindBegun begun) {
    try {
      parts.workplace().bring(id, at, worktree, begun, begun.before());
      return "The files are as they were before.";
    } catch (FleetException again) {
      LOG.error("The rewind {} of {} can neither be done nor undone.", begun.number(), id, again);
      return "Some files may be as they were then and some as they were before; all of what was"
          + " there is kept as "
          + begun.ref()
          + ". When what is in the way is gone, take it back again.";
    }
  }

  private void store(SessionEvent event) throws FleetException {
    try {
      ask(() -> log.append(event)).join();
    } catch (CompletionException unstored) {
      throw Replies.asFleet(unstored);
    }
  }

  /** Asks on the mailbox. */
  private <T> T ask(Callable<T> question) throws FleetException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean taken =
        mailbox.offer(
            () -> {
              try {
                answer.complete(question.call());
              } catch (Exception failed) {
                answer.completeExceptionally(failed);
              }
            });
    if (!taken) {
      throw new FleetException("Muster has ended meanwhile. What was begun goes on at its start.");
    }
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw Replies.asFleet(failed);
    }
  }

  /** The points that a session can be taken to, oldest first. Blocks. */
  static List<RewindPoint> points(FleetParts parts, SessionId id, SessionFold fold) {
    SessionSnapshot at = fold.snapshot();
    RewindFold rewinds = fold.rewinds();
    Set<Integer> line = rewinds.line().until(rewinds.line().at());
    Map<Integer, Recorded> known = checkpoints(parts, id);
    // Of a session that is over the agent may be gone.
    Agent agent = parts.agents().get(at.agentId());
    boolean goesBack = agent != null && agent.profile().rewinds();
    List<RewindPoint> all = new ArrayList<>();
    WorktreeReady worktree = at.worktree();
    if (worktree != null && !known.containsKey(0)) {
      all.add(
          new RewindPoint(
              0,
              null,
              at.createdAt(),
              worktree.baseCommit(),
              goesBack,
              true,
              rewinds.line().at() == 0));
    }
    known.forEach(
        (turn, made) -> {
          if (made.event() instanceof CheckpointMade checkpoint) {
            all.add(
                new RewindPoint(
                    turn,
                    rewinds.prompt(turn),
                    made.at(),
                    checkpoint.commit(),
                    goesBack && rewinds.conversationReaches(turn),
                    turn == 0 || line.contains(turn),
                    turn == rewinds.line().at()));
          }
        });
    return List.copyOf(all);
  }
}
