package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes a session's branch with the user's own git, and tells where a pull request is made. Only
 * ever on the user's word: pushing reaches out in their name, with their keys, and by what the
 * repository's configuration says, which {@link PublishPlace#notes()} tells where it starts
 * programs.
 *
 * <p>Any thread, blocking; pushing for up to ten minutes.
 */
public final class Publishing {
  /** Lines of output that are kept. */
  public static final int MAX_LINES = 200;

  private static final int MAX = 1 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Repository repository;
  private final Git git;
  private final GitPlace store;
  private final Map<String, String> environment;

  /**
   * @param environment the user's own, such as {@link System#getenv()}; only what reaching a server
   *     needs is taken of it
   */
  public Publishing(Repository repository, Map<String, String> environment) {
    this.repository = repository;
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
    this.environment = UserEnvironment.of(environment);
  }

  /** The remotes, as git lists them. */
  public List<Remote> remotes() throws GitException {
    var found = new ArrayList<Remote>();
    for (var name : git.run(store, "remote").text().lines().toList()) {
      if (!name.isEmpty()) {
        found.add(remote(name));
      }
    }
    return List.copyOf(found);
  }

  /**
   * Where work for a branch is pushed: what git is told for that branch ({@code pushRemote}, {@code
   * remote.pushDefault}, {@code remote}), else {@code origin}, else the only remote.
   *
   * @return empty when there is no remote
   */
  public Optional<PublishPlace> place(String target) throws GitException {
    var names = new HashSet<String>();
    git.run(store, "remote").text().lines().filter(l -> !l.isEmpty()).forEach(names::add);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var usual = names.contains("origin") || names.size() > 1 ? "origin" : names.iterator().next();
    var base = first(names, config("branch." + target + ".remote"), usual);
    var push =
        first(
            names, config("branch." + target + ".pushRemote"), config("remote.pushDefault"), base);
    if (base.isEmpty() || push.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new PublishPlace(target, remote(base), remote(push), notes(push)));
  }

  /**
   * Pushes and lets the branch follow the one there ({@code git push -u}, which notes that in the
   * repository's configuration). Never forces without being asked, and then only over what was last
   * seen there.
   *
   * @throws GitException when git cannot be run or there is no such branch; a refusal is a result
   */
  public PushResult push(PushRequest request) throws GitException {
    var ref = "refs/heads/" + request.branch();
    repository.localBranch(request.branch());
    var remote = request.place().push().name();
    var args = new ArrayList<String>();
    if (request.hooks()) {
      args.addAll(List.of("-c", "core.hooksPath=" + Unrun.folder(repository)));
    }
    args.addAll(List.of("push", "--porcelain", "--no-progress", "-u"));
    if (request.replace()) {
      var seen = named("refs/remotes/" + remote + "/" + request.branch());
      args.add("--force-with-lease=" + ref + ":" + seen);
    }
    args.addAll(List.of("--", remote, ref + ":" + ref));
    var said =
        git.run(
            GitCall.of(store, args)
                .with(environment)
                .within(LIMIT)
                .accepting(0, 1, 128)
                .cutAt(MAX));
    var out = new String(said.out(), StandardCharsets.UTF_8);
    return PushReport.of(request, said.exit(), out, said.err());
  }

  /** What was last seen of a branch where it would be pushed to; asks no server. */
  public RemoteBranch seen(PublishPlace place, String branch) throws GitException {
    var there = named("refs/remotes/" + place.push().name() + "/" + branch);
    if (there.isEmpty()) {
      return new RemoteBranch(RemoteBranch.Standing.ABSENT, "");
    }
    var here = repository.localBranch(branch);
    if (there.equals(here)) {
      return new RemoteBranch(RemoteBranch.Standing.SAME, there);
    }
    boolean behind =
        git.run(GitCall.of(store, "merge-base", "--is-ancestor", there, here).accepting(0, 1, 128))
                .exit()
            == 0;
    return new RemoteBranch(
        behind ? RemoteBranch.Standing.BEHIND : RemoteBranch.Standing.OTHER, there);
  }

  /** Whether a branch was ever seen where it would be pushed to; it may be gone here. */
  public boolean seenAtAll(PublishPlace place, String branch) throws GitException {
    return !named("refs/remotes/" + place.push().name() + "/" + branch).isEmpty();
  }

  private Remote remote(String name) throws GitException {
    var said =
        git.run(GitCall.of(store, "remote", "get-url", "--push", "--", name).accepting(0, 2, 128));
    return Remote.of(name, said.exit() == 0 ? said.text() : "");
  }

  private String named(String ref) throws GitException {
    return git.run(GitCall.of(store, "rev-parse", "--verify", "--quiet", ref).accepting(0, 1))
        .text();
  }

  private String config(String key) throws GitException {
    return git.run(GitCall.of(store, "config", "--get", key).accepting(0, 1, 2)).text();
  }

  private static String first(java.util.Set<String> names, String... wanted) {
    for (var name : wanted) {
      if (names.contains(name)) {
        return name;
      }
    }
    return "";
  }

  private List<String> notes(String remote) throws GitException {
    var notes = new ArrayList<String>();
    var said =
        git.run(
            GitCall.of(
                    store,
                    "config",
                    "-z",
                    "--local",
                    "--name-only",
                    "--get-regexp",
                    "^(core\\.(sshcommand|gitproxy|askpass)|credential\\..*helper|remote\\..*\\.(receivepack|vcs|proxy))$")
                .accepting(0, 1));
    var keys = said.fields().stream().distinct().limit(10).toList();
    if (!keys.isEmpty()) {
      notes.add(
          "This repository's own configuration starts programs when pushing (%s). Look that they are yours."
              .formatted(String.join(", ", keys)));
    }
    notes.addAll(Unrun.hooks(repository, "pre-push"));
    var address = remote(remote);
    if (address.shown().isEmpty()) {
      notes.add("The remote %s has no address.".formatted(remote));
    }
    return notes;
  }
}
