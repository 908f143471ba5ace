package dev.muster.engine.agent;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.ActionRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The only door between what an agent wants to do and its doing it. The session stands behind it:
 * policy decides, or a person is asked, and both question and answer are in the journal before the
 * future completes. Safe for any thread; its methods return at once.
 */
public interface Gate {
  /** The permission mode now; the user may change it while a turn runs. */
  PermissionMode mode();

  /** May this go ahead? The future never fails; a withdrawn request completes as denied. */
  CompletableFuture<Decision> request(ActionRequest action);

  /**
   * Asks the person something.
   *
   * @return the answer; null when the question was withdrawn. Never fails
   */
  CompletableFuture<@Nullable String> ask(
      String questionId, String text, List<String> options, boolean several);

  /** Takes back a request or question that is still open; does nothing when it is not. */
  void withdraw(String requestOrQuestionId);

  /**
   * A decision.
   *
   * @param because a sentence for the agent: why not, or what the person wrote with the yes; null
   *     for a plain yes
   */
  record Decision(boolean allowed, @Nullable String because) {}
}
