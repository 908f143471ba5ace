package dev.muster.engine.session;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Repository;
import dev.muster.engine.store.Pictures;
import dev.muster.engine.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        new PromptQueued(
            LiveSession.newId(), spec.task(), kept(id, spec.attachments()), PromptOrigin.USER);
    // Before its first event: who hears of the session finds its project.
    parts.projects().opened(repository.id(), repository.name(), repository.root());
    Replies.committed(parts.journal().appendAll(id, 0, List.of(created, prompt)));
    return id;
  }

  /** What goes with the prompt, in the session's own folder: another session's may go away. */
  private List<Attachment> kept(SessionId id, List<Attachment> given) throws FleetException {
    List<Attachment> own = new ArrayList<>();
    Path folder = parts.sessionFolder().apply(id);
    for (Attachment file : given) {
      Path path = Path.of(file.path());
      if (path.startsWith(folder)) {
        own.add(file);
        continue;
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(Pictures.LARGEST + 1);
        Files.createDirectories(folder);
        own.add(Pictures.keep(folder, file.name(), bytes));
      } catch (IOException | StoreException gone) {
        throw new FleetException(
            "“"
                + file.name()
                + "”, which goes with the prompt, cannot be read any more. Nothing was begun; write"
                + " the task anew to begin without it.",
            gone);
      }
    }
    return own;
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
