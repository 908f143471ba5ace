package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessId;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Claude Code, as it is installed on this machine. Safe for any thread. */
public final class ClaudeAgent implements Agent {
  /** The launch option for how hard to think: low, medium, high, xhigh, max. */
  public static final String EFFORT = "effort";

  /** The name of the model that the CLI chooses by itself. */
  static final String DEFAULT_MODEL = "default";

  /** How long it may take to get ready: half a second is usual, a first start takes longer. */
  static final Duration READY = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(ClaudeAgent.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final String UNKNOWN = "No conversation found";
  private static final int MOST_MODELS = 50;

  /** Names that every version takes; which models they stand for is told when one has started. */
  private static final List<String> MODELS = List.of(DEFAULT_MODEL, "opus", "sonnet", "haiku");

  private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");

  private final AgentCommand command;
  private final Host host;
  private volatile Offer offer = new Offer(MODELS, EFFORTS);

  /** What can be chosen, as a process that was started has told. */
  private record Offer(List<String> models, List<String> efforts) {
    Offer {
      models = List.copyOf(models);
    }
  }

  /**
   * An agent.
   *
   * @param command how it was found; its id becomes the profile's
   * @param host where its processes run
   */
  public ClaudeAgent(AgentCommand command, Host host) {
    this.command = command;
    this.host = host;
  }

  /**
   * {@inheritDoc} Models and efforts are names that every version takes until a process was started
   * and told which there are.
   */
  @Override
  public AgentProfile profile() {
    Offer now = offer;
    String version = command.version();
    String status = command.availability().status();
    return new AgentProfile(
            command.id(),
            command.name(),
            version == null ? status : version + " · " + status,
            command.availability(),
            now.models(),
            false,
            true,
            true,
            true,
            true,
            true,
            now.efforts())
        .withConversations(true, true);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits until the program says that it is ready, at most {@link #READY}. A conversation that
   * it no longer knows is begun anew, and the session is told so.
   */
  @Override
  public AgentSession open(AgentLaunch launch, AgentListener out) throws AgentException {
    AgentProfile.Availability available = command.availability();
    if (!available.ready()) {
      throw new AgentException(
          command.name() + " cannot start: " + available.status() + ". " + available.remedy());
    }
    if (!Files.isDirectory(launch.worktree())) {
      throw new AgentException(
          "The worktree " + launch.worktree() + " is not there. The journal is kept.");
    }
    AgentSession session = start(launch, out, false);
    if (session == null) {
      session = start(launch, out, true);
    }
    if (session == null) {
      throw new AgentException(command.name() + " does not begin a conversation. Try it again.");
    }
    return session;
  }

  /** Null when it does not know the conversation that was to be gone on with. */
  private @Nullable AgentSession start(AgentLaunch launch, AgentListener out, boolean anew)
      throws AgentException {
    ClaudeStart start = ClaudeStart.of(command, launch, anew);
    ClaudeSession session;
    try {
      session = new ClaudeSession(launch, out, host, start.spec());
    } catch (HostException failed) {
      throw new AgentException(
          command.name() + " could not be started: " + failed.getMessage(), failed);
    }
    JsonNode answer = ready(session);
    if (answer == null) {
      String stderr = session.process().stderrTail();
      session.end();
      if (!anew && launch.resumeToken() != null && stderr.contains(UNKNOWN)) {
        return null;
      }
      String last = Said.lastLine(stderr);
      throw new AgentException(
          command.name()
              + " was started but did not get ready. "
              + (last.isEmpty() ? "It gave no reason." : "It said: " + last)
              + " Run “claude” in a terminal to see whether it works there.");
    }
    JsonNode offer = answer.path("response");
    learn(offer);
    String version = Messages.textOrNull(offer, "claude_code_version");
    ProcessId id = session.process().id();
    AgentStarted started =
        new AgentStarted(
            launch.attempt(),
            id.pid(),
            id.started(),
            version == null ? command.version() : version,
            start.conversation());
    session.begins(
        List.of(
            anew ? started.forgetting("Claude Code no longer knows this conversation.") : started));
    return session;
  }

  /** The answer that says it is ready; null when it ended, refused or took too long. */
  private @Nullable JsonNode ready(ClaudeSession session) {
    try {
      JsonNode answer = session.initialize().get(READY.toSeconds(), TimeUnit.SECONDS);
      if (Messages.text(answer, "subtype").equals("success")) {
        return answer;
      }
      // Its last words say why.
      session.process().exit().get(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.warn("{} does not get ready.", command.name(), late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private void learn(JsonNode answer) {
    List<String> models = new ArrayList<>();
    Set<String> efforts = new LinkedHashSet<>();
    for (JsonNode model : answer.path("models")) {
      String value = Messages.text(model, "value");
      if (!value.isEmpty() && models.size() < MOST_MODELS) {
        models.add(value);
      }
      model.path("supportedEffortLevels").forEach(level -> efforts.add(level.asString("")));
    }
    efforts.remove("");
    if (!models.isEmpty()) {
      offer = new Offer(models, efforts.isEmpty() ? EFFORTS : List.copyOf(efforts));
    }
  }
}
