package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.review.ComparePoint.Kind;
import dev.muster.engine.session.Fleet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two turns of the Muster agent changed, against each state that is known of it. */
class ComparisonsTest extends GreetingFixture {
  private SessionId id;

  @BeforeEach
  void two_turns() throws Exception {
    server.script(
        edit("c1", "helo", "hello"),
        ScriptedReply.text("Done."),
        edit("c2", "hello", "hello, world"),
        ScriptedReply.text("Done again."));
    id = done(engine.fleet().create(spec("mend the greeting")));
    person.await(id, s -> s.state() == SessionState.READY);
    done(engine.fleet().prompt(id, "go on", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    person.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
  }

  private List<String> lines(String from, String to) throws Exception {
    Changeset changes = done(engine.comparisons().changes(id, from, to)).orElseThrow();
    FileChange file = changes.files().getFirst();
    FileDiff diff = done(engine.comparisons().diff(id, changes, file, CompareOptions.DEFAULT));
    return diff.hunks().getFirst().lines().stream()
        .map(line -> line.kind() + " " + line.text())
        .toList();
  }

  @Test
  void changes_are_told_against_the_base_against_a_turn_and_of_one_turn_alone() throws Exception {
    List<ComparePoint> points = done(engine.comparisons().points(id));
    assertThat(points).extracting(ComparePoint::kind).startsWith(Kind.BASE).contains(Kind.TURN);
    List<ComparePoint> turns =
        points.stream().filter(point -> point.kind() == Kind.TURN && point.turn() > 0).toList();
    assertThat(turns).extracting(ComparePoint::added).containsExactly(1, 1);

    assertThat(lines(null, null)).containsExactly("REMOVED echo helo", "ADDED echo hello, world");
    assertThat(lines(turns.getFirst().commit(), null))
        .containsExactly("REMOVED echo hello", "ADDED echo hello, world");
    assertThat(lines(null, turns.getFirst().commit()))
        .containsExactly("REMOVED echo helo", "ADDED echo hello");
  }

  @Test
  void the_target_is_offered_once_it_has_moved_and_the_user_s_checkout_stays_as_it_is()
      throws Exception {
    assertThat(done(engine.comparisons().points(id)))
        .extracting(ComparePoint::kind)
        .doesNotContain(Kind.TARGET);
    repository.write("other.txt", "theirs\n");
    repository.commit("Meanwhile");
    ComparePoint target =
        done(engine.comparisons().points(id)).stream()
            .filter(point -> point.kind() == Kind.TARGET)
            .findFirst()
            .orElseThrow();
    Changeset changes = done(engine.comparisons().changes(id, target.commit(), null)).orElseThrow();
    assertThat(changes.files())
        .extracting(FileChange::path)
        .containsExactlyInAnyOrder("greet.sh", "other.txt");
    assertThat(Files.readString(repository.root().resolve("greet.sh"))).isEqualTo("echo helo\n");
  }

  @Test
  void what_a_file_held_before_and_holds_now_can_be_read() throws Exception {
    Changeset changes = done(engine.comparisons().changes(id, null, null)).orElseThrow();
    FileChange file = changes.files().getFirst();
    assertThat(done(engine.comparisons().content(id, file.newId(), 100)).bytes())
        .isEqualTo("echo hello, world\n".getBytes(StandardCharsets.UTF_8));
    assertThat(done(engine.comparisons().content(id, file.oldId(), 4)).last()).isFalse();
  }

  @Test
  void another_session_is_something_to_compare_with_and_all_can_be_seen_together()
      throws Exception {
    SessionId other = done(engine.fleet().fork(id, 1, "Leave it", PermissionMode.EDIT));
    server.script(ScriptedReply.text("Left."));
    person.await(other, s -> s.state() == SessionState.READY);
    ComparePoint point =
        done(engine.comparisons().points(id)).stream()
            .filter(p -> p.kind() == Kind.SESSION)
            .findFirst()
            .orElseThrow();
    assertThat(point.name()).isEqualTo(engine.fleet().session(other).orElseThrow().title());
    Changeset between = done(engine.comparisons().changes(id, point.commit(), null)).orElseThrow();
    assertThat(between.files()).extracting(FileChange::path).containsExactly("greet.sh");
    assertThat(between.added()).isEqualTo(1);
    var together = done(engine.comparisons().together(id));
    assertThat(together.target()).isEqualTo("main");
    assertThat(together.merged().size() + together.leftOut().size()).isEqualTo(2);
  }
}
