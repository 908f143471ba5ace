package dev.muster.engine.session;

import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import org.jspecify.annotations.Nullable;

/** Words a prompt for an agent that does not know that the files were taken to another state. */
final class TakenBack {
  private TakenBack() {}

  /**
   * The prompt, after what happened to the files if anything did.
   *
   * @param untold what the agent does not know; null when it knows all
   * @param ofThen the beginning of the prompt whose turn the files are of; null when not known
   */
  static Prompt worded(Prompt prompt, @Nullable Rewound untold, @Nullable String ofThen) {
    if (untold == null) {
      return prompt;
    }
    String state;
    if (untold.toTurn() == 0) {
      state = "as they were before your first change.\n";
    } else if (ofThen == null) {
      state = "as they were at the end of an earlier turn of yours.\n";
    } else {
      state =
          "as they were when you had ended your work on this prompt:\n\n"
              + ofThen.lines().map(line -> "> " + line + "\n").reduce("", String::concat);
    }
    return new Prompt(
        prompt.promptId(),
        "Before you go on: the files in this worktree, and its branch, were taken to another state."
            + " They are now "
            + state
            + "\n"
            + "What you changed or committed after that is not there any more. Do not rely on what"
            + " you remember of it; look at the files.\n\n"
            + prompt.text(),
        prompt.attachments());
  }
}
