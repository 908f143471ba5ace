package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.session.PuppetAgent.Puppet;
import dev.muster.engine.store.Storing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Agents while the disk takes no writing: held rather than blind, and nothing is lost by it. */
@EnabledOnOs(OS.LINUX)
class HeldFleetTest {
  private static final int MESSAGE = 100_000;

  @TempDir Path folder;
  private TinyDisk disk;
  private TinyDisk repository;
  private FleetHarness muster;
  private final List<Storing> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    disk = TinyDisk.at(folder.resolve("home"), 96);
    repository = TinyDisk.at(folder.resolve("shop"), 4);
    muster = FleetHarness.in(folder);
    muster
        .fleet()
        .subscribe(
            new Ears() {
              @Override
              public void storing(Storing now) {
                told.add(now);
              }
            });
  }

  @AfterEach
  void close() throws Exception {
    if (muster != null) {
      disk.free();
      repository.free();
      muster.close();
      disk.close();
      repository.close();
    }
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private Puppet working(String task) throws Exception {
    done(muster.fleet().create(muster.task(task)));
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    muster.await(puppet.launch.session(), s -> s.state() == SessionState.WORKING);
    return puppet;
  }

  /** Talks until nothing more is taken from it; gives how much it has said. */
  private AtomicInteger talking(Puppet puppet) {
    AtomicInteger said = new AtomicInteger();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              for (int n = 0; n < 150; n++) {
                puppet.say(new MessageAdded("m" + n, n + " " + incompressible(n), null));
                said.incrementAndGet();
              }
            });
    return said;
  }

  private static String incompressible(long seed) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(seed).ints(MESSAGE, 'A', 'z').forEach(c -> text.append((char) c));
    return text.toString();
  }

  private void held() throws Exception {
    muster.until(() -> muster.fleet().storing() instanceof Storing.Held);
    muster.until(() -> told.stream().anyMatch(Storing.Held.class::isInstance));
  }

  @Test
  void agents_are_held_while_the_disk_is_full_and_all_goes_on_by_itself() throws Exception {
    Puppet talks = working("Talk");
    Puppet asks = working("Ask");
    Puppet rests = working("Rest");
    rests.end(TurnEvent.End.DONE);
    muster.await(rests.launch.session(), s -> s.state() == SessionState.READY);
    disk.fill(1_500_000);
    AtomicInteger said = talking(talks);
    held();

    // What is asked now is not answered, although the mode would let it through.
    CompletableFuture<Decision> answer =
        asks.launch
            .gate()
            .request(
                new ActionRequest(
                    "r1",
                    null,
                    "read",
                    Subject.READ,
                    "README.md",
                    null,
                    List.of(asks.launch.worktree().resolve("README.md")),
                    null,
                    null),
                List.of());
    CompletableFuture<String> prompt =
        muster
            .fleet()
            .prompt(rests.launch.session(), "More", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE);
    assertThatThrownBy(() -> done(muster.fleet().startNow(rests.launch.session())))
        .hasMessageContaining("Nothing can be stored now");
    int soFar = said.get();
    assertThat(soFar).as("it is not read on").isLessThan(150);
    assertThat(answer).isNotDone();
    assertThat(prompt).isNotDone();
    assertThat(rests.taken).hasSize(1);

    disk.free();
    assertThat(done(answer).allowed()).isTrue();
    done(prompt);
    assertThat(rests.prompted().text()).isEqualTo("More");
    muster.until(() -> said.get() == 150);
    muster.until(() -> muster.kinds(talks.launch.session(), MessageAdded.class).size() == 150);
    assertThat(muster.journal().check()).isEmpty();
    assertThat(told).last().isInstanceOf(Storing.Fine.class);
  }

  @Test
  void an_agent_that_was_held_for_long_is_interrupted_and_goes_on_when_it_can_be_stored()
      throws Exception {
    Puppet talks = working("Talk");
    SessionId id = talks.launch.session();
    disk.fill(1_000_000);
    muster.hurry = 60;
    AtomicInteger said = talking(talks);
    held();
    muster.until(() -> !talks.inTurn);
    muster.hurry = 1;
    disk.free();
    Puppet again = talks.closed ? muster.agent().next() : talks;
    assertThat(again.prompted().text()).contains(AgentRun.GO_ON);
    muster.until(() -> said.get() == 150);
    again.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(muster.kinds(id, Noted.class).toString()).contains("It goes on, as it can be");
    assertThat(muster.journal().check()).isEmpty();
  }

  @Test
  void a_checkpoint_that_finds_no_room_is_told_and_the_session_stays_whole() throws Exception {
    Puppet works = working("Work");
    SessionId id = works.launch.session();
    Files.writeString(works.launch.worktree().resolve("big"), incompressible(7));
    repository.fill(0);
    works.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY);
    assertThat(muster.kinds(id, CheckpointMade.class)).isEmpty();
    assertThat(muster.kinds(id, Noted.class).toString()).contains("No checkpoint of this turn");
    assertThat(works.launch.worktree().resolve("big")).hasContent(incompressible(7));

    repository.free();
    done(muster.fleet().prompt(id, "Go on", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE));
    works.prompted();
    works.end(TurnEvent.End.DONE);
    muster.await(id, s -> s.state() == SessionState.READY && s.turn() == 2);
    assertThat(muster.kinds(id, CheckpointMade.class)).hasSize(1);
  }
}
