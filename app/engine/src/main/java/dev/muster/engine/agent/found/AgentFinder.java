package dev.muster.engine.agent.found;

import dev.muster.engine.agent.AgentProfile.Availability;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for agents: those it knows by name and those the settings name. Safe for any thread; {@link
 * #look} reads some folders, {@link #versions} starts each program once.
 */
public final class AgentFinder {
  private static final Logger LOG = LoggerFactory.getLogger(AgentFinder.class);
  private static final Duration ANSWERS = Duration.ofSeconds(15);
  private static final Pattern VERSION = Pattern.compile("\\d+[.]\\d+[.]\\d+[\\w.+-]*");

  private final Map<String, String> environment;
  private final Path home;
  private final Host host;
  private final Map<String, Version> versions = new ConcurrentHashMap<>();

  private record Version(FileTime modified, @Nullable String text) {}

  /**
   * An agent that was looked for.
   *
   * @param known null for one that only the settings name
   * @param command how it is started; its availability says when it is not there
   */
  public record Found(@Nullable KnownAgent known, Speaks speaks, AgentCommand command) {}

  /**
   * A finder.
   *
   * @param environment Muster's own
   * @param host where versions are asked
   */
  public AgentFinder(Map<String, String> environment, Path home, Host host) {
    this.environment = environment;
    this.home = home;
    this.host = host;
  }

  /** What there is now; every known agent is in it, also one that is missing. */
  public List<Found> look(Settings settings) {
    Map<String, AgentEntry> entries = new HashMap<>();
    settings.agents().forEach(entry -> entries.put(entry.id(), entry));
    Programs programs = new Programs(environment, home);
    List<Found> found = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (KnownAgent known : KnownAgent.ALL) {
      AgentEntry entry = entries.get(known.id());
      taken.add(known.id());
      if (entry == null || entry.enabled()) {
        found.add(known(known, entry, programs));
      }
    }
    for (AgentEntry entry : settings.agents()) {
      if (entry.enabled() && taken.add(entry.id())) {
        found.add(named(entry, programs));
      }
    }
    return found;
  }

  private Found known(KnownAgent known, @Nullable AgentEntry entry, Programs programs) {
    Map<String, String> env = environment(known, entry, programs);
    String name = entry == null || entry.name() == null ? known.name() : entry.name();
    List<String> argv = new ArrayList<>();
    if (entry != null && !entry.command().isEmpty()) {
      argv.addAll(entry.command());
    } else {
      argv.add(known.program());
      argv.addAll(known.arguments());
    }
    Path program = program(argv.getFirst(), programs);
    if (program == null) {
      return new Found(
          known,
          known.speaks(),
          new AgentCommand(
              known.id(),
              name,
              argv,
              env,
              null,
              Availability.no("not installed", "Install it with: " + known.install())));
    }
    argv.set(0, program.toString());
    SignIn signedIn = SignIn.of(known, env, home);
    String version = versionOf(program);
    String status = signedIn.words();
    Availability availability =
        signedIn == SignIn.NO
            ? Availability.no(
                "installed, not signed in",
                "Sign in with: "
                    + known.login()
                    + ". Or name the variable with your key in the settings (pass_env)")
            : Availability.yes(status);
    return new Found(
        known,
        known.speaks(),
        new AgentCommand(known.id(), name, argv, env, version, availability));
  }

  private Found named(AgentEntry entry, Programs programs) {
    Speaks speaks =
        entry.kind() == null
            ? Speaks.ACP
            : switch (entry.kind()) {
              case CLAUDE -> Speaks.CLAUDE;
              case CODEX -> Speaks.CODEX;
              case ACP -> Speaks.ACP;
            };
    String name = entry.name() == null ? entry.id() : entry.name();
    Map<String, String> env = environment(null, entry, programs);
    List<String> argv = new ArrayList<>(entry.command());
    Path program = argv.isEmpty() ? null : program(argv.getFirst(), programs);
    if (program == null) {
      String missing = argv.isEmpty() ? "no command is given" : argv.getFirst() + " is not there";
      return new Found(
          null,
          speaks,
          new AgentCommand(
              entry.id(),
              name,
              argv.isEmpty() ? List.of(entry.id()) : argv,
              env,
              null,
              Availability.no(missing, "Correct its command in the settings.")));
    }
    argv.set(0, program.toString());
    return new Found(
        null,
        speaks,
        new AgentCommand(
            entry.id(),
            name,
            argv,
            env,
            versionOf(program),
            Availability.yes(SignIn.UNKNOWN.words())));
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
  private Map<String, String> environment(
      @Nullable KnownAgent known, @Nullable AgentEntry entry, Programs programs) {
    Map<String, String> env = new TreeMap<>(Environments.scrub(environment));
    env.put("PATH", programs.path());
    if (known != null && known.id().equals("opencode")) {
      env.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    }
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
    Version known = versions.get(program.toString());
    return known == null ? null : known.text();
  }

  /**
   * Asks every program that was found for its version; what is known already is not asked again.
   * Blocks, some seconds the first time.
   *
   * @return whether something was learned
   */
  public boolean versions(List<Found> found) {
    boolean learned = false;
    for (Found agent : found) {
      AgentCommand command = agent.command();
      Path program = Path.of(command.argv().getFirst());
      try {
        if (program.isAbsolute()) {
          FileTime modified = Files.getLastModifiedTime(program);
          Version known = versions.get(program.toString());
          if (known == null || !known.modified().equals(modified)) {
            versions.put(program.toString(), new Version(modified, ask(program, command)));
            learned = true;
          }
        }
      } catch (IOException gone) {
        LOG.debug("{} is gone.", program, gone);
      }
    }
    return learned;
  }

  private @Nullable String ask(Path program, AgentCommand command) {
    try {
      Finished said =
          host.run(
              ProcessSpec.of(home, program.toString(), "--version").withEnv(command.env()),
              ANSWERS,
              Capture.DEFAULT);
      Matcher version = VERSION.matcher(said.outText() + "\n" + said.errText());
      return version.find() ? version.group() : null;
    } catch (HostException failed) {
      LOG.info("{} does not tell its version: {}", program, failed.getMessage());
      return null;
    }
  }
}
