package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.session.Successor.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of a {@link Successor} the task that it stands for. */
final class Following {
  private final FleetParts parts;

  Following(FleetParts parts) {
    this.parts = parts;
  }

  /** A prompt with what goes with it. */
  private record First(String text, List<Attachment> attachments) {}

  /** Blocks. */
  SessionSpec spec(SessionSnapshot from, Successor wanted) throws FleetException {
    String agentId = wanted.agentId() == null ? from.agentId() : wanted.agentId();
    Fork.ready(parts, agentId);
    boolean same = agentId.equals(from.agentId());
    String task = wanted.task();
    First first = task == null || task.isBlank() ? first(from) : new First(task, List.of());
    String model = wanted.model();
    return new SessionSpec(
        first.text(),
        task == null ? from.title() : null,
        Fork.repository(from),
        agentId,
        model == null && same ? from.model() : model,
        wanted.mode() == null ? from.mode() : wanted.mode(),
        start(from, wanted.start()),
        from.limits(),
        first.attachments(),
        false,
        options(from, wanted.told(), same));
  }

  private static Map<String, String> options(SessionSnapshot from, Told told, boolean same) {
    Map<String, String> options = new HashMap<>(same ? from.options() : Map.of());
    options.keySet().removeAll(AgentLaunch.FORKS);
    options.remove(SessionCreated.IMPORTED);
    if (told == Told.SUMMARY) {
      options.putAll(Fork.toldOf(from, from.standsAt()));
    }
    return options;
  }

  /** The first thing a person said. */
  private First first(SessionSnapshot from) throws FleetException {
    List<Recorded> prompts =
        parts
            .journal()
            .ofKinds(
                from.id(),
                Set.of(PromptQueued.class.getSimpleName(), PromptSent.class.getSimpleName()));
    for (Recorded recorded : prompts) {
      if (recorded.event() instanceof PromptQueued prompt
          && prompt.origin() != PromptOrigin.MUSTER) {
        return new First(prompt.text(), prompt.attachments());
      }
      if (recorded.event() instanceof PromptSent prompt && prompt.origin() != PromptOrigin.MUSTER) {
        return new First(prompt.text(), prompt.attachments());
      }
    }
    throw new FleetException(
        "There is no prompt in session " + from.id() + " that could be given again.");
  }

  private @Nullable String start(SessionSnapshot from, Successor.Start start)
      throws FleetException {
    WorktreeReady worktree = from.worktree();
    return switch (start) {
      case SAME_BASE -> worktree == null ? from.startFrom() : worktree.baseCommit();
      case PRESENT_TIP -> worktree == null ? from.startFrom() : worktree.baseBranch();
      case ITS_FILES -> {
        if (from.state().takesSlot()) {
          throw new FleetException("It is at work. Its turn has to be over first.");
        }
        yield new Fork(parts).start(from);
      }
    };
  }
}
