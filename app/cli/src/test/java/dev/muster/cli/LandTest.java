package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.control.ControlServer;
import dev.muster.engine.control.Desk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code muster land}, {@code undo-landing} and {@code pr}, on what the Muster agent wrote. */
@DisabledOnOs(OS.WINDOWS)
class LandTest extends CliFixture {
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private String id = "";

  @BeforeEach
  void work() throws Exception {
    environment.put("HOME", repository.env().get("HOME"));
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    server.script(
        ScriptedReply.call("c-1", "write", "{\"path\":\"answer.txt\",\"content\":\"right\\n\"}"),
        ScriptedReply.text("It is right."));
    says("run", "write the answer", "--agent", "muster-anthropic", "--mode", "edit");
    id = rows().getFirst().id().value();
    repository.git("branch", "release");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String says(String... args) {
    Typed typed = Typed.nobody();
    assertThat(muster(typed, args)).as(typed.err()).isZero();
    return typed.out();
  }

  private void refused(int exit, String sentence, String... args) {
    Typed typed = Typed.nobody();
    String before = refs();
    assertThat(muster(typed, args)).as(typed.err()).isEqualTo(exit);
    assertThat(typed.err()).startsWith("muster: ").contains(sentence);
    assertThat(refs()).isEqualTo(before);
  }

  private String refs() {
    return repository.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads");
  }

  private String at(String branch) {
    return repository.git("rev-parse", branch).strip();
  }

  private void landsAndTakesBack() {
    String before = refs();
    assertThat(says("land", id, "--onto", "release", "--dry-run"))
        .contains("release gets one commit with all changes of")
        .contains("1 file, +1 −0")
        .contains("Nothing was moved.");
    assertThat(refs()).isEqualTo(before);

    String release = at("release");
    assertThat(says("land", id.substring(0, 12), "--onto", "release", "--message", "The answer"))
        .contains("The work was squashed onto release")
        .contains("muster undo-landing " + id);
    assertThat(repository.git("show", "release:answer.txt")).isEqualTo("right\n");
    assertThat(repository.git("log", "-1", "--format=%B%P", "release").strip())
        .isEqualTo("The answer\n" + release);

    assertThat(says("undo-landing", id, "--dry-run")).contains("release goes back to", "Nothing");
    assertThat(says("undo-landing", id)).endsWith("Taken back.\n");
    assertThat(at("release")).isEqualTo(release);
    refused(2, "no landing that could be taken back", "undo-landing", id);

    assertThat(
            json(says("land", id, "--onto", "release", "--rebase", "--json"))
                .getFirst()
                .path("landed")
                .path("after")
                .asString())
        .isEqualTo(at("release"));
    assertThat(repository.git("status", "--porcelain")).isEmpty();
  }

  private void refusesAsTheWindowDoes() throws Exception {
    refused(2, "main is checked out in", "land", id, "--onto", "main");
    refused(2, "There is no branch “nowhere”", "land", id, "--onto", "nowhere");
    refused(2, "There is no session", "land", "zzz");
    refused(2, "Only one of", "land", id, "--merge", "--rebase");
    refused(2, "--message is empty", "land", id, "--message", " ");
    refused(2, "no place in it", "land", id, "--rebase", "--message", "x");
    refused(2, "take nothing but --json", "land", id, "--finish", "--merge");
    refused(2, "was left half done", "land", id, "--finish");
    refused(2, "no remote to push to", "pr", id);
    refused(2, "--title is empty", "pr", id, "--title", "");
    repository.write("README.md", "# Mine\n");
    refused(2, "which stays as it is", "land", id, "--onto", "main", "--forward-checkout");
    repository.git("checkout", "-q", "README.md");
    String main = at("main");
    says("land", id, "--onto", "main", "--merge", "--forward-checkout");
    assertThat(checkout().resolve("answer.txt")).hasContent("right\n");
    refused(2, "its checkout would go back with it", "undo-landing", id);
    says("undo-landing", id, "--with-checkout");
    assertThat(at("main")).isEqualTo(main);
    assertThat(checkout().resolve("answer.txt")).doesNotExist();
    says("land", id, "--onto", "main", "--new-branch");
    assertThat(repository.git("branch", "--list", "muster/landed/*")).isNotBlank();
    assertThat(at("main")).isEqualTo(main);
  }

  @Test
  void work_is_landed_taken_back_and_landed_again() {
    landsAndTakesBack();
  }

  @Test
  void what_the_window_refuses_is_refused_here_with_the_same_sentence() throws Exception {
    refusesAsTheWindowDoes();
  }

  @Test
  void conflicts_are_told_and_nothing_moves() {
    repository.sh(
        checkout(),
        "git switch -q release; echo wrong >answer.txt; git add -A; git commit -qm theirs; git"
            + " switch -q main");
    String before = refs();
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "land", id, "--onto", "release", "--rebase")).isEqualTo(1);
    assertThat(typed.out()).contains("1 of 1, conflicts with release").contains("answer.txt");
    assertThat(typed.err()).contains("nothing was moved");
    for (String way : List.of("--squash", "--merge")) {
      typed = Typed.nobody();
      assertThat(muster(typed, "land", id, "--onto", "release", way)).isEqualTo(1);
      assertThat(typed.out()).contains("answer.txt: release and muster/").contains("differently");
      assertThat(typed.out()).contains("counts all the same").doesNotContain("First");
      assertThat(typed.err())
          .contains("release, your checkout and the session's work are as they were")
          .contains("muster run --resume " + id + " \"Merge release into your branch");
    }
    assertThat(refs()).isEqualTo(before);
    assertThat(repository.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_landing_that_was_cut_short_is_finished_or_taken_back() {
    says("land", id, "--onto", "release");
    // As if it had been killed before its note was taken away.
    repository.git("update-ref", "refs/muster/landing/" + id, "refs/muster/landed/" + id + "/1");
    refused(2, "not finished", "land", id, "--onto", "main", "--new-branch");
    assertThat(says("land", id, "--finish"))
        .contains("only the note of it is missing")
        .contains("Finished: The work was squashed onto release");
    refused(2, "was left half done", "land", id, "--take-back");
  }

  @Test
  void a_branch_is_pushed_and_the_page_of_the_pull_request_told() throws Exception {
    repository.sh(
        checkout(), "git init -q --bare ../there.git; git remote add origin \"$PWD/../there.git\"");
    assertThat(says("pr", id, "--dry-run", "--title", "The answer"))
        .contains("is pushed to origin")
        .contains("Title: The answer")
        .contains("Nothing was pushed.");
    assertThat(repository.git("ls-remote", "origin")).isEmpty();
    assertThat(says("pr", id)).contains("is at origin now.");
    assertThat(repository.git("ls-remote", "origin")).contains("refs/heads/muster/");
  }

  @Test
  void all_of_it_beside_a_running_muster() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer door =
            ControlServer.open(
                folder,
                new Desk(
                    engine.fleet(),
                    engine.journal(),
                    engine.search(),
                    engine::agents,
                    java.util.List::of,
                    engine.importer(),
                    engine.keepers(),
                    () -> {}))) {
      landsAndTakesBack();
      assertThat(door.followed()).isZero();
    }
  }

  @Test
  void and_its_refusals_beside_a_running_muster() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment));
        ControlServer door =
            ControlServer.open(
                folder,
                new Desk(
                    engine.fleet(),
                    engine.journal(),
                    engine.search(),
                    engine::agents,
                    java.util.List::of,
                    engine.importer(),
                    engine.keepers(),
                    () -> {}))) {
      refusesAsTheWindowDoes();
      assertThat(door.followed()).isZero();
    }
  }
}
