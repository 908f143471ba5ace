package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.PullRequestOpened;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.git.PullRequest.CheckState;
import dev.muster.engine.git.RemoteBranch.Standing;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.review.SessionPullRequests.Agreed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pull requests of what the Muster agent really made, with a real remote and a gh of the test. */
class SessionPullRequestsTest extends GreetingFixture {
  /** Knows the pull request as soon as it was told to make one. */
  private static final String GH =
      """
      case "$1 $2" in
      "auth status") [ ! -e signed-out ];;
      "pr create") [ ! -e refuses ] || { echo 'GraphQL: No way.' >&2; exit 1; }; cat >made;;
      "pr view") if [ -e made ]; then cat <<'J'
      {"number":7,"url":"https://github.com/ada/notes/pull/7","title":"Mend it","state":"OPEN","isDraft":false,
       "baseRefName":"main","headRefName":"x","headRefOid":"0123","mergeable":"MERGEABLE","reviewDecision":"",
       "statusCheckRollup":[{"__typename":"CheckRun","name":"build","status":"COMPLETED","conclusion":"SUCCESS","detailsUrl":""}]}
      J
      else echo 'no pull requests found for branch' >&2; exit 1; fi;;
      esac
      """;

  private Path remote;
  private Path bin;

  @Override
  protected void prepare() throws Exception {
    remote = dir.resolve("server.git");
    repository.git(dir, "init", "-q", "--bare", remote.toString());
    repository.git("push", "-q", remote.toString(), "main");
    repository.git("remote", "add", "origin", "git@github.com:ada/notes.git");
    bin = Files.createDirectories(dir.resolve("bin"));
    program("gh", "cd '%s'\n%s".formatted(bin, GH));
    // The way to the server leads to a folder of the test.
    program("ssh", "exec git-receive-pack '%s'\n".formatted(remote));
  }

  private void program(String name, String script) throws Exception {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Override
  protected Map<String, String> environment() {
    Map<String, String> env = new HashMap<>(repository.env());
    env.put("PATH", bin + ":" + System.getenv("PATH"));
    env.put("GIT_SSH_COMMAND", bin.resolve("ssh").toString());
    return env;
  }

  private SessionId greeting() throws Exception {
    return session(
        "Mend it",
        edit("c1", "helo", "hello"),
        run("c2", "sh greet.sh"),
        ScriptedReply.text("It says hello now."));
  }

  private PullRequestProposal propose(SessionId id) throws Exception {
    return done(engine.pullRequests().propose(id, null));
  }

  private OpenedPullRequest open(SessionId id, PullRequestProposal shown) throws Exception {
    Agreed agreed = new Agreed(shown.title(), shown.body(), false, false);
    return done(engine.pullRequests().open(id, shown, agreed));
  }

  @Test
  void a_pull_request_is_shown_first_then_committed_pushed_made_and_told() throws Exception {
    SessionId id = greeting();
    repository.write("notes.txt", "mine\n");
    Map<String, String> before = repository.everythingOfTheUser();
    PullRequestProposal shown = propose(id);
    assertThat(shown.gh()).isTrue();
    assertThat(shown.title()).isEqualTo("Mend it");
    assertThat(shown.body())
        .contains("It says hello now.")
        .contains("- `greet.sh` (+1 −1)")
        .contains("- `sh greet.sh`: exit 0, seen by Muster");
    assertThat(shown.uncommitted()).isEqualTo(1);
    assertThat(shown.tells().getFirst())
        .isEqualTo(shown.branch() + " is pushed to origin (git@github.com:ada/notes.git).");
    assertThat(repository.git(remote, "branch", "--list", "muster/*")).isEmpty();

    OpenedPullRequest opened = open(id, shown);
    assertThat(opened.problem()).isEmpty();
    assertThat(opened.request().number()).isEqualTo(7);
    assertThat(opened.sentence()).endsWith("The pull request is #7.");
    assertThat(repository.git(remote, "show", shown.branch() + ":greet.sh")).contains("hello");
    assertThat(bin.resolve("made")).content().contains("seen by Muster");
    PullRequestOpened told = new PullRequestOpened("https://github.com/ada/notes/pull/7");
    assertThat(events(id)).contains(told).anyMatch(Committed.class::isInstance);
    assertThat(engine.fleet().session(id).orElseThrow().pullRequest()).isEqualTo(told.url());

    PullRequest now = done(engine.pullRequests().look(id)).orElseThrow();
    assertThat(now.count(CheckState.PASSED)).isEqualTo(1);
    assertThat(events(id)).filteredOn(PullRequestOpened.class::isInstance).hasSize(1);
    done(engine.fleet().close(id, ClosedAs.PULL_REQUEST));
    assertThat(repository.git(remote, "show", shown.branch() + ":greet.sh")).contains("hello");
    assertThat(done(engine.pullRequests().look(id))).as("of a session that is over").isPresent();
    Map<String, String> after = repository.everythingOfTheUser();
    // What was pushed is known as that, and the branch follows it: git notes both.
    for (Map<String, String> all : List.of(before, after)) {
      all.keySet().removeIf(name -> name.contains("config") || name.equals("refs"));
    }
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void without_a_signed_in_gh_the_branch_is_pushed_and_the_page_shown() throws Exception {
    Files.writeString(bin.resolve("signed-out"), "");
    SessionId id = greeting();
    PullRequestProposal shown = propose(id);
    assertThat(shown.gh()).isFalse();
    assertThat(String.join(" ", shown.tells())).contains("gh is not signed in to github.com");
    OpenedPullRequest opened = open(id, shown);
    assertThat(opened.request()).isNull();
    assertThat(opened.page())
        .startsWith("https://github.com/ada/notes/compare/main..." + shown.branch())
        .contains("title=Mend%20it");
    assertThat(events(id)).noneMatch(PullRequestOpened.class::isInstance);
    assertThat(propose(id).there().standing()).isEqualTo(Standing.SAME);
  }

  @Test
  void what_gh_refuses_is_told_and_the_page_is_left() throws Exception {
    Files.writeString(bin.resolve("refuses"), "");
    SessionId id = greeting();
    OpenedPullRequest opened = open(id, propose(id));
    assertThat(opened.problem()).contains("No way.");
    assertThat(opened.page()).startsWith("https://github.com/ada/notes/compare/");
    assertThat(opened.sentence()).contains("is at origin now");
  }

  @Test
  void nothing_is_pushed_when_the_work_is_no_longer_what_was_shown() throws Exception {
    SessionId id = greeting();
    PullRequestProposal shown = propose(id);
    Path worktree = Path.of(engine.fleet().session(id).orElseThrow().worktree().path());
    TestRepository.write(worktree, "more.txt", "more\n");
    assertThatThrownBy(() -> open(id, shown)).hasMessageContaining("Nothing was pushed");
    assertThat(repository.git(remote, "branch", "--list", "muster/*")).isEmpty();
  }

  @Test
  void what_a_killed_muster_pushed_or_opened_is_told_and_goes_on_from_there() throws Exception {
    SessionId id = greeting();
    PullRequestProposal shown = propose(id);
    // As when Muster dies after the push.
    Path worktree = Path.of(engine.fleet().session(id).orElseThrow().worktree().path());
    repository.git(worktree, "commit", "-q", "-a", "-m", "Mend it");
    repository.git("push", "-q", remote.toString(), shown.branch());
    repository.git(
        "update-ref", "refs/remotes/origin/" + shown.branch(), "refs/heads/" + shown.branch());
    reopen();
    assertThat(done(engine.pullRequests().look(id))).isEmpty();
    PullRequestProposal again = propose(id);
    assertThat(again.tells().getFirst()).contains("already, as it is here");
    // As when it dies after gh made the pull request.
    Files.writeString(bin.resolve("made"), "");
    reopen();
    assertThat(done(engine.pullRequests().look(id)).orElseThrow().number()).isEqualTo(7);
    assertThat(events(id)).filteredOn(PullRequestOpened.class::isInstance).hasSize(1);
    assertThat(open(id, propose(id)).request().number()).isEqualTo(7);
    assertThat(events(id)).filteredOn(PullRequestOpened.class::isInstance).hasSize(1);
  }

  @Test
  void without_a_remote_it_says_how_to_get_one() throws Exception {
    SessionId id = greeting();
    repository.git("remote", "remove", "origin");
    assertThatThrownBy(() -> propose(id)).hasMessageContaining("git remote add origin");
    assertThat(done(engine.pullRequests().look(id))).isEmpty();
  }
}
