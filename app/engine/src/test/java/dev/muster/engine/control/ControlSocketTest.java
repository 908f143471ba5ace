package dev.muster.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.host.Eventually;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.OwnerLock;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Store;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ControlSocketTest extends ControlFixture {
  @Test
  void only_the_owner_can_open_the_socket() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.socket())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.socket().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void a_path_too_long_for_a_socket_is_replaced_by_a_short_one() throws Exception {
    DataFolder deep = DataFolder.at(home.resolve("a".repeat(60)).resolve("b".repeat(60)));
    try (Store other = Store.open(deep, Clock.systemUTC());
        var there =
            ControlServer.open(
                deep,
                new Desk(
                    fleet,
                    other.journal(),
                    other.search(),
                    () -> List.of(),
                    () -> List.of(),
                    null))) {
      assertThat(there.followed()).isZero();
      assertThat(deep.socket().toString()).hasSizeLessThan(101);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(deep.socket().getParent())))
          .isEqualTo("rwx------");
      assertThat(ControlClient.connect(deep)).isPresent();
    }
    assertThat(deep.socket()).doesNotExist();
  }

  @Test
  void raising_brings_the_window_to_the_front() throws Exception {
    assertThat(ControlClient.raise(folder)).isEqualTo(ControlClient.Raised.YES);
    assertThat(raised).hasValue(1);
  }

  @Test
  void of_two_that_start_at_once_the_second_raises_the_first_as_soon_as_it_answers()
      throws Exception {
    server.close();
    var lock = (OwnerLock.Outcome.Taken) OwnerLock.take(folder);
    try (OwnerLock owned = lock.lock()) {
      var second = CompletableFuture.supplyAsync(this::raise);
      assertThat(second).isNotDone();
      server = ControlServer.open(folder, desk(raised::incrementAndGet));
      assertThat(second.join()).isEqualTo(ControlClient.Raised.YES);
      assertThat(raised).hasValue(1);
    }
  }

  private ControlClient.Raised raise() {
    try {
      return ControlClient.raise(folder);
    } catch (ControlException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void raising_a_muster_without_a_window_says_so() throws Exception {
    server.close();
    server = ControlServer.open(folder, desk(null));
    assertThat(ControlClient.raise(folder)).isEqualTo(ControlClient.Raised.NO_WINDOW);
    assertThat(client().about().window()).isFalse();
  }

  @Test
  void where_nobody_answers_there_is_nobody() throws Exception {
    server.close();
    assertThat(folder.socket()).doesNotExist();
    assertThat(ControlClient.connect(folder)).isEmpty();
    assertThat(ControlClient.raise(folder)).isEqualTo(ControlClient.Raised.NOBODY);
  }

  @Test
  void the_socket_of_a_dead_muster_is_replaced() throws Exception {
    server.close();
    // A process that is killed leaves its socket file behind, and nobody behind it.
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(folder.socket()));
    dead.close();
    assertThat(folder.socket()).exists();
    assertThat(ControlClient.connect(folder)).isEmpty();

    server = ControlServer.open(folder, desk(raised::incrementAndGet));

    assertThat(client().about().pid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void a_task_is_handed_over_whole_and_streamed_back_in_order() throws Exception {
    var hearing = new Hearing(client(), task("Fix it\nwith \"quotes\" and ünïcode"));
    SessionId id = hearing.accepted.join();
    fleet.message(id, "one");
    fleet.message(id, "two\nlines");
    fleet.end(id, End.DONE);

    RunEnd end = hearing.end.join();
    assertThat(end.done()).isTrue();
    assertThat(end.state()).isEqualTo(SessionState.READY);
    assertThat(hearing.messages()).containsExactly("one", "two\nlines");
    assertThat(hearing.events).isEqualTo(store.journal().read(id, 1, 1000));
    var created = fleet.session(id).orElseThrow();
    assertThat(created.repository()).isEqualTo("/srv/a folder/répo");
    assertThat(created.mode()).isEqualTo(PermissionMode.SUGGEST);
    assertThat(created.model()).isEqualTo("big");
    assertThat(created.limits()).isEqualTo(new Limits(1_500_000L, null, 5));
    assertThat(created.title()).isEqualTo("Fix it");
  }

  @Test
  void the_next_turn_of_a_session_begins_where_the_last_one_ended() throws Exception {
    var first = new Hearing(client(), task("one"));
    SessionId id = first.accepted.join();
    fleet.end(id, End.FAILED);
    assertThat(first.end.join().done()).isFalse();

    var second =
        new Hearing(
            client(), new RunRequest.Next(id.value().substring(0, 9), "two", PermissionMode.EDIT));
    second.accepted.join();
    fleet.end(id, End.DONE);

    assertThat(second.end.join().done()).isTrue();
    assertThat(second.events.getFirst().seq()).isEqualTo(first.events.getLast().seq() + 1);
    assertThat(fleet.asked).contains("mode " + id + " EDIT");
  }

  @Test
  void a_new_session_that_begins_with_another_one_is_followed_from_its_beginning()
      throws Exception {
    var first = new Hearing(client(), task("one"));
    SessionId origin = first.accepted.join();
    fleet.end(origin, End.DONE);
    first.end.join();

    var second =
        new Hearing(
            client(),
            new RunRequest.Fork(origin.value().substring(0, 9), "two", PermissionMode.EDIT));
    SessionId id = second.accepted.join();
    fleet.end(id, End.DONE);

    assertThat(second.end.join().done()).isTrue();
    assertThat(id).isNotEqualTo(origin);
    assertThat(second.events).isEqualTo(store.journal().read(id, 1, 1000));
    assertThat(fleet.asked).contains("fork " + origin + " two EDIT");
    assertThatThrownBy(() -> client().run(new RunRequest.Fork("zzz", "x", null), second))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
  }

  @Test
  void two_clients_follow_two_turns_at_once() throws Exception {
    var a = new Hearing(client(), task("a"));
    var b = new Hearing(client(), task("b"));
    SessionId idA = a.accepted.join();
    SessionId idB = b.accepted.join();
    assertThat(server.followed()).isEqualTo(2);
    fleet.message(idB, "for b");
    fleet.end(idB, End.DONE);
    assertThat(b.end.join().done()).isTrue();
    fleet.message(idA, "for a");
    fleet.end(idA, End.INTERRUPTED);

    assertThat(a.end.join().state()).isEqualTo(SessionState.STOPPED);
    assertThat(a.messages()).containsExactly("for a");
    assertThat(b.messages()).containsExactly("for b");
    Eventually.until("no turn is followed", () -> server.followed() == 0);
    Eventually.until("nobody listens to the fleet", () -> fleet.listening() == 0);
  }

  @Test
  void a_refused_task_says_why() throws Exception {
    fleet.refusal = "The folder is not a git repository.";
    assertThatThrownBy(() -> client().run(task("x"), new Hearing(client(), task("y"))))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.code()).isEqualTo(Code.REFUSED))
        .hasMessage("The folder is not a git repository.");
  }

  @Test
  void answers_and_interruptions_reach_the_session() throws Exception {
    var hearing = new Hearing(client(), task("x"));
    SessionId id = hearing.accepted.join();
    client().answer(id, "r1", "rm -rf build", "once", null);
    client().answerQuestion(id, "q7", "the second");
    client().interrupt(id);
    assertThat(fleet.asked)
        .containsExactly(
            "answer " + id + " r1 rm -rf build once null",
            "question " + id + " q7 the second",
            "interrupt " + id);
    assertThat(hearing.end.join().state()).isEqualTo(SessionState.STOPPED);
    assertThatThrownBy(() -> client().interrupt(id)).hasMessageContaining("not at work");
  }

  @Test
  void a_peer_that_vanishes_leaves_the_session_to_the_window() throws Exception {
    var hearing = new Hearing(client(), task("x"));
    SessionId id = hearing.accepted.join();
    hearing.thread.interrupt();
    assertThatThrownBy(hearing.end::join).hasRootCauseInstanceOf(InterruptedException.class);
    Eventually.until("no turn is followed", () -> server.followed() == 0);
    assertThat(fleet.session(id).orElseThrow().state()).isEqualTo(SessionState.WORKING);
  }

  @Test
  void a_peer_that_vanishes_where_there_is_no_window_interrupts_its_session() throws Exception {
    server.close();
    server = ControlServer.open(folder, desk(null));
    var hearing = new Hearing(client(), task("x"));
    SessionId id = hearing.accepted.join();
    hearing.thread.interrupt();
    Eventually.until(
        "the session is stopped",
        () -> fleet.session(id).orElseThrow().state() == SessionState.STOPPED);
  }

  @Test
  void a_muster_that_ends_waits_for_the_tasks_of_others_and_takes_no_more() throws Exception {
    var hearing = new Hearing(client(), task("x"));
    SessionId id = hearing.accepted.join();
    var ended =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.endWhenIdle();
              } catch (InterruptedException never) {
                throw new IllegalStateException(never);
              }
            });
    assertThat(ended).isNotDone();
    fleet.end(id, End.DONE);
    ended.join();
    assertThatThrownBy(() -> client().run(task("y"), hearing))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.code()).isEqualTo(Code.BUSY));
  }

  @Test
  void sessions_hits_and_agents_come_as_they_are() throws Exception {
    var hearing = new Hearing(client(), task("Find the zebra"));
    SessionId id = hearing.accepted.join();
    fleet.end(id, End.DONE);
    hearing.end.join();

    assertThat(client().list(false)).isEqualTo(store.journal().sessions());
    List<Recorded> events = new ArrayList<>();
    assertThat(client().show(id.value().substring(0, 8), 3, events::add))
        .isEqualTo(store.journal().session(id).orElseThrow());
    assertThat(events).isEqualTo(store.journal().tail(id, 3));
    assertThat(client().agents()).containsExactly(AGENT);
    assertThat(client().installed()).containsExactly(INSTALLED);
    Search.Page page = client().search(Search.Query.of("zebra"));
    assertThat(page).isEqualTo(store.search().find(Search.Query.of("zebra")));
    assertThat(page.hits()).isNotEmpty();
    assertThatThrownBy(() -> client().show("zzz", 1, e -> {}))
        .hasMessageContaining("There is no session \"zzz\"");
  }

  @Test
  void an_ambiguous_beginning_of_an_id_names_the_candidates() throws Exception {
    fleet.create(task("a").spec()).join();
    fleet.create(task("b").spec()).join();
    assertThatThrownBy(() -> client().show("s", 0, e -> {}))
        .hasMessageContaining("2 sessions begin with \"s\"")
        .hasMessageContaining(fleet.created.get(0).value());
  }
}
