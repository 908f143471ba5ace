package dev.muster.engine;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.acp.AcpAgent;
import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.agent.claude.ClaudeAgent;
import dev.muster.engine.agent.codex.CodexAgent;
import dev.muster.engine.agent.found.AgentFinder;
import dev.muster.engine.agent.found.AgentFinder.Found;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The agents of this Muster: its own, which are there at once, and those that are installed on the
 * machine, which are looked for. Safe for any thread.
 */
final class AgentCatalog {
  private final Map<String, Agent> own = new LinkedHashMap<>();
  private final Map<String, Agent> byId = new ConcurrentHashMap<>();
  private final List<String> problems;
  private final AgentFinder finder;
  private final Supplier<Settings> settings;
  private final Host host;
  private volatile List<Made> installed = List.of();

  /** An agent and what it was made from. */
  private record Made(Found found, Agent agent) {}

  AgentCatalog(EngineOptions options, Supplier<Settings> settings, Host host) {
    this.settings = settings;
    this.host = host;
    KeyLookup keys =
        new KeyLookup(
            options.environment(),
            new SystemKeychain(options.environment(), System.getProperty("os.name", "")));
    Providers providers =
        Providers.fromEnvironment(options.environment(), ModelSettings.of(settings.get()), keys);
    ScriptLibrary scripts = Demo.library();
    for (Agent agent :
        BuiltinAgents.all(providers, scripts, BuiltinTools.on(host), LoopSettings.DEFAULT)) {
      own.put(agent.profile().id(), agent);
    }
    byId.putAll(own);
    problems = providers.problems();
    String home = options.environment().getOrDefault("HOME", System.getProperty("user.home", "/"));
    finder = new AgentFinder(options.environment(), Path.of(home), host);
    take(finder.look(settings.get())); // some folders; versions come later
  }

  /** What in the settings could not be used, a sentence each. */
  List<String> problems() {
    return problems;
  }

  /** All agents by id; what is found later shows in it. */
  Map<String, Agent> byId() {
    return byId;
  }

  /** In the order in which they are offered: who can be started first, a scripted one last. */
  List<AgentProfile> profiles() {
    List<AgentProfile> all = new ArrayList<>();
    installed.forEach(made -> all.add(made.agent().profile()));
    own.values().forEach(agent -> all.add(agent.profile()));
    all.sort(
        Comparator.comparing((AgentProfile profile) -> !profile.availability().ready())
            .thenComparing(AgentProfile::scripted));
    return all;
  }

  /** Looks for installed agents, then for their versions. Blocks; seconds the first time. */
  void look() {
    List<Found> found = finder.look(settings.get());
    take(found);
    if (finder.versions(found)) {
      take(finder.look(settings.get()));
    }
  }

  /** Looks where programs are, without asking them for their versions: some folders are read. */
  void lookBriefly() {
    take(finder.look(settings.get()));
  }

  /** The installed and the missing ones, for people to read. Reads some folders. */
  List<InstalledAgent> survey() {
    return finder.survey(settings.get());
  }

  private synchronized void take(List<Found> found) {
    List<Made> now = new ArrayList<>();
    for (Found one : found) {
      if (!own.containsKey(one.command().id())) {
        now.add(new Made(one, same(one).orElseGet(() -> agent(one))));
      }
    }
    now.forEach(made -> byId.put(made.found().command().id(), made.agent()));
    byId.keySet()
        .removeIf(
            id ->
                !own.containsKey(id)
                    && now.stream().noneMatch(made -> made.found().command().id().equals(id)));
    installed = List.copyOf(now);
  }

  /** An agent keeps what it has learned, such as its models, as long as it is found unchanged. */
  private Optional<Agent> same(Found found) {
    return installed.stream()
        .filter(made -> made.found().equals(found))
        .map(Made::agent)
        .findFirst();
  }

  private Agent agent(Found found) {
    return switch (found.speaks()) {
      case CLAUDE -> new ClaudeAgent(found.command(), host);
      case CODEX -> new CodexAgent(found.command(), host);
      case ACP -> new AcpAgent(found.command(), host);
    };
  }
}
