package dev.muster.engine.agent;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.HiddenFiles;
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

  /**
   * The files that are not to be looked into although the folder around them may be, as of the last
   * request: leave to read a folder is no leave to read all that is in it.
   */
  default HiddenFiles hidden() {
    return HiddenFiles.NONE;
  }

  /** May this go ahead? The future never fails; a withdrawn request completes as denied. */
  default CompletableFuture<Decision> request(ActionRequest action) {
    return request(action, List.of());
  }

  /**
   * May this go ahead? As {@link #request(ActionRequest)}, with choices that the agent offers
   * beside Muster's own once, rule and no. Which was taken is in {@link Decision#chosen()}; policy
   * may still decide without asking anybody.
   */
  CompletableFuture<Decision> request(ActionRequest action, List<Choice> choices);

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
   * @param chosen the id of the agent's own choice that was taken; null for any other answer
   */
  record Decision(boolean allowed, @Nullable String because, @Nullable String chosen) {
    /** An answer that is none of the agent's own choices. */
    public Decision(boolean allowed, @Nullable String because) {
      this(allowed, because, null);
    }
  }

  /**
   * A choice that the agent itself offers with a request, such as "allow for this folder" or "no,
   * and stop".
   *
   * @param id what the agent calls it
   * @param label for the button, as the agent words it
   */
  record Choice(String id, String label, boolean allows) {}
}
