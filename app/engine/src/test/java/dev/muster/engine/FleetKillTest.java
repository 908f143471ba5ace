package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.OutcomeEvent.Dropped;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.team.Races;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next start finds of sessions that were begun, dropped or picked when Muster died. */
@EnabledOnOs(OS.LINUX)
class FleetKillTest extends GreetingFixture {
  private void killed(String at, String when, String... words) throws Exception {
    engine.close();
    KilledFleet.run(
        dir.resolve("home"), server.anthropicBaseUrl(), dir.resolve("killing"), at, when, words);
    reopen();
  }

  private SessionSnapshot now(SessionId id) {
    return engine.fleet().session(id).orElseThrow();
  }

  private Path tree(SessionId id) {
    return Path.of(now(id).worktree().path());
  }

  private void untilTold(SessionId id, String words) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (events(id).stream()
        .noneMatch(event -> event instanceof Noted note && note.text().contains(words))) {
      assertThat(Instant.now()).as(words + " is told").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void a_session_killed_while_its_worktree_was_made_is_begun_anew_when_it_is_resumed()
      throws Exception {
    Map<String, String> before = repository.everythingOfTheUser();
    killed("worktree add", "after", "begin", repository.root().toString());
    SessionId id = engine.fleet().sessions().getFirst().id();
    assertThat(now(id).state()).isEqualTo(SessionState.LOST);
    assertThat(now(id).reason()).contains("resume it to go on");
    assertThat(now(id).worktree()).isNull();
    server.script(edit("c1", "helo", "hello"), ScriptedReply.text("Done."));
    done(engine.fleet().resume(id));
    person.await(id, session -> session.state() == SessionState.READY);
    assertThat(now(id).worktree().branch()).isEqualTo("muster/mend-the-greeting");
    assertThat(tree(id).resolve("greet.sh")).hasContent("echo hello\n");
    assertThat(repository.git("branch", "--list", "muster/*").lines()).hasSize(1);
    assertThat(repository.git("worktree", "list").lines()).hasSize(2);
    assertThat(repository.everythingOfTheUser()).isEqualTo(before);
  }

  @Test
  void a_fork_that_was_cut_short_leaves_no_more_than_a_checkpoint() throws Exception {
    SessionId id = greeting("Mend it", "hello");
    int told = events(id).size();
    killed("update-ref refs/muster/" + id + "/1", "after", "fork", id.value());
    assertThat(engine.fleet().sessions()).hasSize(1);
    assertThat(events(id)).hasSize(told);
    assertThat(tree(id).resolve("greet.sh")).hasContent("echo hello\n");
    server.script(ScriptedReply.text("Done."));
    SessionId forked = done(engine.fleet().fork(id, "Shorter", null));
    person.await(forked, session -> session.state() == SessionState.READY);
    assertThat(tree(forked).resolve("greet.sh")).hasContent("echo hello\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void a_drop_that_was_cut_short_is_told_and_done_again(String when) throws Exception {
    SessionId id = greeting("Mend it", "hello");
    String archive = "refs/muster/archive/" + id;
    Map<String, String> before = repository.everythingOfTheUser();
    killed("worktree remove", when, "drop", id.value());
    untilTold(id, archive);
    assertThat(repository.git("show", archive + ":greet.sh")).isEqualTo("echo hello\n");
    reopen();
    done(engine.fleet().close(id, ClosedAs.DROPPED));
    assertThat(now(id).closedAs()).isEqualTo(ClosedAs.DROPPED);
    assertThat(events(id))
        .contains(new Dropped(archive))
        .filteredOn(event -> event instanceof Noted note && note.text().contains("not there any"))
        .as("told once, however often Muster starts")
        .hasSize(1);
    assertThat(events(id))
        .anyMatch(
            event ->
                event instanceof Noted note
                    && note.text().startsWith("To get it back: ")
                    && note.text().endsWith(archive));
    assertThat(repository.git("show", archive + ":greet.sh")).isEqualTo("echo hello\n");
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    assertThat(repository.everythingOfTheUser()).isEqualTo(before);
  }

  @Test
  void a_worktree_that_was_on_its_way_to_the_trash_is_put_back_and_its_session_goes_on()
      throws Exception {
    SessionId id = greeting("Mend it", "hello");
    Path tree = tree(id);
    engine.close();
    // No call of git lies between this and the renaming that comes after it.
    Files.move(tree, Files.createDirectories(trash()).resolve(id.value()));
    reopen();
    untilTold(id, "It is back in its place");
    assertThat(tree.resolve("greet.sh")).hasContent("echo hello\n");
    server.script(edit("c2", "hello", "hi"), ScriptedReply.text("Done."));
    done(engine.fleet().prompt(id, "Shorter", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    person.await(id, session -> session.state() == SessionState.READY && session.turn() == 2);
    assertThat(tree.resolve("greet.sh")).hasContent("echo hi\n");
    done(engine.fleet().close(id, ClosedAs.DROPPED));
    assertThat(events(id)).contains(new Dropped("refs/muster/archive/" + id));
    assertThat(tree).doesNotExist();
  }

  private Path trash() {
    return DataFolder.at(dir.resolve("home")).trash();
  }

  @Test
  void a_pick_that_was_cut_short_is_done_again() throws Exception {
    SessionId one = greeting("Mend it", "hello");
    SessionId two = greeting("Mend it", "hallo");
    SessionId three = greeting("Mend it", "hullo");
    killed("worktree remove", "after", "pick", one.value(), two.value(), three.value());
    untilTold(two, "refs/muster/archive/" + two);
    assertThat(tree(three).resolve("greet.sh")).hasContent("echo hullo\n");
    assertThat(done(engine.races().of(one)).sessions()).containsExactly(one, two, three);

    Races.Picked picked = done(engine.races().pick(one, List.of(two, three)));

    assertThat(picked.problems()).isEmpty();
    assertThat(picked.dropped()).containsExactly(two, three);
    for (SessionId id : picked.dropped()) {
      assertThat(repository.git("show", "refs/muster/archive/" + id + ":greet.sh"))
          .isEqualTo(id.equals(two) ? "echo hallo\n" : "echo hullo\n");
      assertThat(events(one))
          .anyMatch(event -> event instanceof Noted note && note.text().contains(id.value()));
    }
    assertThat(tree(one).resolve("greet.sh")).hasContent("echo hello\n");
  }
}
