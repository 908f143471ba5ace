package dev.muster.engine.git;

import dev.muster.engine.host.Host;

/**
 * Runs git on a host, always the same careful way: no optional locks, no hooks, no file-system
 * monitor, no prompts, no automatic clean-up, English and machine-readable output, and a retry when
 * somebody else holds one of git's locks for a moment.
 *
 * <p>One per engine: it also holds what keeps Muster's own git calls out of each other's way. Any
 * thread; every call blocks for as long as git takes, so call from virtual threads.
 */
public final class Git {

  private final Host host;

  private Git(Host host) {
    this.host = host;
  }

  /**
   * Finds git on a host.
   *
   * @throws GitException when there is none, or one older than {@link GitVersion#OLDEST}
   */
  public static Git on(Host host) throws GitException {
    return new Git(host);
  }

  public GitVersion version() {
    return GitVersion.OLDEST;
  }

  /**
   * Runs one command.
   *
   * @throws GitException when it ends with an exit code the call does not accept, takes too long,
   *     or says more than the call allows
   */
  public GitResult run(GitCall call) throws GitException {
    throw new GitException("No git on " + host.name() + ".");
  }

  /** Runs a command that needs nothing special. */
  public GitResult run(GitPlace place, String... args) throws GitException {
    return run(GitCall.of(place, args));
  }
}
