package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.WorkClock;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.RetryingProvider;
import dev.muster.engine.agent.builtin.model.ThinkingEffort;
import dev.muster.engine.agent.builtin.tool.ToolBox;
import dev.muster.engine.agent.builtin.tool.ToolContext;
import dev.muster.engine.agent.builtin.tool.ToolRunner;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import java.nio.file.Files;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Muster's own agent on one model provider. The journal is its memory: an attempt goes on where the
 * session's history ends.
 */
public final class BuiltinAgent implements Agent {
  /** The launch option for how hard to think: off, low, medium, high, max. */
  public static final String EFFORT = "effort";

  private final AgentProfile profile;
  private final ModelProvider provider;
  private final Prices prices;
  private final long contextWindow;
  private final ToolBox tools;
  private final LoopSettings settings;

  /**
   * An agent.
   *
   * @param provider asked once per answer; retries are added here
   * @param contextWindow tokens that fit as the settings say; 0 to go by the table of models
   */
  public BuiltinAgent(
      AgentProfile profile,
      ModelProvider provider,
      Prices prices,
      long contextWindow,
      ToolBox tools,
      LoopSettings settings) {
    this.profile = profile;
    this.provider =
        new RetryingProvider(
            provider, settings.retry(), Clock.systemUTC(), RandomGenerator.getDefault());
    this.prices = prices;
    this.contextWindow = contextWindow;
    this.tools = tools;
    this.settings = settings;
  }

  @Override
  public AgentProfile profile() {
    return profile;
  }

  @Override
  public AgentSession open(AgentLaunch launch, AgentListener listener) throws AgentException {
    AgentProfile.Availability available = profile.availability();
    if (!available.ready()) {
      throw new AgentException(
          profile.name() + " cannot start: " + available.status() + ". " + available.remedy());
    }
    if (!Files.isDirectory(launch.worktree())) {
      throw new AgentException(
          "The worktree " + launch.worktree() + " is not there. The journal is kept.");
    }
    GuardedListener out = new GuardedListener(listener);
    WorkClock clock = new WorkClock(launch.gate());
    StartWatch starts = new StartWatch(out);
    ToolContext context = new ToolContext(launch.worktree(), launch.sessionFolder(), starts, clock);
    AtomicLong count = new AtomicLong();
    Supplier<String> messageIds = () -> "m" + launch.attempt() + "-" + count.incrementAndGet();
    Model model =
        new Model(
            provider,
            launch.model() == null ? provider.defaultModel() : launch.model(),
            SystemPrompt.make(launch.worktree(), launch.mode(), LocalDate.now()),
            tools.definitions(),
            ThinkingEffort.ofWord(launch.options().getOrDefault(EFFORT, ""))
                .orElse(ThinkingEffort.DEFAULT),
            launch.session().value(),
            launch.options(),
            out,
            messageIds);
    TurnLoop loop =
        new TurnLoop(
            model,
            new ToolStage(new ToolRunner(tools, context), starts, settings.parallelTools()),
            Replay.read(launch.history().get()),
            new Meter(launch.limits(), launch.usage(), prices, contextWindow, out),
            settings,
            out,
            clock::mode,
            launch.mode());
    out.event(new AgentStarted(launch.attempt(), null, null, null, launch.session().value()));
    return new BuiltinSession(
        launch.session().value(), loop, out, clock, launch.limits().minutes());
  }
}
