package dev.muster.engine;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.demo.DemoChanges;
import dev.muster.engine.demo.DemoPerson;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.RecoveryReport;
import dev.muster.engine.session.SessionFold;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Processes;
import dev.muster.engine.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a Muster that is killed in the middle of its work: everything it had shown. */
@EnabledOnOs(OS.LINUX)
class CrashLawTest {
  private static final String DONE = "Slug helper with tests";
  private static final String RUNNING = "Hunt the lost stock update";
  private static final String ASKING = "Orders beyond the stock";
  private static final String WANTS_TO_RUN = "One thing per file";
  private static final String WANTS_TO_EDIT = "Explain discounts and limits in the README";
  private static final String QUEUED = "Fix the failing price test";

  @TempDir Path home;
  private final Map<String, String> ids = new LinkedHashMap<>();

  @Test
  void nothing_runs_unwatched_after_a_kill_and_every_session_goes_on_where_its_journal_ends()
      throws Exception {
    List<ProcessHandle> family;
    Map<String, Long> shown;
    String waiting;
    try (ChildMuster muster = new ChildMuster(home, 4)) {
      create(muster, DONE);
      muster.awaitState(ids.get(DONE), "READY");
      create(muster, RUNNING, ASKING, WANTS_TO_RUN, WANTS_TO_EDIT);
      for (String title : List.of(ASKING, WANTS_TO_RUN, WANTS_TO_EDIT)) {
        muster.awaitState(ids.get(title), "NEEDS_YOU");
      }
      create(muster, QUEUED);
      waiting = muster.queue(ids.get(RUNNING));
      muster.await("OUTPUT " + ids.get(RUNNING));
      family = muster.family();
      assertThat(family)
          .as("a command is running")
          .anyMatch(process -> process.info().commandLine().orElse("").contains("test/run.sh"));
      muster.kill();
      shown = muster.shown();
    }

    try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(home), Map.of()))) {
      until("no process is left", () -> family.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(now(engine, DONE).state()).isEqualTo(SessionState.READY);
      // A slot is free again, so the one that waited may have started by now. It is not lost.
      assertThat(story(engine, QUEUED)).extracting(Recorded::event).noneMatch(this::becomesLost);
      for (String title : List.of(RUNNING, ASKING, WANTS_TO_RUN, WANTS_TO_EDIT)) {
        SessionSnapshot lost = now(engine, title);
        assertThat(lost.state()).as(title).isEqualTo(SessionState.LOST);
        assertThat(lost.reason()).isNotBlank();
        assertThat(lost.approvals()).isEmpty();
        assertThat(lost.questions()).isEmpty();
        assertThat(lost.activity()).isEmpty();
      }
      assertThat(now(engine, RUNNING).queued())
          .extracting(PromptQueued::promptId)
          .containsExactly(waiting);
      everythingShownIsStored(engine, shown);
      RecoveryReport report = engine.fleet().recovery().get(60, TimeUnit.SECONDS);
      assertThat(report.cause()).isEqualTo(RecoveryReport.Cause.PROGRAM_ENDED);
      assertThat(report.sessions())
          .extracting(lost -> lost.session().title())
          .containsExactlyInAnyOrder(RUNNING, ASKING, WANTS_TO_RUN, WANTS_TO_EDIT);
      assertThat(report.sessions())
          .allSatisfy(
              lost -> {
                assertThat(lost.how().hindrance()).isNull();
                assertThat(lost.problem()).isNull();
                assertThat(lost.uncommitted()).isNotNull();
                assertThat(lost.unsent()).isEqualTo(lost.id().equals(id(RUNNING)) ? 1 : 0);
              });

      DemoPerson person = new DemoPerson(engine, true, "Refuse the order");
      try (var _ = engine.fleet().subscribe(person)) {
        engine.fleet().resume(id(RUNNING)).get(60, TimeUnit.SECONDS);
        for (String title : List.of(ASKING, WANTS_TO_RUN, WANTS_TO_EDIT)) {
          goOn(engine, title);
        }
        for (String title : ids.keySet()) {
          ready(engine, person, title);
        }
      }
      for (String title : ids.keySet()) {
        assertThat(DemoChanges.in(engine, id(title)))
            .as(title)
            .containsExactlyElementsOf(DemoChanges.of(title));
        promptsAreNeitherLostNorDoubled(
            engine, title, title.equals(DONE) || title.equals(QUEUED) ? 1 : 2);
        assertThat(events(engine, title, MessageAdded.class))
            .noneMatch(message -> message.text().contains("did not come out as I expected"));
      }
    }
  }

  @Test
  void after_the_machine_was_restarted_no_process_is_touched_and_the_reason_says_so()
      throws Exception {
    try (ChildMuster muster = new ChildMuster(home, 2)) {
      create(muster, ASKING);
      muster.awaitState(ids.get(ASKING), "NEEDS_YOU");
      muster.kill();
    }
    DataFolder folder = DataFolder.at(home);
    Files.writeString(folder.data().resolve("boot"), "another start of this machine");
    // It has a number that was written down before the restart, and is somebody else's now.
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try (Store store = Store.open(folder, Clock.systemUTC())) {
      store
          .processes()
          .record(
              new Processes.Running(
                  stranger.pid(),
                  stranger.pid()
                      + " "
                      + stranger.pid()
                      + " "
                      + stranger.info().startInstant().orElseThrow().toEpochMilli()
                      + " abcdefgh12345678"));
    }
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()))) {
      RecoveryReport report = engine.fleet().recovery().get(60, TimeUnit.SECONDS);
      assertThat(report.cause()).isEqualTo(RecoveryReport.Cause.MACHINE_RESTARTED);
      assertThat(now(engine, ASKING).reason()).startsWith("The machine was restarted");
      assertThat(stranger.isAlive()).isTrue();
      engine.fleet().stop(id(ASKING)).get(60, TimeUnit.SECONDS);
      until("it is decided", () -> engine.fleet().recovery().join().sessions().isEmpty());
    } finally {
      stranger.destroyForcibly();
    }
    try (Engine engine = Engine.open(new EngineOptions(folder, Map.of()))) {
      RecoveryReport report = engine.fleet().recovery().get(60, TimeUnit.SECONDS);
      assertThat(report)
          .isEqualTo(new RecoveryReport(RecoveryReport.Cause.PROGRAM_ENDED, List.of()));
    }
  }

  /** Killed again and again at moments nobody chose. */
  @Test
  @Tag("slow")
  void nothing_runs_unwatched_whenever_the_kill_comes() throws Exception {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int round = 0; round < 8; round++) {
      Path folder = home.resolve("round-" + round);
      ids.clear();
      List<ProcessHandle> family = new ArrayList<>();
      Map<String, Long> shown;
      try (ChildMuster muster = new ChildMuster(folder, 9)) {
        create(muster, DONE, RUNNING, "Rate-limit orders", "Import products from CSV", QUEUED);
        long end = System.nanoTime() + random.nextLong(50, 6_000) * 1_000_000;
        while (System.nanoTime() < end) {
          family.addAll(muster.family());
          TimeUnit.MILLISECONDS.sleep(5); // the moment is the point here, not a condition
        }
        muster.kill();
        shown = muster.shown();
      }
      try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(folder), Map.of()))) {
        until("no process is left", () -> family.stream().noneMatch(ProcessHandle::isAlive));
        everythingShownIsStored(engine, shown);
        DemoPerson person = new DemoPerson(engine, true, "Refuse the order");
        try (var _ = engine.fleet().subscribe(person)) {
          for (String title : ids.keySet()) {
            SessionState state = now(engine, title).state();
            assertThat(state).as(title).isIn(SessionState.LOST, SessionState.READY);
            int prompts = 1;
            if (state == SessionState.LOST) {
              goOn(engine, title);
              ready(engine, person, title);
              prompts = 2;
            }
            promptsAreNeitherLostNorDoubled(engine, title, prompts);
          }
        }
      }
    }
  }

  private void create(ChildMuster muster, String... titles) throws InterruptedException {
    for (String title : titles) {
      ids.put(title, muster.create(title));
    }
  }

  private SessionId id(String title) {
    return new SessionId(ids.get(title));
  }

  private SessionSnapshot now(Engine engine, String title) {
    return engine.fleet().session(id(title)).orElseThrow();
  }

  private static void everythingShownIsStored(Engine engine, Map<String, Long> shown) {
    assertThat(engine.journal().check()).isEmpty();
    shown.forEach(
        (session, seq) -> {
          SessionId id = new SessionId(session);
          List<Recorded> story = new ArrayList<>();
          engine.journal().replay(id, story::add);
          assertThat(story.size()).as("stored before shown").isGreaterThanOrEqualTo(seq.intValue());
          SessionFold fold = new SessionFold(story.getFirst());
          story.forEach(fold::apply);
          SessionSnapshot now = engine.fleet().session(id).orElseThrow();
          if (now.lastSeq() == story.size()) {
            assertThat(fold.snapshot()).as("state is a fold").isEqualTo(now);
          }
        });
  }

  private void goOn(Engine engine, String title) throws Exception {
    engine
        .fleet()
        .prompt(id(title), "Go on.", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
        .get(60, TimeUnit.SECONDS);
  }

  private void ready(Engine engine, DemoPerson person, String title) throws Exception {
    if (now(engine, title).state() != SessionState.READY) {
      person.await(id(title), session -> session.state() == SessionState.READY);
    }
  }

  private void promptsAreNeitherLostNorDoubled(Engine engine, String title, int prompts) {
    List<PromptSent> sent = events(engine, title, PromptSent.class);
    assertThat(sent).as("prompts of " + title).hasSize(prompts);
    assertThat(sent).extracting(PromptSent::promptId).doesNotHaveDuplicates();
    assertThat(now(engine, title).queued()).isEmpty();
    assertThat(now(engine, title).failedPrompts()).isEmpty();
  }

  private boolean becomesLost(Object event) {
    return event instanceof dev.muster.engine.event.LifeEvent.StateChanged moved
        && moved.to() == SessionState.LOST;
  }

  private List<Recorded> story(Engine engine, String title) {
    List<Recorded> story = new ArrayList<>();
    engine.journal().replay(id(title), story::add);
    return story;
  }

  private <T> List<T> events(Engine engine, String title, Class<T> kind) {
    return story(engine, title).stream()
        .map(Recorded::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
