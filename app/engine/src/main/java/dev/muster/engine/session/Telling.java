package dev.muster.engine.session;

import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words what an agent is told, and says in the session's log what it knows of what was said before
 * it was started.
 */
final class Telling {
  private Telling() {}

  /** Says what the last events of a session do not say already. */
  static void once(SessionLog log, List<Recorded> last, List<Noted> told) {
    List<SessionEvent> before = last.stream().map(Recorded::event).toList();
    told.stream().filter(note -> !before.contains(note)).forEach(log::append);
  }

  /** An attempt was opened: how it goes on, if there is something to go on with. */
  static void note(SessionLog log, Attempt opened) {
    SessionSnapshot now = log.now();
    String forgot = opened.forgot();
    if (opened.account() != null) {
      String why = forgot == null ? "" : forgot.strip() + " ";
      String told =
          why + "With its next prompt it is told what was said and done, from the journal.";
      log.append(new Noted(forgot == null ? Level.INFO : Level.WARNING, told, null));
    } else if (now.standsAt() > 0 && forgot == null) {
      String told = "It goes on with " + now.agentName() + "’s own conversation.";
      log.append(new Noted(Level.INFO, told, null));
    }
  }

  /**
   * Writes down that a prompt goes out, as the first thing of the next turn.
   *
   * @param again the prompt before, when the agent may not have taken it in
   * @param account what it does not remember; null when it does
   * @return the prompt as the agent is told it
   */
  static Prompt prompt(
      SessionLog log, PromptQueued prompt, @Nullable PromptSent again, @Nullable Account account) {
    if (account != null) {
      note(log, told(account));
    } else if (again != null) {
      note(log, "With this goes the prompt before, which may not have reached the agent.");
    }
    Rewound untold = log.fold().rewinds().untold();
    if (untold != null) {
      note(log, "With this the agent is told that the files were taken to another state.");
    }
    String ofThen = untold == null ? null : log.fold().rewinds().prompt(untold.toTurn());
    // In this order: a crash in between leaves a prompt that waits, and not one that was lost.
    log.move(SessionState.WORKING, null);
    if (account != null) {
      log.appendToNextTurn(
          new PromptSent(
              LiveSession.newId(), account.text(), List.of(), PromptOrigin.MUSTER, false));
    }
    log.appendToNextTurn(
        new PromptSent(
            prompt.promptId(), prompt.text(), prompt.attachments(), prompt.origin(), false));
    return TakenBack.worded(ToldAgain.worded(prompt, again, account), untold, ofThen);
  }

  private static void note(SessionLog log, String text) {
    log.append(new Noted(Level.INFO, text, null));
  }

  private static String told(Account account) {
    String turns = account.turns() + (account.turns() == 1 ? " turn" : " turns");
    return ("Rebuilt from the journal: with this goes an account of " + turns + ". ")
        .concat(account.leftOut())
        .strip();
  }
}
