package dev.muster.engine.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.GreetingFixture;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.review.ComparePoint.Kind;
import dev.muster.engine.review.PastFiles.Past;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionReplay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private Past past(long seq) throws Exception {
    Optional<PastFiles.Kept> kept =
        engine.journal().ofKinds(id, Set.of("CheckpointMade")).stream()
            .filter(made -> made.seq() <= seq)
            .reduce((_, later) -> later)
            .map(made -> new PastFiles.Kept(made.turn(), ((CheckpointMade) made.event()).commit()));
    SessionReplay replay = new SessionReplay(engine.stories(), id, seq);
    return engine.comparisons().past().at(replay.at(seq), () -> kept).orElse(null);
  }

  private List<String> pastLines(long seq) throws Exception {
    Past past = past(seq);
    if (past == null || past.changes().files().isEmpty()) {
      return List.of();
    }
    FileDiff diff =
        engine
            .comparisons()
            .past()
            .diff(
                new SessionReplay(engine.stories(), id, seq).at(seq),
                past.changes(),
                past.changes().files().getFirst());
    return diff.hunks().getFirst().lines().stream()
        .map(line -> line.kind() + " " + line.text())
        .toList();
  }

  @Test
  void what_had_changed_at_any_moment_is_told_of_a_session_that_is_over_too() throws Exception {
    done(engine.fleet().close(id, ClosedAs.DROPPED));
    List<Recorded> kept = engine.journal().ofKinds(id, Set.of("CheckpointMade"));
    Recorded first =
        kept.stream().filter(made -> made.turn() == 1).reduce((_, b) -> b).orElseThrow();
    Recorded second = kept.getLast();
    assertThat(past(1)).as("no worktree yet").isNull();
    assertThat(pastLines(first.seq())).containsExactly("REMOVED echo helo", "ADDED echo hello");
    assertThat(pastLines(second.seq()))
        .containsExactly("REMOVED echo helo", "ADDED echo hello, world");
    assertThat(past(second.seq()).origin()).isEqualTo(PastFiles.Origin.SEEN);
    assertThat(second.seq()).isGreaterThan(first.seq());
  }

  @Test
  void where_git_holds_a_moment_no_more_it_is_said() throws Exception {
    List<Recorded> kept = engine.journal().ofKinds(id, Set.of("CheckpointMade"));
    long end = kept.getLast().seq();
    assertThat(pastLines(end)).isNotEmpty();
    done(engine.fleet().close(id, ClosedAs.DROPPED));
    for (String ref :
        repository.git("for-each-ref", "--format=%(refname)", "refs/muster").split("\\s+")) {
      if (!ref.isBlank()) {
        repository.git("update-ref", "-d", ref);
      }
    }
    for (String branch :
        repository.git("for-each-ref", "--format=%(refname)", "refs/heads/muster").split("\\s+")) {
      if (!branch.isBlank()) {
        repository.git("update-ref", "-d", branch);
      }
    }
    repository.git("reflog", "expire", "--expire=now", "--all");
    repository.git("gc", "--prune=now", "--quiet");
    assertThatThrownBy(() -> past(end))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("Neither the state Muster saw")
        .hasMessageContaining("the checkpoint of turn 2");
    Files.move(repository.root(), dir.resolve("elsewhere"));
    assertThatThrownBy(() -> past(end))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("is not there any more");
  }
}
