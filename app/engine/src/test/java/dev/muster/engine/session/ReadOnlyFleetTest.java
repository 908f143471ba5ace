package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.Gate.Decision;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.session.PuppetAgent.Puppet;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.Storing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/** Agents while the disk has become read-only: told, held rather than blind, and nothing torn. */
@EnabledOnOs(OS.LINUX)
class ReadOnlyFleetTest {
  private static final int MESSAGES = 20_000;

  @TempDir Path folder;
  private BreakingDisk disk;
  private FleetHarness muster;
  private final List<Storing> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    disk = BreakingDisk.at(folder.resolve("home"), folder.resolve("disk.img"), 512);
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
    try {
      if (muster != null) {
        shutDown();
      }
    } finally {
      if (disk != null) {
        disk.close();
      }
    }
  }

  /** As Muster ends: it does not wait for a disk. */
  private void shutDown() {
    muster.journal().stopHolding();
    muster.close();
    muster = null;
  }

  private Puppet working(String task) throws Exception {
    muster.fleet().create(muster.task(task)).get(60, TimeUnit.SECONDS);
    Puppet puppet = muster.agent().next();
    puppet.prompted();
    muster.await(puppet.launch.session(), s -> s.state() == SessionState.WORKING);
    return puppet;
  }

  /** Talks on a thread of its own, until nothing more is taken from it. */
  private static final class Talk {
    private final AtomicInteger said = new AtomicInteger();
    private final Thread thread;

    Talk(Puppet puppet) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    for (int n = 0; n < MESSAGES; n++) {
                      puppet.say(new MessageAdded("m" + n, n + " " + "long ".repeat(20), null));
                      said.incrementAndGet();
                    }
                  });
    }

    /** It waits, and has not said all. */
    boolean isHeld() {
      return thread.getState() == Thread.State.WAITING && said.get() < MESSAGES;
    }
  }

  private CompletableFuture<Decision> asks(Puppet puppet) {
    return puppet
        .launch
        .gate()
        .request(
            new ActionRequest(
                "r1",
                null,
                "read",
                Subject.READ,
                "README.md",
                null,
                List.of(puppet.launch.worktree().resolve("README.md")),
                null,
                null),
            List.of());
  }

  /** The agents are held, and the window is told why. */
  private void heldAsReadOnly() throws Exception {
    muster.until(() -> told.stream().anyMatch(Storing.Held.class::isInstance));
    Storing.Held held =
        (Storing.Held)
            told.stream().filter(Storing.Held.class::isInstance).findFirst().orElseThrow();
    assertThat(held.cause()).as(held.sentence()).isEqualTo(Storing.Cause.READ_ONLY);
    assertThat(held.sentence()).contains("read-only", "is kept", "Make it writable", "by itself");
  }

  @Test
  void agents_are_held_while_nothing_can_be_written_and_all_goes_on_by_itself() throws Exception {
    Puppet talks = working("Talk");
    Puppet asks = working("Ask");
    SessionId id = talks.launch.session();
    Path log = DataFolder.at(folder.resolve("home")).data().resolve("muster.db-wal");
    disk.writable(log, false);
    Talk talk = new Talk(talks);
    heldAsReadOnly();
    CompletableFuture<Decision> answer = asks(asks);
    muster.until(talk::isHeld);
    assertThat(answer).isNotDone();

    disk.writable(log, true);

    assertThat(answer.get(60, TimeUnit.SECONDS).allowed()).isTrue();
    muster.until(() -> talk.said.get() == MESSAGES);
    // Some still wait in the session's mailbox.
    muster.until(() -> muster.journal().session(id).orElseThrow().events() > MESSAGES);
    muster.until(() -> muster.journal().ofKinds(id, Set.of("MessageAdded")).size() == MESSAGES);
    assertThat(muster.journal().check()).isEmpty();
    muster.until(() -> told.getLast() instanceof Storing.Fine);
  }

  @Test
  void a_disk_that_fails_under_agents_at_work_is_told_and_all_that_was_on_it_is_there_again()
      throws Exception {
    Puppet talks = working("Talk");
    SessionId id = talks.launch.session();
    talks.say(new MessageAdded("first", "said before the disk failed", null));
    muster.until(() -> muster.kinds(id, MessageAdded.class).size() == 1);
    List<Recorded> before = new ArrayList<>();
    muster.journal().replay(id, before::add);
    disk.sync();

    disk.breaks();
    Talk talk = new Talk(talks);
    heldAsReadOnly();
    muster.until(talk::isHeld);
    assertThat(asks(talks)).isNotDone();
    shutDown();
    disk.isMended();

    try (Store store = Store.open(DataFolder.at(folder.resolve("home")), Clock.systemUTC())) {
      assertThat(store.rescued()).isEmpty();
      assertThat(store.journal().check()).isEmpty();
      List<Recorded> now = new ArrayList<>();
      store.journal().replay(id, now::add);
      assertThat(now).startsWith(before.toArray(Recorded[]::new));
      assertThat(store.rebuild().differences()).isEmpty();
    }
  }
}
