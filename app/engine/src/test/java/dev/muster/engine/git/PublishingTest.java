package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.PullRequest.CheckState;
import dev.muster.engine.git.PushResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushing a session's branch and its pull request, by the user's own git and gh. */
class PublishingTest {
  @TempDir Path dir;
  private TestRepository test;
  private TestSessions sessions;
  private SessionWork work;
  private Path server;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    sessions = new TestSessions(test, dir.resolve("data"));
    test.write("a.txt", "1\n");
    test.commit("one");
    server = dir.resolve("server.git");
    test.git(dir, "init", "-q", "--bare", server.toString());
    test.git("remote", "add", "origin", server.toString());
    test.git("push", "-q", "origin", "main");
    work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    sessions.commit(work, "two");
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Publishing publishing() throws Exception {
    return new Publishing(test.open(), test.env());
  }

  private PushRequest request(boolean hooks, boolean replace) throws Exception {
    return new PushRequest(publishing().place("main").orElseThrow(), "muster/abc", hooks, replace);
  }

  @Test
  void a_branch_is_pushed_and_followed_and_pushed_again_it_is_there_already() throws Exception {
    var result = publishing().push(request(false, false));
    assertThat(result.outcome()).isEqualTo(Outcome.PUSHED);
    assertThat(result.sentence()).contains("muster/abc was pushed to origin");
    assertThat(test.git(server, "rev-parse", "muster/abc"))
        .isEqualTo(test.git("rev-parse", "muster/abc"));
    assertThat(test.git("rev-parse", "--abbrev-ref", "muster/abc@{upstream}").strip())
        .isEqualTo("origin/muster/abc");
    assertThat(publishing().push(request(false, false)).outcome()).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void a_branch_with_other_commits_there_is_only_replaced_when_asked_and_as_it_was_seen()
      throws Exception {
    publishing().push(request(false, false));
    test.sh(work.worktree(), "git commit -q --amend -m rewritten");
    var behind = publishing().push(request(false, false));
    assertThat(behind.outcome()).isEqualTo(Outcome.BEHIND);
    assertThat(behind.ok()).isFalse();
    assertThat(publishing().push(request(false, true)).outcome()).isEqualTo(Outcome.PUSHED);
    var theirs = test.git(server, "commit-tree", "-m", "x", "main^{tree}").strip();
    // Somebody else pushed there, which was not seen here.
    test.git(server, "update-ref", "refs/heads/muster/abc", theirs);
    assertThat(publishing().push(request(false, true)).outcome()).isEqualTo(Outcome.BEHIND);
    assertThat(test.git(server, "rev-parse", "muster/abc").strip()).isEqualTo(theirs);
  }

  @Test
  void a_refusal_of_the_server_is_a_sentence_with_its_words() throws Exception {
    var hook = server.resolve("hooks/pre-receive");
    Files.writeString(
        hook,
        "#!/bin/sh\n"
            + "echo 'No work on Fridays.' >&2\n"
            + "echo see https://example.org/why >&2\n"
            + "exit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    var result = publishing().push(request(false, false));
    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.sentence()).contains("origin refused").contains("No work on Fridays");
    assertThat(result.link()).isEqualTo("https://example.org/why");
  }

  @Test
  void the_users_own_hook_runs_only_when_asked() throws Exception {
    test.sh(
        test.root(),
        "printf '#!/bin/sh\\ntouch $HOME/ran\\nexit 1\\n' >.git/hooks/pre-push; chmod +x"
            + " .git/hooks/pre-push");
    assertThat(String.join(" ", publishing().place("main").orElseThrow().notes()))
        .contains("pre-push");
    assertThat(publishing().push(request(true, false)).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(test.sh(test.root(), "ls $HOME")).contains("ran");
    assertThat(publishing().push(request(false, false)).outcome()).isEqualTo(Outcome.PUSHED);
  }

  @Test
  void a_server_that_is_not_there_is_told_without_the_password_of_its_address() throws Exception {
    test.git("remote", "set-url", "origin", "http://ada:s3cret@127.0.0.1:1/ada/notes.git");
    var result = publishing().push(request(false, false));
    assertThat(result.outcome()).isEqualTo(Outcome.NOT_REACHED);
    assertThat(result.sentence()).contains("http://127.0.0.1:1/ada/notes.git");
    assertThat(result + " " + request(false, false)).doesNotContain("s3cret");
  }

  @Test
  void programs_in_the_repositorys_own_settings_are_told_and_ext_addresses_do_not_run()
      throws Exception {
    test.git("config", "core.sshCommand", "touch $HOME/ran;");
    assertThat(publishing().place("main").orElseThrow().notes().getFirst())
        .contains("core.sshcommand");
    test.git("config", "protocol.ext.allow", "always");
    test.git("remote", "set-url", "origin", "ext::sh -c touch%20$HOME/ran");
    assertThat(publishing().push(request(false, false)).ok()).isFalse();
    assertThat(test.sh(test.root(), "ls $HOME")).doesNotContain("ran");
  }

  @Test
  void the_remote_is_the_one_that_git_would_push_to() throws Exception {
    test.git("remote", "add", "fork", "git@github.com:ada/notes.git");
    test.git("remote", "set-url", "origin", "https://github.com/team/notes");
    assertThat(publishing().place("main").orElseThrow().push().name()).isEqualTo("origin");
    test.git("config", "remote.pushDefault", "fork");
    var place = publishing().place("main").orElseThrow();
    assertThat(place.push().name()).isEqualTo("fork");
    assertThat(place.base().name()).isEqualTo("origin");
    assertThat(CompareUrl.of(place, "muster/abc", "A title", ""))
        .isEqualTo(
            "https://github.com/team/notes/compare/main...ada:muster/abc?expand=1&title=A%20title");
    test.git("remote", "remove", "fork");
    test.git("remote", "remove", "origin");
    assertThat(publishing().place("main")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          https://ada:tok@github.com/ada/notes.git          | https://github.com/ada/notes.git          | https://github.com/ada/notes/compare/main...x/y?expand=1
          git@github.com:ada/notes.git                      | git@github.com:ada/notes.git              | https://github.com/ada/notes/compare/main...x/y?expand=1
          ssh://git@github.com:22/ada/notes                 | ssh://git@github.com:22/ada/notes         | https://github.com/ada/notes/compare/main...x/y?expand=1
          https://oauth2:tok@gitlab.example.org/a/b/c.git   | https://gitlab.example.org/a/b/c.git      | https://gitlab.example.org/a/b/c/-/merge_requests/new?merge_request%5Bsource_branch%5D=x%2Fy&merge_request%5Btarget_branch%5D=main
          git@bitbucket.org:ada/notes.git                   | git@bitbucket.org:ada/notes.git           | https://bitbucket.org/ada/notes/pull-requests/new?source=x%2Fy&dest=main
          https://codeberg.org/ada/notes.git?token=tok      | https://codeberg.org/ada/notes.git        | https://codeberg.org/ada/notes/compare/main...x/y
          http://gitea.local:3000/ada/notes                 | http://gitea.local:3000/ada/notes         | http://gitea.local:3000/ada/notes/compare/main...x/y
          https://code.example.org/ada/notes                | https://code.example.org/ada/notes        | ``
          /srv/git/notes.git                                | /srv/git/notes.git                        | ``
          file:///srv/git/notes.git                         | file:///srv/git/notes.git                 | ``
          """)
  void addresses_are_read_and_shown_without_secrets(String address, String shown, String compare) {
    var remote = Remote.of("origin", address);
    assertThat(remote.shown()).isEqualTo(shown);
    var place = new PublishPlace("main", remote, remote, java.util.List.of());
    assertThat(CompareUrl.of(place, "x/y", "", "")).isEqualTo(compare);
  }

  @Test
  void a_body_that_is_too_long_for_an_address_is_left_out() {
    var remote = Remote.of("origin", "https://github.com/ada/notes");
    var place = new PublishPlace("main", remote, remote, java.util.List.of());
    assertThat(CompareUrl.of(place, "x", "t", "short")).endsWith("&body=short");
    assertThat(CompareUrl.of(place, "x", "t", "long ".repeat(2000))).endsWith("&title=t");
  }

  /** A gh that notes what it is told and says what a file beside it has. */
  private PullRequests gh(String script) throws Exception {
    var bin = Files.createDirectories(dir.resolve("bin"));
    var gh = bin.resolve("gh");
    Files.writeString(
        gh,
        "#!/bin/sh\ncd '%s'\nfor a in \"$@\"; do echo \"$a\" >>args; done\n%s\n"
            .formatted(bin, script));
    assertThat(gh.toFile().setExecutable(true)).isTrue();
    Map<String, String> env = new HashMap<>(test.env());
    env.put("PATH", bin + ":" + env.get("PATH"));
    env.put("GH_TOKEN", "from the user");
    env.put("SECRET_OF_ANOTHER", "not for gh");
    return new PullRequests(test.open(), env);
  }

  private PublishPlace github() throws Exception {
    test.git("remote", "set-url", "origin", "git@github.com:ada/notes.git");
    return publishing().place("main").orElseThrow();
  }

  private static final String VIEW =
      """
      env >env
      case "$2" in
      create) cat >body; echo https://github.com/ada/notes/pull/7;;
      view) cat <<'J'
      {"number":7,"url":"https://github.com/ada/notes/pull/7","title":"A title","state":"OPEN","isDraft":false,
       "baseRefName":"main","headRefName":"muster/abc","headRefOid":"0123","mergeable":"MERGEABLE","reviewDecision":"",
       "statusCheckRollup":[
        {"__typename":"CheckRun","name":"build","status":"COMPLETED","conclusion":"SUCCESS","detailsUrl":"https://x/1"},
        {"__typename":"CheckRun","name":"lint","status":"IN_PROGRESS","conclusion":"","detailsUrl":"javascript:x"},
        {"__typename":"CheckRun","name":"old","status":"COMPLETED","conclusion":"SKIPPED","detailsUrl":""},
        {"__typename":"StatusContext","context":"deploy","state":"ERROR","targetUrl":"https://x/2"}]}
      J
      ;;
      --version) echo gh version 2.60.0;;
      esac
      """;

  @Test
  void a_pull_request_is_made_with_title_and_body_and_shows_its_checks() throws Exception {
    var place = github();
    var requests = gh(VIEW);
    assertThat(requests.available(place)).isTrue();
    var made = requests.create(place, "muster/abc", "A title", "Body\nwith \"lines\"\n", true);
    assertThat(made.number()).isEqualTo(7);
    assertThat(made.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(made.checks())
        .extracting(c -> c.name() + " " + c.state() + " " + c.url())
        .containsExactly(
            "build PASSED https://x/1",
            "lint RUNNING ",
            "old SKIPPED ",
            "deploy FAILED https://x/2");
    assertThat(made.count(CheckState.FAILED)).isEqualTo(1);
    assertThat(dir.resolve("bin/body")).hasContent("Body\nwith \"lines\"\n");
    assertThat(Files.readString(dir.resolve("bin/args")))
        .contains(
            "--repo=github.com/ada/notes\n--base=main\n--head=muster/abc\n--title=A"
                + " title\n--body-file=-\n--draft\n");
    assertThat(Files.readString(dir.resolve("bin/env")))
        .contains("GH_TOKEN=")
        .contains("GH_PROMPT_DISABLED=1")
        .doesNotContain("SECRET_OF_ANOTHER");
  }

  @Test
  void no_pull_request_is_no_failure_and_one_that_exists_is_that_one() throws Exception {
    var place = github();
    assertThat(
            gh("echo 'no pull requests found for branch \"muster/abc\"' >&2; exit 1")
                .view(place, "muster/abc"))
        .isEmpty();
    var exists =
        gh("[ \"$2\" = create ] && { echo 'a pull request already exists' >&2; exit 1; }\n" + VIEW);
    assertThat(exists.create(place, "muster/abc", "t", "b", false).number()).isEqualTo(7);
  }

  @Test
  void what_gh_refuses_is_a_sentence() throws Exception {
    var place = github();
    assertThatThrownBy(
            () ->
                gh("echo 'To get started with GitHub CLI, please run:  gh auth login' >&2; exit 4")
                    .create(place, "muster/abc", "t", "b", false))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("not signed in");
    assertThatThrownBy(
            () ->
                gh("echo 'GraphQL: No commits between main and x (createPullRequest)' >&2; exit 1")
                    .create(place, "muster/abc", "t", "b", false))
        .hasMessageContaining("No commits between");
    assertThatThrownBy(() -> gh("echo '{'").view(place, "muster/abc"))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> gh(VIEW).create(place, "muster/abc", " ", "b", false))
        .hasMessageContaining("needs a title");
  }

  @Test
  void without_gh_or_on_another_site_there_is_the_page_to_make_one_by_hand() throws Exception {
    var place = github();
    var none = new HashMap<>(test.env());
    none.put("PATH", dir.resolve("nothing").toString());
    var requests = new PullRequests(test.open(), none);
    assertThat(requests.available(place)).isFalse();
    assertThatThrownBy(() -> requests.view(place, "x")).hasMessageContaining("cli.github.com");
    test.git("remote", "set-url", "origin", "git@gitlab.com:ada/notes.git");
    assertThat(gh(VIEW).available(publishing().place("main").orElseThrow())).isFalse();
  }
}
