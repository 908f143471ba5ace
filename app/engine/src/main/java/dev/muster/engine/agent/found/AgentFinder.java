package dev.muster.engine.agent.found;

import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.agent.found.KnownAgent.Speaks;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Settings.AgentEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for agents: those it knows by name and those the settings name. Safe for any thread; {@link
 * #look} and {@link #survey} read some folders, {@link #versions} starts each program once.
 */
public final class AgentFinder {
  private static final Logger LOG = LoggerFactory.getLogger(AgentFinder.class);
  private static final Duration ANSWERS = Duration.ofSeconds(15);
  private static final Pattern VERSION = Pattern.compile("\\d+[.]\\d+[.]\\d+[\\w.+-]*");

  private final Map<String, String> environment;
  private final Path home;
  private final Host host;
  private final Duration answers;
  private final List<String> systemFolders;
  private final Map<Path, Version> versions = new ConcurrentHashMap<>();

  private record Version(FileTime modified, @Nullable String text) {}

  /**
   * An agent that was looked for.
   *
   * @param known null for one that only the settings name
   * @param command how it is started; its availability says when it is not there
   */
  public record Found(@Nullable KnownAgent known, Speaks speaks, AgentCommand command) {}

  /**
   * What is looked for.
   *
   * @param like the agent Muster knows that it is, or is another installation of; null for another
   */
  private record Wanted(
      String id,
      String name,
      @Nullable KnownAgent known,
      @Nullable KnownAgent like,
      Speaks speaks,
      @Nullable AgentEntry entry) {

    boolean enabled() {
      return entry == null || entry.enabled();
    }

    boolean hasOwnCommand() {
      return entry != null && !entry.command().isEmpty();
    }
  }

  private record Seen(Wanted wanted, Found found, State state, @Nullable Path program) {}

  /**
   * A finder.
   *
   * @param environment Muster's own
   * @param host where versions are asked
   */
  public AgentFinder(Map<String, String> environment, Path home, Host host) {
    this(environment, home, host, ANSWERS, Programs.SYSTEM);
  }

  AgentFinder(
      Map<String, String> environment,
      Path home,
      Host host,
      Duration answers,
      List<String> systemFolders) {
    this.environment = environment;
    this.home = home;
    this.host = host;
    this.answers = answers;
    this.systemFolders = List.copyOf(systemFolders);
  }

  /** What there is now; every known agent is in it, also one that is missing. */
  public List<Found> look(Settings settings) {
    return all(settings).stream().filter(seen -> seen.wanted().enabled()).map(Seen::found).toList();
  }

  /** The same for people to read; those that the settings leave out are in it, too. */
  public List<InstalledAgent> survey(Settings settings) {
    return all(settings).stream().map(this::told).toList();
  }

  private List<Seen> all(Settings settings) {
    Programs programs = new Programs(environment, home, systemFolders);
    return wanted(settings).stream().map(wanted -> see(wanted, programs)).toList();
  }

  private static List<Wanted> wanted(Settings settings) {
    Map<String, AgentEntry> entries = new HashMap<>();
    settings.agents().forEach(entry -> entries.putIfAbsent(entry.id(), entry));
    List<Wanted> all = new ArrayList<>();
    for (KnownAgent known : KnownAgent.ALL) {
      AgentEntry entry = entries.remove(known.id());
      String name = entry == null || entry.name() == null ? known.name() : entry.name();
      Speaks speaks = entry == null || entry.kind() == null ? known.speaks() : speaks(entry.kind());
      all.add(new Wanted(known.id(), name, known, known, speaks, entry));
    }
    for (AgentEntry entry : settings.agents()) {
      if (entries.remove(entry.id(), entry)) {
        Speaks speaks = entry.kind() == null ? Speaks.ACP : speaks(entry.kind());
        String name = entry.name() == null ? entry.id() : entry.name();
        all.add(new Wanted(entry.id(), name, null, like(speaks).orElse(null), speaks, entry));
      }
    }
    return all;
  }

  private static Speaks speaks(Settings.AgentKind kind) {
    return switch (kind) {
      case CLAUDE -> Speaks.CLAUDE;
      case CODEX -> Speaks.CODEX;
      case ACP -> Speaks.ACP;
    };
  }

  /** Two speak a language of their own, so that one can tell which program it is. */
  private static Optional<KnownAgent> like(Speaks speaks) {
    return switch (speaks) {
      case CLAUDE, CODEX ->
          KnownAgent.ALL.stream().filter(known -> known.speaks() == speaks).findFirst();
      case ACP -> Optional.empty();
    };
  }

  private Seen see(Wanted wanted, Programs programs) {
    Map<String, String> env = environment(wanted, programs);
    List<String> argv = argv(wanted);
    Path program = argv.isEmpty() ? null : program(argv.getFirst(), programs);
    if (program == null) {
      List<String> shown = argv.isEmpty() ? List.of(wanted.id()) : argv;
      return new Seen(
          wanted, found(wanted, shown, env, null, missing(wanted, argv)), State.MISSING, null);
    }
    argv.set(0, program.toString());
    KnownAgent like = wanted.like();
    SignIn signedIn = like == null ? SignIn.UNKNOWN : SignIn.of(like, env, home);
    Availability availability =
        like != null && signedIn == SignIn.NO
            ? Availability.no("not signed in", signInRemedy(wanted, like))
            : Availability.yes(signedIn.words());
    return new Seen(
        wanted,
        found(wanted, argv, env, versionOf(program), availability),
        signedIn == SignIn.NO ? State.NOT_SIGNED_IN : State.READY,
        program);
  }

  /** A program alone gets the arguments that make it speak; more than that is taken as it is. */
  private static List<String> argv(Wanted wanted) {
    List<String> argv = new ArrayList<>();
    KnownAgent like = wanted.like();
    AgentEntry entry = wanted.entry();
    if (entry != null) {
      argv.addAll(entry.command());
    }
    if (like != null && argv.isEmpty()) {
      argv.add(like.program());
    }
    if (like != null && argv.size() == 1 && like.speaks() == wanted.speaks()) {
      argv.addAll(like.arguments());
    }
    return argv;
  }

  private static Found found(
      Wanted wanted,
      List<String> argv,
      Map<String, String> env,
      @Nullable String version,
      Availability availability) {
    return new Found(
        wanted.known(),
        wanted.speaks(),
        new AgentCommand(wanted.id(), wanted.name(), argv, env, version, availability));
  }

  private static Availability missing(Wanted wanted, List<String> argv) {
    KnownAgent like = wanted.like();
    if (like != null && !wanted.hasOwnCommand()) {
      return Availability.no("not installed", "Install it with: " + like.install());
    }
    return argv.isEmpty()
        ? Availability.no("no command is given", "Give its command in the settings.")
        : Availability.no(
            argv.getFirst() + " is not there", "Correct its command in the settings.");
  }

  /** Names the variable where Muster has one that would do; never its value. */
  private String signInRemedy(Wanted wanted, KnownAgent like) {
    String sentence = "Sign in with: " + like.login() + ".";
    return SignIn.keyOf(like, environment)
        .map(
            variable ->
                sentence
                    + " Or pass your "
                    + variable
                    + " on to it: pass_env = [\""
                    + variable
                    + "\"] for the agent \""
                    + wanted.id()
                    + "\" in config.toml.")
        .orElse(sentence);
  }

  private InstalledAgent told(Seen seen) {
    Wanted wanted = seen.wanted();
    AgentCommand command = seen.found().command();
    KnownAgent like = wanted.like();
    String tested = like == null ? null : like.tested();
    boolean on = wanted.enabled();
    AgentEntry entry = wanted.entry();
    List<String> unset =
        entry == null
            ? List.of()
            : entry.passEnv().stream().filter(name -> !environment.containsKey(name)).toList();
    return new InstalledAgent(
        wanted.id(),
        wanted.name(),
        wanted.speaks(),
        on ? seen.state() : State.OFF,
        on ? command.availability().status() : "left out by the settings",
        on ? command.availability().remedy() : null,
        seen.program() == null ? null : seen.program().toString(),
        command.argv(),
        command.version(),
        tested,
        InstalledAgent.compare(command.version(), tested),
        wanted.known() != null,
        entry != null,
        unset);
  }

  private @Nullable Path program(String named, Programs programs) {
    if (!named.contains("/")) {
      return programs.find(named);
    }
    Path path = named.startsWith("~/") ? home.resolve(named.substring(2)) : Path.of(named);
    // A path that is not absolute would lead into whatever folder a session works in.
    return path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path) ? path : null;
  }

  /**
   * Nothing that decides on account or bill is handed down, unless the user named it for this
   * agent.
   */
  private Map<String, String> environment(Wanted wanted, Programs programs) {
    Map<String, String> env = new TreeMap<>(Environments.scrub(environment));
    env.put("PATH", programs.path());
    if (wanted.id().equals("opencode")) {
      env.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    }
    AgentEntry entry = wanted.entry();
    if (entry != null) {
      for (String name : entry.passEnv()) {
        String value = environment.get(name);
        if (value != null) {
          env.put(name, value);
        }
      }
      env.putAll(entry.env());
    }
    return env;
  }

  // ---- versions -------------------------------------------------------------------------------

  private @Nullable String versionOf(Path program) {
    Version known = versions.get(program);
    return known == null ? null : known.text();
  }

  /**
   * Asks every program that was found for its version; what is known already is not asked again
   * until its file changes. A program that is not the agent itself, such as {@code npx}, and one
   * that Muster does not know are not asked: who knows what they would start. Blocks, some seconds
   * the first time.
   *
   * @return whether something was learned
   */
  public boolean versions(List<Found> found) {
    AtomicBoolean learned = new AtomicBoolean();
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Found agent : found) {
        asking.execute(
            () -> {
              if (learn(agent)) {
                learned.set(true);
              }
            });
      }
    }
    return learned.get();
  }

  private boolean learn(Found agent) {
    AgentCommand command = agent.command();
    Path program = Path.of(command.argv().getFirst());
    KnownAgent like = agent.known() == null ? like(agent.speaks()).orElse(null) : agent.known();
    if (!program.isAbsolute() || like == null || !isItself(program, like)) {
      return false;
    }
    try {
      FileTime modified = Files.getLastModifiedTime(program);
      Version known = versions.get(program);
      if (known != null && known.modified().equals(modified)) {
        return false;
      }
      versions.put(program, new Version(modified, ask(program, command)));
      return true;
    } catch (IOException gone) {
      LOG.debug("{} is gone.", program, gone);
      return false;
    }
  }

  private static boolean isItself(Path program, KnownAgent like) {
    return String.valueOf(program.getFileName()).startsWith(like.program());
  }

  private @Nullable String ask(Path program, AgentCommand command) {
    try {
      Finished said =
          host.run(
              ProcessSpec.of(home, program.toString(), "--version").withEnv(command.env()),
              answers,
              Capture.DEFAULT);
      if (said.timedOut()) {
        LOG.info("{} does not answer when it is asked for its version.", program);
        return null;
      }
      Matcher version = VERSION.matcher(said.outText() + "\n" + said.errText());
      return version.find() ? version.group() : null;
    } catch (HostException failed) {
      LOG.info("{} does not tell its version: {}", program, failed.getMessage());
      return null;
    }
  }
}
