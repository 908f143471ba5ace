package dev.muster.engine.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command to start.
 *
 * @param argv the command and its arguments, never read by a shell
 * @param cwd the folder it runs in
 * @param env its whole environment: nothing is inherited; see {@link Environments}
 * @param stdin what it can read
 * @param mergeStderr whether standard error goes where standard output goes, in order
 * @param lifetime how its tree is tied to Muster's life
 */
public record ProcessSpec(
    List<String> argv,
    Path cwd,
    Map<String, String> env,
    Stdin stdin,
    boolean mergeStderr,
    Lifetime lifetime) {

  /** How a process tree is tied to Muster's life. */
  public enum Lifetime {
    /**
     * The default. The whole tree ends with the command and with Muster, daemons it left included.
     */
    GUARDED,
    /**
     * A command of Muster's own that starts nothing lasting, such as making a worktree: it alone is
     * told to terminate when Muster ends. Cheaper by one process.
     */
    BRIEF,
    /**
     * A command of Muster's own that is worse half done than done, such as moving a checkout: it
     * goes on to its end when Muster is killed, or interrupted at a terminal.
     */
    LASTING,
    /**
     * A command of Muster's own that ends by itself within moments, such as a question to git:
     * started as it is, which saves 2 of 5 ms. When Muster is killed it ends a moment later.
     */
    PASSING
  }

  public ProcessSpec {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    if (argv.isEmpty() || argv.getFirst().isEmpty()) {
      throw new IllegalArgumentException("a command needs a name");
    }
    for (var word : argv) {
      if (word.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a command's argument cannot hold a NUL character");
      }
    }
  }

  /** A guarded command with the scrubbed environment and nothing to read. */
  public static ProcessSpec of(Path cwd, String... argv) {
    return of(cwd, List.of(argv));
  }

  /** A guarded command with the scrubbed environment and nothing to read. */
  public static ProcessSpec of(Path cwd, List<String> argv) {
    return new ProcessSpec(
        argv, cwd, Environments.scrubbed(), Stdin.none(), false, Lifetime.GUARDED);
  }

  public ProcessSpec withEnv(Map<String, String> env) {
    return new ProcessSpec(argv, cwd, env, stdin, mergeStderr, lifetime);
  }

  public ProcessSpec withStdin(Stdin stdin) {
    return new ProcessSpec(argv, cwd, env, stdin, mergeStderr, lifetime);
  }

  public ProcessSpec withMergedStderr() {
    return new ProcessSpec(argv, cwd, env, stdin, true, lifetime);
  }

  public ProcessSpec withLifetime(Lifetime lifetime) {
    return new ProcessSpec(argv, cwd, env, stdin, mergeStderr, lifetime);
  }
}
