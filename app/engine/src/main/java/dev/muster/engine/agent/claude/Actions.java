package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.policy.ActionRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Describes what the CLI asks leave for, in the terms that policy decides on. */
final class Actions {
  private Actions() {}

  /**
   * @param requestId the CLI's own id of the request
   * @param callId the call it belongs to, as events name it; null where the CLI names none
   * @param request what it asks
   */
  static ActionRequest of(
      String requestId, @Nullable String callId, JsonNode request, Path worktree) {
    String tool = Messages.text(request, "tool_name");
    JsonNode input = request.path("input");
    ToolView view = ToolView.of(tool, input, worktree);
    Subject subject = ToolView.subject(view.kind());
    String title =
        switch (subject) {
          case READ -> "Read " + view.title();
          case EDIT -> "Edit " + view.title();
          case RUN -> view.title();
          case FETCH -> "Fetch " + view.title();
          case OTHER -> view.title();
        };
    return new ActionRequest(
        requestId,
        callId,
        tool,
        subject,
        title,
        subject == Subject.RUN ? Messages.text(input, "command") : null,
        view.path() == null ? List.of() : List.of(view.path()),
        subject == Subject.FETCH ? host(tool, input) : null,
        detail(tool, subject, request, view.path(), worktree));
  }

  private static @Nullable String host(String tool, JsonNode input) {
    if (tool.equals("WebSearch")) {
      return "web-search"; // made by the model's provider; there is no address in it
    }
    try {
      return URI.create(Messages.text(input, "url").strip()).getAuthority();
    } catch (IllegalArgumentException noAddress) {
      return null; // policy asks a person then
    }
  }

  private static @Nullable String detail(
      String tool, Subject subject, JsonNode request, @Nullable Path path, Path worktree) {
    JsonNode input = request.path("input");
    List<String> parts = new ArrayList<>();
    switch (subject) {
      case EDIT -> add(parts, EditPreview.of(tool, input, path, worktree));
      case RUN -> {
        add(parts, Messages.text(request, "description"));
        add(parts, Messages.text(request, "decision_reason"));
      }
      case READ, FETCH -> add(parts, Messages.text(request, "decision_reason"));
      case OTHER -> {
        add(parts, Messages.text(request, "description"));
        add(parts, input.isEmpty() ? "" : input.toPrettyString());
      }
    }
    return parts.isEmpty()
        ? null
        : Said.boundedLines(String.join("\n\n", parts), PermissionEvent.MOST_DETAIL);
  }

  private static void add(List<String> parts, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      parts.add(text);
    }
  }
}
