package dev.muster.engine.review;

import static dev.muster.engine.host.Eventually.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent.CommentsSent;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Part;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A review of what the Muster agent really changed, in a whole engine. */
class ReviewsTest extends GreetingFixture {
  private SessionId id;

  @BeforeEach
  void mend() throws Exception {
    id = session("mend the greeting", edit("c1", "helo", "hello"), ScriptedReply.text("Done."));
  }

  private ReviewState review() throws Exception {
    return done(engine.reviews().state(id));
  }

  @Test
  void drafts_outlast_a_restart_and_go_to_the_agent_as_one_prompt_that_says_where()
      throws Exception {
    Place line = new Place("greet.sh", Side.NEW, 1, 1, "echo hello", null);
    String first = done(engine.reviews().comment(id, null, line, "With a capital letter."));
    String second = done(engine.reviews().comment(id, null, null, "Where is the test?"));
    String third = done(engine.reviews().comment(id, null, null, "Never mind."));
    done(engine.reviews().dismiss(id, third));
    done(engine.reviews().comment(id, second, null, "Write a test, too."));
    reopen();

    assertThat(review().drafts())
        .extracting(Comment::text)
        .containsExactly("With a capital letter.", "Write a test, too.");
    List<String> all = List.of(first, second, third);
    server.script(ScriptedReply.text("I saw to it."));
    var both =
        List.of(
            engine.reviews().send(id, all, Fleet.Way.STEER),
            engine.reviews().send(id, all, Fleet.Way.STEER));
    String promptId = done(both.getFirst());
    assertThatThrownBy(() -> done(both.getLast()))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no comment to send");
    person.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);

    assertThat(review().comments())
        .filteredOn(c -> c.status() == Comment.Status.SENT)
        .hasSize(2)
        .allMatch(c -> promptId.equals(c.promptId()) && c.sentInTurn() == 2);
    String told = server.requests().getLast().body().path("messages").toString();
    assertThat(told)
        .contains("greet.sh, line 1", "> echo hello", "With a capital letter.", "On the whole")
        .doesNotContain("Never mind.");
  }

  @Test
  void comments_that_were_about_to_be_sent_when_muster_died_are_drafts_again() throws Exception {
    String comment = done(engine.reviews().comment(id, null, null, "Why?"));
    ReviewFold fold = new ReviewFold();
    engine.journal().replay(id, fold::apply);
    Recorded last = engine.journal().tail(id, 1).getFirst();
    fold.apply(
        new Recorded(
            id, last.seq() + 1, last.at(), 1, new CommentsSent("never", List.of(comment))));
    assertThat(fold.state().drafts()).extracting(Comment::id).containsExactly(comment);
  }

  @Test
  void what_is_dropped_and_edited_is_told_survives_a_restart_and_can_be_put_back()
      throws Exception {
    Changeset changes = done(engine.changes(id)).orElseThrow();
    FileChange file = changes.files().getFirst();
    FileDiff diff = done(engine.diff(id, changes, file));
    Path inWorktree =
        Path.of(engine.fleet().session(id).orElseThrow().worktree().path()).resolve("greet.sh");
    done(engine.reviews().drop(id, List.of(Part.hunk(file, diff.hunks().getFirst()))));
    assertThat(inWorktree).hasContent("echo helo");
    person.await(id, s -> s.changes().files().isEmpty());
    assertThatThrownBy(
            () ->
                done(engine.reviews().drop(id, List.of(Part.hunk(file, diff.hunks().getFirst())))))
        .hasMessageContaining("changed");

    reopen();
    assertThat(done(engine.reviews().settle(id))).isFalse();
    DroppedPart dropped = review().dropped().getFirst();
    assertThat(dropped.path()).isEqualTo("greet.sh");
    assertThat(repository.git("rev-parse", dropped.ref())).isNotBlank();
    done(engine.reviews().putBack(id, dropped.id()));
    assertThat(inWorktree).hasContent("echo hello");
    assertThat(review().dropped().getFirst().restored()).isTrue();

    done(engine.reviews().edit(id, "greet.sh", file.newId(), "echo Hello\n".getBytes(UTF_8)));
    assertThat(inWorktree).hasContent("echo Hello");
    assertThat(review().dropped())
        .extracting(DroppedPart::what)
        .first()
        .isEqualTo("your edit of greet.sh");
    done(engine.reviews().putBack(id, review().dropped().getFirst().id()));
    assertThat(inWorktree).hasContent("echo hello");
    assertThat(repository.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_file_stays_viewed_as_long_as_it_is_what_was_seen() throws Exception {
    done(engine.reviews().viewed(id, "greet.sh", "b1", true));
    done(engine.reviews().viewed(id, "other.sh", "b2", true));
    done(engine.reviews().viewed(id, "other.sh", "b2", false));
    assertThat(review().viewed()).isEqualTo(Map.of("greet.sh", "b1"));
  }

  @Test
  void while_somebody_works_on_the_files_no_turn_begins_and_then_it_does() throws Exception {
    server.script(ScriptedReply.text("I went on."));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<Integer> work =
        engine
            .reviews()
            .atRest(
                id,
                session -> {
                  begun.countDown();
                  try {
                    assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
                    Path worktree = Path.of(session.worktree().path());
                    Files.writeString(worktree.resolve("mine.txt"), "mine\n");
                    return server.requests().size();
                  } catch (Exception broken) {
                    throw new FleetException(broken.toString(), broken);
                  }
                });
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    done(engine.fleet().prompt(id, "go on", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    person.await(id, s -> s.state() == SessionState.QUEUED);
    mayEnd.countDown();

    assertThat(done(work)).as("the model was asked by then").isEqualTo(2);
    person.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
    person.await(id, s -> s.changes().files().size() == 2);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void nothing_is_done_to_the_files_while_the_agent_works() throws Exception {
    server.script(ScriptedReply.call("c2", "run", "{\"command\":\"sleep 1000\"}"));
    done(engine.fleet().prompt(id, "sleep", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    person.await(id, s -> s.state() == SessionState.WORKING && s.turn() == 2);
    assertThatThrownBy(() -> done(engine.reviews().atRest(id, session -> 1)))
        .hasMessageContaining("at work");
  }

  @Test
  void what_a_reviewer_finds_becomes_comments_once_and_its_session_ends() throws Exception {
    server.script(
        ScriptedReply.text(
            """
            I looked at {it}.
            ```json
            {"findings": [
              {"path": "greet.sh", "line": 1, "severity": "high", "text": "No full stop."},
              {"path": "../../etc/passwd", "line": 3, "text": "Look at this."},
              {"path": "", "line": 0, "severity": "low", "text": "No test."}]}
            ```
            """));
    List<SessionId> reviewers =
        done(engine.reviews().run(id, List.of("correctness"), "muster-anthropic", null));
    assertThat(reviewers).hasSize(1);
    person.await(reviewers.getFirst(), s -> s.state() == SessionState.CLOSED);

    String asked = server.requests().getLast().body().path("messages").toString();
    assertThat(asked).contains("greet.sh", "- echo helo", "+ echo hello", "Look for mistakes");
    assertThat(review().runs()).hasSize(1).allMatch(run -> run.findings() == 3);
    List<Comment> found = review().comments();
    assertThat(found).extracting(Comment::by).containsOnly("correctness");
    assertThat(found).extracting(Comment::severity).containsExactly("high", "medium", "low");
    assertThat(found.getFirst().place())
        .isEqualTo(new Place("greet.sh", Side.NEW, 1, 1, "echo hello", null));
    assertThat(found.get(1).place()).isNull();
    assertThat(found.get(1).text()).startsWith("../../etc/passwd: ");
    assertThat(repository.git("status", "--porcelain")).isEmpty();

    server.script(ScriptedReply.text("It has one now."));
    done(engine.reviews().send(id, List.of(found.getFirst().id()), Fleet.Way.STEER));
    person.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
    assertThat(server.requests().getLast().body().path("messages").toString())
        .contains("found by the reviewer “correctness”", "No full stop.");
  }

  @Test
  void an_answer_without_findings_in_the_asked_form_is_told_and_not_taken_in_twice()
      throws Exception {
    server.script(ScriptedReply.text("Looks good to me."));
    SessionId reviewer =
        done(engine.reviews().run(id, List.of("security"), "muster-anthropic", null)).getFirst();
    until("its answer was looked at", () -> !review().runs().isEmpty());
    assertThat(review().runs().getFirst().problem()).contains("in the form");
    reopen();
    assertThat(engine.fleet().session(reviewer).orElseThrow().state())
        .isEqualTo(SessionState.READY);
    server.script(ScriptedReply.text("{\"findings\": []}"));
    done(
        engine.fleet().prompt(reviewer, "As JSON!", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    person.await(reviewer, s -> s.state() == SessionState.CLOSED);
    assertThat(review().runs()).extracting(ReviewRun::problem).hasSize(2).last().isNull();
  }

  @Test
  void own_reviewers_are_files_and_take_the_place_of_those_of_the_same_name() throws Exception {
    Path own = engine.folder().config().resolve("reviewers");
    Files.createDirectories(own);
    Files.writeString(own.resolve("speed.md"), "Look for what is slow.");
    Files.writeString(own.resolve("tests.md"), "Every public method has a test.");
    Files.writeString(own.resolve("simplicity.md"), "");
    Files.writeString(own.resolve("no good name.md"), "?");
    assertThat(done(engine.reviews().reviewers()))
        .extracting(Reviewer::name)
        .containsExactly("correctness", "security", "tests", "speed");
    assertThat(done(engine.reviews().reviewers()).get(2).prompt()).startsWith("Every public");
    assertThatThrownBy(
            () -> done(engine.reviews().run(id, List.of("simplicity"), "rehearsal", null)))
        .hasMessageContaining("no such reviewer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}{",
        "{\"findings\"",
        "{\"findings\": 1}",
        "{\"findings\": [}",
        "{\"findings\": [\"text\"], \"x\": }"
      })
  void what_is_no_list_of_findings_is_told_as_a_problem(String answer) {
    assertThat(Findings.read(answer).problem()).isNotNull();
    assertThat(Findings.read(answer).findings()).isEmpty();
  }
}
