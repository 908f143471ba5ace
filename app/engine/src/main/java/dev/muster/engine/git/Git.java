package dev.muster.engine.git;

import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.ProcessSpec.Lifetime;
import dev.muster.engine.host.Stdin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs git on a host, always the same careful way: no optional locks, no hooks, no file-system
 * monitor, no prompts, no automatic clean-up, no replaced objects, English and machine-readable
 * output, and a retry when somebody else holds one of git's locks for a moment.
 *
 * <p>One per engine: it also holds what keeps Muster's own git calls out of each other's way. Any
 * thread; every call blocks for as long as git takes, so call from virtual threads.
 */
public final class Git {
  private static final int MAX_ERR = 64 << 10;

  /** 50 ms doubled five times, then what is left of two seconds. */
  private static final int[] RETRIES_MILLIS = {50, 100, 200, 400, 800, 450};

  /** What may take longer than this is tied to Muster's life, but for what is to run on. */
  private static final Duration PASSING = Duration.ofMinutes(1);

  private static final List<String> ALWAYS =
      List.of(
          "git",
          "--no-optional-locks",
          "--no-pager",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.splitIndex=false",
          "-c",
          "core.untrackedCache=false",
          // With these, taking a file in would fail on its line ends or stop looking at it.
          "-c",
          "core.safecrlf=false",
          "-c",
          "core.ignoreStat=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false",
          "-c",
          "submodule.recurse=false",
          "-c",
          "log.showSignature=false",
          "-c",
          "color.ui=false",
          "-c",
          "i18n.commitEncoding=UTF-8",
          "-c",
          "i18n.logOutputEncoding=UTF-8");

  private final Host host;
  private final Map<String, String> environment;
  private final GitVersion version;
  private final RepositoryLocks locks = new RepositoryLocks();

  private Git(Host host, Map<String, String> environment, GitVersion version) {
    this.host = host;
    this.environment = environment;
    this.version = version;
  }

  /**
   * Finds git on a host.
   *
   * @throws GitException when there is none, or one older than {@link GitVersion#OLDEST}
   */
  public static Git on(Host host) throws GitException {
    return on(host, Environments.scrubbed());
  }

  /**
   * As {@link #on(Host)}, in another environment.
   *
   * @param environment where git's search path, home and configuration come from
   */
  public static Git on(Host host, Map<String, String> environment) throws GitException {
    var env = careful(environment);
    Finished said;
    try {
      said =
          host.run(
              ProcessSpec.of(Path.of("/"), "git", "version")
                  .withEnv(env)
                  .withLifetime(Lifetime.BRIEF),
              Duration.ofSeconds(30));
    } catch (HostException e) {
      throw new GitException(
          "Git was not found on %s. Install git %s or newer, then try again."
              .formatted(host.name(), GitVersion.OLDEST),
          String.valueOf(e.getMessage()),
          e);
    }
    var version = GitVersion.parse(said.outText());
    if (version.compareTo(GitVersion.OLDEST) < 0) {
      throw new GitException(
          "Git %s on %s is too old: Muster needs %s or newer."
              .formatted(version, host.name(), GitVersion.OLDEST));
    }
    return new Git(host, env, version);
  }

  public GitVersion version() {
    return version;
  }

  public Host host() {
    return host;
  }

  /** What keeps Muster's own calls on one repository apart. */
  RepositoryLocks locks() {
    return locks;
  }

  /**
   * Runs one command.
   *
   * @throws GitException when it ends with an exit code the call does not accept, takes too long,
   *     or says more than the call keeps
   */
  public GitResult run(GitCall call) throws GitException {
    for (int attempt = 0; ; attempt++) {
      var done = once(call);
      var result = new GitResult(done.exit(), done.out(), done.errText(), done.droppedOut() > 0);
      if (call.exits().contains(done.exit()) && !done.timedOut()) {
        if (result.cut() && !call.cut()) {
          throw new GitException(
              "“git %s” said more than Muster can hold (%,d bytes)."
                  .formatted(command(call), done.droppedOut() + call.maxOut()),
              detail(call, done));
        }
        return result;
      }
      if (done.timedOut()) {
        throw new GitException(
            "“git %s” was stopped because it took longer than %d seconds."
                .formatted(command(call), call.limit().toSeconds()),
            detail(call, done));
      }
      if (attempt == RETRIES_MILLIS.length || !GitSentences.isPassing(done.errText())) {
        throw new GitException(
            GitSentences.failure(command(call), done.exit(), done.errText()), detail(call, done));
      }
      pause(RETRIES_MILLIS[attempt], call);
    }
  }

  /**
   * Runs one command and hands its output on piece by piece; never tried again.
   *
   * @param more takes the next piece, on another thread and in order; false when it has enough,
   *     then the command is ended
   * @throws GitException when the command fails or takes too long, or {@code more} does
   */
  void stream(GitCall call, Predicate<byte[]> more) throws GitException {
    try {
      var stream = new GitStream(host.start(spec(call)), more);
      var ended = stream.read(call.limit());
      if (!ended.enough() && !call.exits().contains(ended.exit())) {
        throw new GitException(
            GitSentences.failure(command(call), ended.exit(), ended.err()), ended.err());
      }
    } catch (HostException e) {
      throw new GitException(
          "“git %s” could not be run: %s".formatted(command(call), e.getMessage()), "", e);
    }
  }

  /** Runs a command that needs nothing special. */
  public GitResult run(GitPlace place, String... args) throws GitException {
    return run(GitCall.of(place, args));
  }

  private ProcessSpec spec(GitCall call) {
    var line = new ArrayList<>(ALWAYS);
    line.addAll(call.args());
    var env = new HashMap<>(environment);
    env.putAll(call.env());
    put(env, "GIT_DIR", call.place().gitDir());
    put(env, "GIT_WORK_TREE", call.place().workTree());
    put(env, "GIT_INDEX_FILE", call.place().index());
    return ProcessSpec.of(call.place().cwd(), line)
        .withEnv(env)
        .withStdin(call.stdin().length == 0 ? Stdin.none() : Stdin.bytes(call.stdin()))
        .withLifetime(lifetime(call));
  }

  private static Lifetime lifetime(GitCall call) {
    if (call.runsOn()) {
      return Lifetime.LASTING;
    }
    return call.limit().compareTo(PASSING) <= 0 ? Lifetime.PASSING : Lifetime.BRIEF;
  }

  private Finished once(GitCall call) throws GitException {
    try {
      return host.run(spec(call), call.limit(), new Capture(call.maxOut(), MAX_ERR));
    } catch (HostException e) {
      throw new GitException(
          "“git %s” could not be run: %s".formatted(command(call), e.getMessage()), "", e);
    }
  }

  private static void put(Map<String, String> env, String name, @Nullable Path path) {
    if (path != null) {
      env.put(name, path.toString());
    }
  }

  private static Map<String, String> careful(Map<String, String> from) {
    var env = new TreeMap<>(from);
    env.keySet().removeIf(name -> name.startsWith("GIT_") || name.equals("LANGUAGE"));
    env.put("LC_ALL", "C");
    env.put("GIT_OPTIONAL_LOCKS", "0");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_NO_REPLACE_OBJECTS", "1");
    return env;
  }

  /** The command's first words, for a sentence. */
  private static String command(GitCall call) {
    var args = call.args();
    int from = 0;
    while (from + 1 < args.size() && args.get(from).equals("-c")) {
      from += 2;
    }
    var name = args.get(from);
    return name.equals("worktree") && args.size() > from + 1
        ? name + " " + args.get(from + 1)
        : name;
  }

  private static String detail(GitCall call, Finished done) {
    var line = "git " + String.join(" ", call.args());
    return "%s%nin %s%nexit code %d%n%s"
        .formatted(
            line.length() > 2000 ? line.substring(0, 2000) + "…" : line,
            call.place().cwd(),
            done.exit(),
            done.errText().strip());
  }

  private static void pause(int millis, GitCall call) throws GitException {
    try {
      Thread.sleep(millis); // the holder of a lock file does not tell when it is done
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(
          "“git %s” was not run: Muster was told to stop waiting.".formatted(command(call)), "", e);
    }
  }
}
