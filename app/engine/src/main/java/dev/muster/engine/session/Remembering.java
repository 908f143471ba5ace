package dev.muster.engine.session;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import java.util.List;

/** Says in a session's log what its agent knows of what was said before it was started. */
final class Remembering {
  private Remembering() {}

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

  /** What is told in the log when an account goes out. */
  static String told(Account account) {
    String turns = account.turns() + (account.turns() == 1 ? " turn" : " turns");
    return ("Rebuilt from the journal: with this goes an account of " + turns + ". ")
        .concat(account.leftOut())
        .strip();
  }

  /** The account as it stands in the journal: the first prompt of the turn. */
  static PromptSent prompt(Account account) {
    return new PromptSent(
        LiveSession.newId(), account.text(), List.of(), PromptOrigin.MUSTER, false);
  }
}
