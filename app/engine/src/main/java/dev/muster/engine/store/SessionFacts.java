package dev.muster.engine.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the history shows of a session: its row and what else can be told without reading its story.
 * Folded from its events behind the journal, less than a second late; made again by {@link
 * Search#rebuild()}.
 *
 * @param usedModel the model that was last paid for; null when none was reported
 * @param outcome the commit merged or the address of the pull request; null where there is none
 * @param worked how long its turns took, without the time between them; the running turn not
 *     included
 * @param claims claims that were judged
 * @param confirmed of them, those that turned out true
 * @param contradicted of them, those that turned out wrong
 * @param prompts events of this kind: prompts sent
 * @param messages messages, thoughts and questions
 * @param commands commands begun
 * @param outputs pieces of output
 * @param errors tools and turns that failed, and notes of errors
 * @param edits edits that went through
 */
public record SessionFacts(
    SessionRow row,
    @Nullable String usedModel,
    @Nullable String outcome,
    Duration worked,
    int claims,
    int confirmed,
    int contradicted,
    int prompts,
    int messages,
    int commands,
    int outputs,
    int errors,
    int edits) {

  /** What came of it. */
  public SessionResult result() {
    return SessionResult.of(row);
  }

  /** Whether an agent had this conversation without Muster. */
  public boolean imported() {
    return row.id().value().startsWith("i");
  }

  /** The model used, or else the one asked for; null for the agent's own choice. */
  public @Nullable String model() {
    return usedModel != null ? usedModel : row.model();
  }
}
