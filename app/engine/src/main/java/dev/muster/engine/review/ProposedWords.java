package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Journal;
import java.util.Set;

/** Finds words for a session's work in its story: a title, and what its agent said last. */
final class ProposedWords {
  private static final int LONGEST_TITLE = 72;
  private static final int LONGEST_BODY = 2_000;

  private ProposedWords() {}

  /** One line of at most 72 characters. */
  static String subject(String title) {
    String whole = title.strip();
    return whole.length() <= LONGEST_TITLE
        ? whole
        : whole.substring(0, LONGEST_TITLE - 1).stripTrailing() + "…";
  }

  /** What the session was asked for first, at most 2,000 characters. Blocks. */
  static String asked(Journal journal, SessionId id) {
    return bounded(
        journal.ofKinds(id, Set.of(PromptQueued.class.getSimpleName())).stream()
            .map(Recorded::event)
            .map(event -> event instanceof PromptQueued prompt ? prompt.text().strip() : "")
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(""));
  }

  /** What the agent said last, at most 2,000 characters; empty when it said nothing. Blocks. */
  static String saidLast(Journal journal, SessionId id) {
    String said =
        journal.ofKinds(id, Set.of(MessageAdded.class.getSimpleName())).stream()
            .map(Recorded::event)
            .filter(event -> event instanceof MessageAdded m && m.parentCall() == null)
            .map(event -> ((MessageAdded) event).text().strip())
            .filter(text -> !text.isEmpty())
            .reduce("", (before, text) -> text);
    return bounded(said);
  }

  private static String bounded(String text) {
    return text.codePoints()
        .filter(c -> c == '\n' || !Character.isISOControl(c))
        .limit(LONGEST_BODY)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
