package dev.muster.engine.event;

import java.time.Instant;
import java.util.List;
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

  /**
   * The session, which is over, was put elsewhere.
   *
   * @param to never {@link Shelf#PRUNED}
   */
  record Shelved(Shelf to) implements LifeEvent {}

  /**
   * The session was thrown away on purpose. All other events of it are taken out of the journal,
   * and this one is then its first: it says all that is left to say.
   *
   * @param at when that was
   * @param title and what follows as lists and the history show it
   * @param createdAt of its first event
   * @param lastAt of the last event before this
   * @param events how many there were
   * @param bytes of the disk that were given back, as far as it was measured
   * @param left refs of the repository that stay, because they hold work
   * @param removed the last of the refs that were taken out, at most {@value #MOST_REFS}: until git
   *     clears up, their commits can still be brought back
   */
  record Pruned(
      Instant at,
      String title,
      String projectId,
      String projectName,
      String repository,
      String agentId,
      String agentName,
      boolean scripted,
      @Nullable ClosedAs closedAs,
      Instant createdAt,
      Instant lastAt,
      int turns,
      long events,
      long tokens,
      @Nullable Long costMicros,
      long bytes,
      List<KeptRef> left,
      List<KeptRef> removed)
      implements LifeEvent {
    /** At most this many refs are named. */
    public static final int MOST_REFS = 20;

    public Pruned {
      left = left == null ? List.of() : List.copyOf(left);
      removed = removed == null ? List.of() : List.copyOf(removed);
    }
  }

  /**
   * A ref and what it names.
   *
   * @param ref its full name
   * @param commit full id
   */
  record KeptRef(String ref, String commit) {}
}
