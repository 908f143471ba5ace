package dev.muster.engine.session;

import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words a prompt for an agent that may not have taken in the one before: agents that are
 * interrupted or killed right after a prompt came forget it, and the user would speak to somebody
 * who does not know what it is about.
 */
final class ToldAgain {
  private ToldAgain() {}

  /**
   * The prompt, after a quotation of the earlier one if there is one.
   *
   * @param account what it is told of everything before, the earlier prompt included; null when it
   *     remembers that
   */
  static Prompt worded(
      PromptQueued prompt, @Nullable PromptSent before, @Nullable Account account) {
    if (account != null) {
      List<Attachment> all = new ArrayList<>(before == null ? List.of() : before.attachments());
      all.addAll(prompt.attachments());
      return new Prompt(
          prompt.promptId(),
          account.text() + "\n## What to do now\n" + prompt.text(),
          List.copyOf(all));
    }
    if (before == null) {
      return new Prompt(prompt.promptId(), prompt.text(), prompt.attachments());
    }
    List<Attachment> all = new ArrayList<>(before.attachments());
    all.addAll(prompt.attachments());
    String quoted =
        before.text().lines().map(line -> "> " + line + "\n").reduce("", String::concat);
    return new Prompt(
        prompt.promptId(),
        "The prompt before this one may not have reached you. It was:\n\n"
            + quoted
            + "\n"
            + prompt.text(),
        List.copyOf(all));
  }
}
