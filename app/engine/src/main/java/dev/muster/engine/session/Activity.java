package dev.muster.engine.session;

import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.util.Collection;

/** What a session does at this moment, in a few words. */
final class Activity {
  private Activity() {}

  /**
   * Of a session that nobody has to answer.
   *
   * @param placed whether its worktree stands
   * @param waits whether it waits for the model
   * @param calls its open tool calls, oldest first
   */
  static String of(
      SessionState state, boolean placed, boolean waits, Collection<ToolStarted> calls) {
    return switch (state) {
      case STARTING -> placed ? "starting" : "making its worktree";
      case WORKING, NEEDS_YOU ->
          waits
              ? "waits for the model"
              : calls.isEmpty() ? "thinking" : of(calls.iterator().next());
      case QUEUED, READY, STOPPED, FAILED, LOST, CLOSED -> "";
    };
  }

  private static String of(ToolStarted call) {
    String verb =
        switch (call.kind()) {
          case READ -> "reading ";
          case EDIT -> "editing ";
          case RUN -> "running ";
          case SEARCH -> "searching ";
          case FETCH -> "fetching ";
          case MCP, OTHER -> "";
          case AGENT -> "sub-agent: ";
        };
    return verb + call.title();
  }
}
