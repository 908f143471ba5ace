package dev.muster.engine.session;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session to be made.
 *
 * @param task the first prompt; not blank
 * @param title for the pane; null to take it from the task's first line
 * @param repository any folder inside the user's checkout
 * @param agentId id of an agent's profile
 * @param model what to use; null for the agent's own choice
 * @param startFrom branch, tag or commit to start from; null for what the checkout has at HEAD
 * @param first whether it goes before those already in the queue when no slot is free
 * @param options for the agent, such as the rehearsal script's name under {@code script}
 */
public record SessionSpec(
    String task,
    @Nullable String title,
    Path repository,
    String agentId,
    @Nullable String model,
    PermissionMode mode,
    @Nullable String startFrom,
    Limits limits,
    List<Attachment> attachments,
    boolean first,
    Map<String, String> options) {

  /** The title to show: the given one, or the task's first line, at most 80 characters. */
  public String titleOrTask() {
    String text =
        title != null && !title.isBlank() ? title : task.strip().lines().findFirst().orElse("");
    String line = text.strip();
    return line.length() <= 80 ? line : line.substring(0, 79).stripTrailing() + "…";
  }

  /** The same with one more option, or another value of it. */
  public SessionSpec with(String option, String value) {
    Map<String, String> all = new HashMap<>(options);
    all.put(option, value);
    return new SessionSpec(
        task,
        title,
        repository,
        agentId,
        model,
        mode,
        startFrom,
        limits,
        attachments,
        first,
        Map.copyOf(all));
  }
}
