package dev.muster.engine.git;

import dev.muster.engine.host.Capture;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.Stdin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes and looks at pull requests with the user's own {@code gh}, where there is one. Without it,
 * {@link CompareUrl} has the page to make one by hand.
 *
 * <p>Any thread, blocking for as long as the server takes, at most a minute.
 */
public final class PullRequests {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Capture CAPTURE = new Capture(4 << 20, 64 << 10);

  private final Host host;
  private final Path root;
  private final Map<String, String> environment;

  /**
   * @param environment the user's own, such as {@link System#getenv()}; only what gh needs is taken
   *     of it
   */
  public PullRequests(Repository repository, Map<String, String> environment) {
    this.host = repository.git().host();
    this.root = repository.root();
    var env = new TreeMap<>(Environments.scrub(environment));
    env.putAll(UserEnvironment.of(environment));
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GH_PROMPT_DISABLED", "1");
    env.put("GH_NO_UPDATE_NOTIFIER", "1");
    env.put("GH_SPINNER_DISABLED", "1");
    env.put("NO_COLOR", "1");
    env.put("LC_ALL", "C");
    this.environment = env;
  }

  /** Whether there is a gh, and the place is one it knows. */
  public boolean available(PublishPlace place) {
    if (place.base().forge() != Forge.GITHUB) {
      return false;
    }
    try {
      return gh("", List.of("--version")).ok();
    } catch (GitException e) {
      return false; // there is none: that is the answer
    }
  }

  /**
   * Whether gh is signed in to the place's server; asks the server, so it takes as long as that
   * does.
   */
  public boolean signedIn(PublishPlace place) {
    try {
      return gh("", List.of("auth", "status", "--hostname=" + place.base().host())).ok();
    } catch (GitException e) {
      return false; // there is none: that is the answer
    }
  }

  /**
   * Makes a pull request of a pushed branch. When there is one already, it is that one.
   *
   * @param body its text, in Markdown
   * @throws GitException with a sentence when gh or the server refuses
   */
  public PullRequest create(
      PublishPlace place, String branch, String title, String body, boolean draft)
      throws GitException {
    if (title.isBlank()) {
      throw new GitException("A pull request needs a title. Write one, then try again.");
    }
    var args =
        new ArrayList<>(
            List.of(
                "pr",
                "create",
                "--repo=" + repo(place),
                "--base=" + place.target(),
                "--head=" + head(place, branch),
                "--title=" + title.strip(),
                "--body-file=-"));
    if (draft) {
      args.add("--draft");
    }
    var said = gh(body, args);
    if (!said.ok() && !said.errText().contains("already exists")) {
      throw refused("No pull request was made", said);
    }
    var made = view(place, branch);
    if (made.isEmpty()) {
      throw new GitException(
          "gh made a pull request, and the server does not show it yet. Look again in a moment.",
          Remote.withoutSecrets(said.outText()));
    }
    return made.get();
  }

  /**
   * The pull request of a branch as it stands now, with its checks.
   *
   * @return empty when there is none
   * @throws GitException with a sentence when gh or the server refuses
   */
  public Optional<PullRequest> view(PublishPlace place, String branch) throws GitException {
    var said =
        gh(
            "",
            List.of(
                "pr",
                "view",
                "--repo=" + repo(place),
                "--json=" + PullRequestJson.FIELDS,
                "--",
                head(place, branch)));
    if (said.ok()) {
      return Optional.of(PullRequestJson.parse(said.outText()));
    }
    if (said.errText().contains("no pull requests found")
        || said.errText().contains("no open pull requests")) {
      return Optional.empty();
    }
    throw refused("The pull request cannot be looked at", said);
  }

  /**
   * Shows a page in the user's browser, which goes on by itself.
   *
   * @throws GitException with a sentence when there is no way to open one
   */
  public void browse(String page) throws GitException {
    if (!page.startsWith("https://") && !page.startsWith("http://")) {
      throw new GitException("Only pages of the web are opened, and “%s” is none.".formatted(page));
    }
    // In a session of its own, so that a browser that begins now does not end with Muster.
    var line =
        System.getProperty("os.name", "").startsWith("Mac")
            ? List.of("open", page)
            : List.of(
                "sh", "-c", "command -v xdg-open && exec setsid -f xdg-open \"$1\"", "sh", page);
    try {
      if (host.run(ProcessSpec.of(root, line).withEnv(environment), LIMIT, CAPTURE).ok()) {
        return;
      }
    } catch (HostException e) {
      throw new GitException("No browser could be opened. Copy the address instead.", "", e);
    }
    throw new GitException("There is no xdg-open to open a browser. Copy the address instead.");
  }

  private static String repo(PublishPlace place) {
    return place.base().host() + "/" + place.base().path();
  }

  private static String head(PublishPlace place, String branch) {
    return place.fork() ? place.push().owner() + ":" + branch : branch;
  }

  private static GitException refused(String what, Finished said) {
    var err = Remote.withoutSecrets(said.errText()).strip();
    if (said.timedOut()) {
      return new GitException(
          what + ": the server did not answer within a minute. Try again later.", err);
    }
    if (err.contains("gh auth login") || err.contains("HTTP 401")) {
      return new GitException(
          what + ": gh is not signed in. Run “gh auth login” in a terminal, then try again.", err);
    }
    var reason = err.lines().filter(l -> !l.isBlank()).findFirst().orElse("gh does not say why");
    reason = reason.length() > 300 ? reason.substring(0, 300) + "…" : reason;
    return new GitException(
        "%s: %s%s".formatted(what, reason, reason.endsWith(".") ? "" : "."), err);
  }

  private Finished gh(String input, List<String> args) throws GitException {
    var line = new ArrayList<>(List.of("gh"));
    line.addAll(args);
    try {
      return host.run(
          ProcessSpec.of(root, line)
              .withEnv(environment)
              .withStdin(
                  input.isEmpty()
                      ? Stdin.none()
                      : Stdin.bytes(input.getBytes(StandardCharsets.UTF_8))),
          LIMIT,
          CAPTURE);
    } catch (HostException e) {
      throw new GitException(
          "gh could not be run: %s Install it from https://cli.github.com, or make the pull request in the browser."
              .formatted(e.getMessage()),
          "",
          e);
    }
  }
}
