package dev.muster.engine.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a session came to be, where it works, and where it stands. */
public sealed interface LifeEvent extends SessionEvent {

  /**
   * The first event of every session.
   *
   * @param projectId the repository's stable id ({@code git.Repository#id})
   * @param repository path of the user's checkout when the session was made
   * @param agentId id of an agent's profile
   * @param model what the agent was asked to use; null for the agent's own choice
   * @param startFrom branch, tag or commit the work starts from
   * @param scripted true when a rehearsal script plays the model; always shown to the person
   * @param options for the agent, such as the rehearsal script's name under {@code script}; never a
   *     secret
   */
  record SessionCreated(
      String title,
      String projectId,
      String projectName,
      String repository,
      String agentId,
      String agentName,
      @Nullable String model,
      PermissionMode mode,
      String startFrom,
      Limits limits,
      boolean scripted,
      Map<String, String> options)
      implements LifeEvent {

    /** The option that holds the agent's own id of a conversation that was imported. */
    public static final String IMPORTED = "imported";

    public SessionCreated {
      options = options == null ? Map.of() : Map.copyOf(options);
    }
  }

  /** A new title, by the user or the agent. */
  record Renamed(String title) implements LifeEvent {}

  /**
   * The worktree stands.
   *
   * @param path absolute
   * @param branch such as {@code muster/rate-limit}
   * @param baseCommit the commit the work starts from; live diffs are against it
   * @param baseBranch the branch it came from; null when it was a bare commit
   */
  record WorktreeReady(String path, String branch, String baseCommit, @Nullable String baseBranch)
      implements LifeEvent {}

  /** The permission mode was changed by the user. */
  record ModeChanged(PermissionMode mode) implements LifeEvent {}

  /**
   * The session moved to another state.
   *
   * @param reason a sentence for a person; null where the state says it all
   * @param closedAs only with {@link SessionState#CLOSED}
   */
  record StateChanged(
      SessionState from, SessionState to, @Nullable String reason, @Nullable ClosedAs closedAs)
      implements LifeEvent {}
}
