package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.session.PuppetAgent.Puppet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New sessions that begin with what was said in one that is over or was imported. */
class ForkTest {
  private static final SessionId IMPORTED = SessionId.ofImported("puppet", "abc-1");

  @TempDir Path folder;
  private FleetHarness muster;

  @BeforeEach
  void open() throws Exception {
    muster = FleetHarness.in(folder);
  }

  @AfterEach
  void close() {
    muster.close();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private void imported(String agent, String where) {
    muster
        .journal()
        .appendAll(
            IMPORTED,
            0,
            List.of(
                new SessionCreated(
                    "Old talk",
                    "p",
                    "shop",
                    where,
                    agent,
                    "Puppet",
                    null,
                    PermissionMode.SUGGEST,
                    "",
                    Limits.NONE,
                    false,
                    Map.of(SessionCreated.IMPORTED, "abc-1")),
                new StateChanged(SessionState.QUEUED, SessionState.CLOSED, "Imported.", null)))
        .join();
  }

  private Puppet forked(SessionId origin, @Nullable PermissionMode mode) throws Exception {
    SessionId id = done(muster.fleet().fork(origin, "Go on", mode));
    assertThat(id).isNotEqualTo(origin);
    Puppet puppet = muster.agent().next();
    assertThat(puppet.prompted().text()).isEqualTo("Go on");
    assertThat(puppet.launch.session()).isEqualTo(id);
    return puppet;
  }

  private void refused(String... words) {
    int before = muster.journal().sessions().size();
    assertThatThrownBy(() -> done(muster.fleet().fork(IMPORTED, "Go on", null)))
        .hasCauseInstanceOf(FleetException.class)
        .satisfies(failure -> assertThat(failure.getCause()).hasMessageContainingAll(words));
    muster.journal().flush();
    assertThat(muster.journal().sessions()).hasSize(before);
    assertThat(muster.agent().noneOpened()).isTrue();
  }

  @Test
  void an_imported_conversation_goes_on_in_a_worktree_of_its_own() throws Exception {
    imported("puppet", muster.checkout().toString());
    String before = muster.fingerprint();

    Puppet puppet = forked(IMPORTED, null);

    assertThat(puppet.launch.options()).isEqualTo(Map.of(AgentLaunch.FORK, "abc-1"));
    assertThat(puppet.launch.resumeToken()).isNull();
    assertThat(puppet.launch.mode()).isEqualTo(PermissionMode.SUGGEST);
    assertThat(puppet.launch.worktree()).isNotEqualTo(muster.checkout());
    assertThat(puppet.launch.worktree().resolve("README.md")).hasContent("A shop.\n");
    assertThat(muster.fingerprint()).isEqualTo(before);
    assertThat(muster.journal().read(IMPORTED, 1, 100)).hasSize(2);
    assertThat(muster.fleet().session(IMPORTED)).isEmpty();
  }

  @Test
  void the_mode_can_be_chosen() throws Exception {
    imported("puppet", muster.checkout().toString());
    assertThat(forked(IMPORTED, PermissionMode.EDIT).launch.mode()).isEqualTo(PermissionMode.EDIT);
  }

  @Test
  void a_session_that_is_over_can_be_gone_on_with_in_another_one() throws Exception {
    SessionId origin = done(muster.fleet().create(muster.task("Begin")));
    Puppet first = muster.agent().next();
    first.say(new AgentStarted(1, null, null, null, "talk-7"));
    first.prompted();
    Files.writeString(first.launch.worktree().resolve("made.txt"), "made");
    first.end(TurnEvent.End.DONE);
    muster.await(origin, s -> s.state() == SessionState.READY);
    done(muster.fleet().close(origin, ClosedAs.KEPT));
    muster.reopen();
    assertThat(muster.fleet().session(origin)).isEmpty();

    Puppet second = forked(origin, null);

    assertThat(second.launch.options()).containsEntry(AgentLaunch.FORK, "talk-7");
    assertThat(second.launch.mode()).isEqualTo(PermissionMode.EDIT);
    assertThat(second.launch.worktree().resolve("made.txt")).hasContent("made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/folder", "", "shop", "a\0b"})
  void where_its_folder_is_gone_nothing_is_begun_and_that_is_said(String where) {
    imported("puppet", where);
    refused("“" + where + "” is not there any more", "What was said is kept");
  }

  @Test
  void where_its_folder_is_no_repository_nothing_is_begun_and_that_is_said() throws Exception {
    imported("puppet", Files.createDirectories(folder.resolve("plain")).toString());
    refused("plain” is not in a git repository");
  }

  @Test
  void an_agent_that_cannot_go_on_with_it_is_told_what_was_said() throws Exception {
    imported("puppet", muster.checkout().toString());
    muster.agent().forks = false;
    done(muster.fleet().fork(IMPORTED, "Go on", null));
    Puppet puppet = muster.agent().next();
    assertThat(puppet.launch.options()).isEmpty();
    assertThat(puppet.prompted().text()).contains("“Old talk”").endsWith("Go on");
  }

  @Test
  void an_agent_that_cannot_be_started_is_told_with_its_remedy() {
    imported("puppet", muster.checkout().toString());
    muster.agent().availability = Availability.no("not signed in", "Tie the strings on.");
    refused("Puppet cannot be started: not signed in. Tie the strings on.");
  }

  @Test
  void an_agent_that_is_not_here_is_named() {
    imported("marionette", muster.checkout().toString());
    refused("There is no agent \"marionette\" here");
  }

  @Test
  void what_is_not_in_the_journal_cannot_be_gone_on_with() {
    refused("There is no session " + IMPORTED);
  }
}
