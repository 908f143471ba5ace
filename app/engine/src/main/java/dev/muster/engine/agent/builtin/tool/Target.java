package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.Place;
import dev.muster.engine.policy.Places;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder a model named, followed to where it really is.
 *
 * @param real absolute, without any symbolic link
 * @param inside whether it is in the worktree
 * @param mayLook whether it may be looked at before the gate has decided: reading in the worktree
 *     is allowed in every mode
 * @param shown how to call it: relative to the worktree with forward slashes, or absolute
 */
record Target(Path worktree, Path real, boolean inside, boolean mayLook, String shown) {

  /** Finds it; a relative path is taken from the worktree. */
  static Target find(String path, ToolContext context) throws BadCallException {
    String text = path.strip();
    if (text.isEmpty()) {
      throw new BadCallException("The path is empty. Nothing was done.");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      text = System.getProperty("user.home") + text.substring(1);
    }
    Places places = new Places(context.worktree());
    Place place;
    try {
      place = places.find(Path.of(text));
    } catch (InvalidPathException _) {
      throw new BadCallException("\"" + text.replace('\0', '?') + "\" is not a path.");
    }
    Path real = place.real();
    if (real == null) {
      throw new BadCallException(
          "Nobody can tell where \"" + text + "\" leads: its links cannot be followed.");
    }
    return new Target(
        places.worktree(),
        real,
        place.inside(),
        place.inside() && !place.gitInternals(),
        shown(places.worktree(), real));
  }

  private static String shown(Path worktree, Path real) {
    if (!real.startsWith(worktree)) {
      return real.toString();
    }
    String relative = worktree.relativize(real).toString().replace('\\', '/');
    return relative.isEmpty() ? "." : relative;
  }

  /** Whether the path still leads to the same place; an agent's own processes may move it. */
  boolean stillThere() {
    return real.equals(new Places(worktree).find(real).real());
  }

  /** The folder from which the file is opened step by step, never through a link. */
  Path anchor() {
    Path parent = real.getParent();
    return inside || parent == null ? worktree : parent;
  }

  /** The request to the gate for this file. */
  ActionRequest request(
      ToolCall call, String tool, Subject subject, String title, @Nullable String detail) {
    return new ActionRequest(
        requestId(call), call.callId(), tool, subject, title, null, List.of(real), null, detail);
  }

  static String requestId(ToolCall call) {
    return "ask-" + call.callId();
  }
}
