package dev.muster.engine.policy;

import dev.muster.engine.event.PermissionEvent.Subject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action an agent is about to take, described well enough to decide on it.
 *
 * @param requestId unique in the session
 * @param callId the tool call it belongs to; null where the agent names none
 * @param tool the tool's name as the agent calls it
 * @param subject what it touches
 * @param title one line for a person
 * @param command the exact command line for {@link Subject#RUN}; else null
 * @param paths absolute paths it reads or changes; empty where it names none
 * @param host the host for {@link Subject#FETCH}; else null
 * @param detail more for a person to look at, such as a diff; null where there is none
 */
public record ActionRequest(
    String requestId,
    @Nullable String callId,
    String tool,
    Subject subject,
    String title,
    @Nullable String command,
    List<Path> paths,
    @Nullable String host,
    @Nullable String detail) {

  /**
   * The exact thing an answer is for: the command, else the first path, else the host, else the
   * title.
   */
  public String exact() {
    if (command != null) {
      return command;
    }
    if (!paths.isEmpty()) {
      return paths.getFirst().toString();
    }
    return host != null ? host : title;
  }
}
