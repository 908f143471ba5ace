package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.PermissionMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of a session the task of another one that begins where it stands. */
final class Fork {
  private final FleetParts parts;

  Fork(FleetParts parts) {
    this.parts = parts;
  }

  /** What to make; keeps the files as they are first, so that they can be started from. Blocks. */
  SessionSpec of(SessionSnapshot from, String task, @Nullable PermissionMode mode)
      throws FleetException {
    AgentProfile agent = ready(parts, from.agentId());
    Map<String, String> options = new HashMap<>(from.options());
    String imported = options.remove(SessionCreated.IMPORTED);
    String conversation = imported == null ? from.resumeToken() : imported;
    if (conversation == null && from.standsAt() == 0) {
      throw new FleetException("Nothing was said in it yet that another session could begin with.");
    }
    if (from.state().takesSlot()) {
      throw new FleetException("It is at work. Its turn has to be over first.");
    }
    options.keySet().removeAll(AgentLaunch.FORKS);
    options.putAll(toldOf(from, from.standsAt()));
    String resumeAt = from.resumeAt();
    if (conversation == null || !agent.forks() || from.untold()) {
      return spec(from, repository(from), task, mode, start(from), options); // it is told
    }
    options.put(AgentLaunch.FORK, conversation);
    if (conversation.equals(from.id().value())) {
      options.putAll(ofJournal(from, from.standsAt()));
    } else if (imported == null && resumeAt != null) {
      options.put(AgentLaunch.FORK_AT, resumeAt);
    }
    return spec(from, repository(from), task, mode, start(from), options);
  }

  private static SessionSpec spec(
      SessionSnapshot from,
      Path repository,
      String task,
      @Nullable PermissionMode mode,
      String start,
      Map<String, String> options) {
    return new SessionSpec(
        task,
        null,
        repository,
        from.agentId(),
        from.model(),
        mode == null ? from.mode() : mode,
        start,
        from.limits(),
        List.of(),
        false,
        options);
  }

  /**
   * What to make of the end of an earlier turn; the other session may be at work meanwhile. Blocks.
   */
  SessionSpec at(SessionFold story, int turn, String task, @Nullable PermissionMode mode)
      throws FleetException {
    SessionSnapshot from = story.snapshot();
    AgentProfile agent = ready(parts, from.agentId());
    if (from.options().containsKey(SessionCreated.IMPORTED)) {
      throw new FleetException(
          "This conversation was imported, so there are no checkpoints of it. Fork it as it is.");
    }
    Path repository = repository(from);
    String target = Rewinder.target(parts, from.id(), from.worktree(), turn);
    parts.workplace().find(from, target, turn);
    Map<String, String> options = new HashMap<>(from.options());
    if (turn > 0) {
      options.keySet().removeAll(AgentLaunch.FORKS);
      options.putAll(toldOf(from, turn));
      options.putAll(conversation(story, agent, from, turn));
    }
    return spec(from, repository, task, mode, target, options);
  }

  /** What makes the agent begin with what was said until then; empty where it cannot. */
  private static Map<String, String> conversation(
      SessionFold story, AgentProfile agent, SessionSnapshot from, int turn) {
    RewindFold.Point point = story.rewinds().point(turn);
    if (point == null || !agent.forks()) {
      return Map.of();
    }
    if (point.inside()) {
      return ofJournal(from, turn);
    }
    String token = point.token();
    String mark = point.mark();
    if (token != null && mark != null && agent.rewinds()) {
      return Map.of(AgentLaunch.FORK, token, AgentLaunch.FORK_AT, mark);
    }
    boolean isItsEnd = turn == from.turn() && turn == from.standsAt() && !from.state().takesSlot();
    return token != null && isItsEnd ? Map.of(AgentLaunch.FORK, token) : Map.of();
  }

  /** What has its agent told of the other one, where that cannot begin with what was said. */
  static Map<String, String> toldOf(SessionSnapshot from, int turn) {
    String origin = from.id().value();
    return turn == 0
        ? Map.of(AgentLaunch.TOLD_OF, origin)
        : Map.of(AgentLaunch.TOLD_OF, origin, AgentLaunch.TOLD_UNTIL, Integer.toString(turn));
  }

  private static Map<String, String> ofJournal(SessionSnapshot from, int turn) {
    return Map.of(
        AgentLaunch.FORK,
        from.id().value(),
        AgentLaunch.FORK_SESSION,
        from.id().value(),
        AgentLaunch.FORK_TURN,
        Integer.toString(turn));
  }

  /** Where an imported conversation was stands in its agent's file, so it may be anything. */
  static Path repository(SessionSnapshot from) throws FleetException {
    try {
      Path folder = Path.of(from.repository());
      if (folder.isAbsolute() && Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException none) {
      throw new FleetException(gone(from), none);
    }
    throw new FleetException(gone(from));
  }

  /** An agent that can be started. */
  static AgentProfile ready(FleetParts parts, String agentId) throws FleetException {
    AgentProfile agent = parts.profile(agentId);
    AgentProfile.Availability available = agent.availability();
    if (!available.ready()) {
      throw new FleetException(
          agent.name() + " cannot be started: " + available.status() + ". " + available.remedy());
    }
    return agent;
  }

  private static String gone(SessionSnapshot from) {
    return "Its folder “"
        + from.repository()
        + "” is not there any more, so no session can go on in it. What was said is kept.";
  }

  /** The same task, started from a session's files as they are; keeps them first. Blocks. */
  SessionSpec beside(SessionSnapshot from, SessionSpec spec) throws FleetException {
    if (from.state().takesSlot()) {
      throw new FleetException("It is at work. Its turn has to be over first.");
    }
    return new SessionSpec(
        spec.task(),
        spec.title(),
        spec.repository(),
        spec.agentId(),
        spec.model(),
        spec.mode(),
        start(from),
        spec.limits(),
        spec.attachments(),
        spec.first(),
        spec.options());
  }

  /** The commit that holds its files as they are; keeps them first. Blocks. */
  String start(SessionSnapshot from) throws FleetException {
    WorktreeReady worktree = from.worktree();
    if (worktree != null && Files.isDirectory(Path.of(worktree.path()))) {
      return parts.workplace().checkpoint(from.id(), from, worktree, from.turn()).commit();
    }
    Workplace places = parts.workplace();
    String kept = worktree == null ? null : places.kept(from.id(), from, worktree);
    return kept == null ? from.startFrom() : kept;
  }
}
