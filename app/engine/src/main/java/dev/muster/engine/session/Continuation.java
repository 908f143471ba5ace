package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * How a session would be gone on with: what its agent would know, and where. What an agent still
 * knows is only certain when it was asked; where it turns out to have forgotten, it is told from
 * the journal, and the session's log says so.
 *
 * @param memory what the agent would know
 * @param inNewSession whether it goes on in a new session, as this one is over or was imported:
 *     {@link Fleet#fork}; otherwise {@link Fleet#resume} or {@link Fleet#prompt} goes on in it
 * @param sentence how, for a person
 * @param hindrance why it cannot be gone on with now, and what to do, a sentence; null when it can
 */
public record Continuation(
    Memory memory, boolean inNewSession, String sentence, @Nullable String hindrance) {

  /** What an agent knows of what was said when it goes on. */
  public enum Memory {
    /** All of it: its own conversation goes on. */
    AGENTS_OWN,
    /** An account of it that Muster makes from the journal: {@link Fleet#account}. */
    FROM_JOURNAL,
    /** There is nothing to know yet. */
    NOTHING_SAID
  }

  /**
   * Says it of a session as it stands. Does not block.
   *
   * @param agent the session's agent as it was found; null when it is not here any more
   */
  public static Continuation of(SessionSnapshot session, @Nullable AgentProfile agent) {
    boolean imported = session.options().containsKey(SessionCreated.IMPORTED);
    boolean fresh = imported || session.state() == SessionState.CLOSED;
    Memory memory = memory(session, agent, imported, fresh);
    return new Continuation(
        memory, fresh, sentence(session, memory, fresh), hindrance(session, agent));
  }

  private static Memory memory(
      SessionSnapshot session, @Nullable AgentProfile agent, boolean imported, boolean fresh) {
    if (!imported && session.turn() == 0) {
      return session.options().containsKey(AgentLaunch.FORK)
          ? Memory.AGENTS_OWN
          : session.options().containsKey(AgentLaunch.TOLD_OF)
              ? Memory.FROM_JOURNAL
              : Memory.NOTHING_SAID;
    }
    boolean can = agent != null && (fresh ? agent.forks() : agent.resumes());
    return can && (imported || session.resumeToken() != null) && !session.untold()
        ? Memory.AGENTS_OWN
        : Memory.FROM_JOURNAL;
  }

  private static String sentence(SessionSnapshot session, Memory memory, boolean fresh) {
    String where = fresh ? "Goes on in a new session" : "Goes on";
    return switch (memory) {
      case AGENTS_OWN ->
          where
              + " with "
              + session.agentName()
              + "’s own conversation; should that be gone, rebuilt from the journal.";
      case FROM_JOURNAL ->
          where
              + ", rebuilt from the journal: "
              + session.agentName()
              + " cannot take its own conversation up and is told what was said and done.";
      case NOTHING_SAID -> where + " with its first prompt: nothing was said yet.";
    };
  }

  private static @Nullable String hindrance(SessionSnapshot session, @Nullable AgentProfile agent) {
    if (agent == null) {
      return session.agentName()
          + " is not here. Go on with another agent: it is told what was said and done.";
    }
    AgentProfile.Availability available = agent.availability();
    return available.ready()
        ? null
        : agent.name()
            + " cannot be started: "
            + available.status()
            + ". "
            + available.remedy()
            + " Or go on with another agent.";
  }
}
