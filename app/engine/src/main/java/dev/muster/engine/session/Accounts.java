package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.store.Journal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes accounts of sessions from the journal, with what they began from. Every method blocks. */
final class Accounts {
  /** Sessions that went on from sessions that went on from sessions that are still told of. */
  private static final int DEEPEST = 5;

  private static final Set<String> TURNS = Set.of(TurnStarted.class.getSimpleName());
  private static final Set<String> FRAME =
      Set.of(TurnStarted.class.getSimpleName(), Rewound.class.getSimpleName());

  private final Journal journal;

  Accounts(FleetParts parts) {
    this.journal = parts.journal();
  }

  /**
   * What was said and done in a session, of what it stands on.
   *
   * @param until the turn until whose end; null for where it stands
   * @throws FleetException when there is no such session
   */
  Account of(SessionId id, @Nullable Integer until) throws FleetException {
    journal.flush();
    List<Recorded> first = journal.read(id, 1, 1);
    if (!first.isEmpty()
        && first.getFirst().event() instanceof SessionCreated created
        && created.options().get(AgentLaunch.TOLD_OF) instanceof String origin
        && journal.ofKinds(id, TURNS).isEmpty()
        && journal.session(new SessionId(origin)).isPresent()) {
      return of(new SessionId(origin), turn(created)); // nothing happened in it yet
    }
    AccountFold fold = new AccountFold();
    SessionCreated told = tell(fold, id, until, 0);
    return fold.account(told.title(), id.value());
  }

  private SessionCreated tell(AccountFold fold, SessionId id, @Nullable Integer until, int depth)
      throws FleetException {
    List<Recorded> first = journal.read(id, 1, 1);
    if (first.isEmpty() || !(first.getFirst().event() instanceof SessionCreated created)) {
      throw new FleetException("There is no session " + id + " to tell of.");
    }
    String origin = created.options().get(AgentLaunch.TOLD_OF);
    if (origin != null && depth < DEEPEST && !wasTold(id)) {
      tellOrigin(fold, new SessionId(origin), created, depth);
    }
    Predicate<Recorded> counts = TurnLine.counting(journal.ofKinds(id, FRAME), until);
    journal.replay(
        id,
        recorded -> {
          if (counts.test(recorded)) {
            fold.take(recorded);
          }
        });
    return created;
  }

  private void tellOrigin(AccountFold fold, SessionId origin, SessionCreated created, int depth)
      throws FleetException {
    if (journal.session(origin).isPresent()) {
      tell(fold, origin, turn(created), depth + 1);
      fold.nextSession(created.title());
    }
  }

  private static @Nullable Integer turn(SessionCreated created) {
    String turn = created.options().get(AgentLaunch.TOLD_UNTIL);
    return turn == null ? null : Integer.valueOf(turn);
  }

  /** Whether what it began from was told in it: then it is part of its own story. */
  private boolean wasTold(SessionId id) {
    List<Recorded> prompts = journal.ofKinds(id, Set.of(PromptSent.class.getSimpleName()));
    return !prompts.isEmpty()
        && prompts.getFirst().event() instanceof PromptSent prompt
        && prompt.origin() == PromptOrigin.MUSTER;
  }
}
