package dev.muster.engine.git;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One git command.
 *
 * @param place where it works
 * @param args its arguments, without {@code git}
 * @param stdin what it reads
 * @param env variables beyond those every call has
 * @param limit how long it may take
 * @param exits exit codes that are no failure
 * @param maxOut bytes of output that are kept
 * @param cut whether more output than that is cut; otherwise it is a failure
 * @param runsOn whether it goes on to its end when Muster is killed, however long it takes
 */
public record GitCall(
    GitPlace place,
    List<String> args,
    byte[] stdin,
    Map<String, String> env,
    Duration limit,
    Set<Integer> exits,
    int maxOut,
    boolean cut,
    boolean runsOn) {
  private static final byte[] NOTHING = {};

  public GitCall {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    exits = Set.copyOf(exits);
  }

  /** A command that reads nothing, may take a minute, say 64 MiB and must end with 0. */
  public static GitCall of(GitPlace place, String... args) {
    return of(place, List.of(args));
  }

  /** As {@link #of(GitPlace, String...)}. */
  public static GitCall of(GitPlace place, List<String> args) {
    return new GitCall(
        place, args, NOTHING, Map.of(), Duration.ofMinutes(1), Set.of(0), 64 << 20, false, false);
  }

  public GitCall reading(byte[] stdin) {
    return new GitCall(place, args, stdin, env, limit, exits, maxOut, cut, runsOn);
  }

  public GitCall with(Map<String, String> env) {
    return new GitCall(place, args, stdin, env, limit, exits, maxOut, cut, runsOn);
  }

  public GitCall within(Duration limit) {
    return new GitCall(place, args, stdin, env, limit, exits, maxOut, cut, runsOn);
  }

  /** Exit codes that are no failure. */
  public GitCall accepting(Integer... exits) {
    return new GitCall(place, args, stdin, env, limit, Set.of(exits), maxOut, cut, runsOn);
  }

  /** Output beyond this many bytes is dropped, see {@link GitResult#cut()}. */
  public GitCall cutAt(int bytes) {
    return new GitCall(place, args, stdin, env, limit, exits, bytes, true, runsOn);
  }

  /** Goes on to its end when Muster is killed: for what is worse when half of it is done. */
  public GitCall runningOn() {
    return new GitCall(place, args, stdin, env, limit, exits, maxOut, cut, true);
  }
}
