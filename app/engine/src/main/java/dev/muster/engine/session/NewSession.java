package dev.muster.engine.session;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import java.util.List;

/** Turns a person's task into the first events of a session. */
final class NewSession {
  private final FleetParts parts;

  NewSession(FleetParts parts) {
    this.parts = parts;
  }

  /** Checks what was asked for and stores it with its first prompt, in one commit. Blocks. */
  SessionId store(SessionSpec spec) throws FleetException {
    if (spec.task().isBlank()) {
      throw new FleetException("Say what is to be done: the task is empty.");
    }
    AgentProfile agent = parts.profile(spec.agentId());
    Repository repository = parts.workplace().repository(spec.repository());
    SessionId id = SessionId.create(parts.clock().instant());
    SessionCreated created =
        new SessionCreated(
            spec.titleOrTask(),
            repository.id(),
            repository.name(),
            repository.root().toString(),
            agent.id(),
            agent.name(),
            spec.model(),
            spec.mode(),
            start(spec, repository),
            spec.limits(),
            agent.scripted(),
            spec.options());
    PromptQueued prompt =
        new PromptQueued(LiveSession.newId(), spec.task(), spec.attachments(), PromptOrigin.USER);
    // Before its first event: who hears of the session finds its project.
    parts.projects().opened(repository.id(), repository.name(), repository.root());
    Replies.committed(parts.journal().appendAll(id, 0, List.of(created, prompt)));
    return id;
  }

  private static String start(SessionSpec spec, Repository repository) throws FleetException {
    String wanted = spec.startFrom();
    try {
      if (wanted == null || wanted.isBlank()) {
        String branch = repository.head().branch();
        wanted = branch == null ? repository.head().commit() : branch;
      }
      repository.resolve(wanted);
      return wanted;
    } catch (GitException refused) {
      throw new FleetException("There is nothing to start from: " + refused.getMessage(), refused);
    }
  }
}
