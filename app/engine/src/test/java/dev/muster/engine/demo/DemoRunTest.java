package dev.muster.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.DemoReady;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitPlace;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo is no film: its sessions run real tools on real worktrees, and say what is so. */
class DemoRunTest {
  private static final String ODD = "did not come out as I expected";

  @TempDir Path home;
  private final Map<String, SessionId> byTitle = new LinkedHashMap<>();

  @Test
  void nine_sessions_run_at_once_to_their_end_and_git_shows_what_they_say() throws Exception {
    try (Engine engine = open()) {
      DemoReady demo = engine.makeDemo().get(60, TimeUnit.SECONDS);
      String checkout = state(demo.project().path());
      DemoPerson person = new DemoPerson(engine, true, "Refuse the order");
      try (var _ = engine.fleet().subscribe(person)) {
        start(engine, Demo.sessions(demo.project().path(), 0));
        interruptTheLongOne(engine, person);
        for (SessionId id : byTitle.values()) {
          assertThat(person.awaitEnd(id).state()).isEqualTo(SessionState.READY);
        }
      }
      for (Map.Entry<String, SessionId> session : byTitle.entrySet()) {
        assertThat(DemoChanges.in(engine, session.getValue()))
            .as(session.getKey())
            .containsExactlyElementsOf(DemoChanges.of(session.getKey()));
        assertThat(messages(engine, session.getValue())).noneMatch(text -> text.contains(ODD));
      }
      theDemoShowsWhatItIsFor(engine);
      assertThat(state(demo.project().path())).isEqualTo(checkout);
    }
  }

  @Test
  void another_answer_and_a_no_lead_to_another_end() throws Exception {
    try (Engine engine = open()) {
      DemoReady demo = engine.makeDemo().get(60, TimeUnit.SECONDS);
      DemoPerson person = new DemoPerson(engine, false, "Owe the missing pieces");
      List<String> asking =
          List.of(
              "Orders beyond the stock",
              "One thing per file",
              "Explain discounts and limits in the README");
      try (var _ = engine.fleet().subscribe(person)) {
        start(
            engine,
            Demo.sessions(demo.project().path(), 0).stream()
                .filter(s -> asking.contains(s.titleOrTask()))
                .toList());
        for (SessionId id : byTitle.values()) {
          assertThat(person.awaitEnd(id))
              .satisfies(
                  end -> assertThat(end.state()).as(end.reason()).isEqualTo(SessionState.READY));
        }
      }
      assertThat(DemoChanges.in(engine, byTitle.get(asking.get(0))))
          .containsExactly("M src/orders.sh +6 -0", "A test/short_test.sh +15 -0");
      assertThat(DemoChanges.in(engine, byTitle.get(asking.get(1))))
          .contains("A src/limits.sh +8 -0")
          .noneMatch(change -> change.contains("src/compat.sh"));
      assertThat(DemoChanges.in(engine, byTitle.get(asking.get(2)))).isEmpty();
      byTitle
          .values()
          .forEach(id -> assertThat(messages(engine, id)).noneMatch(text -> text.contains(ODD)));
    }
  }

  private Engine open() throws Exception {
    Engine engine = Engine.open(new EngineOptions(DataFolder.at(home), Map.of()));
    engine.changeSettings(s -> s.withSlots(Demo.SESSIONS)).get(30, TimeUnit.SECONDS);
    return engine;
  }

  private void start(Engine engine, List<SessionSpec> specs) throws Exception {
    for (SessionSpec spec : specs) {
      byTitle.put(spec.titleOrTask(), engine.fleet().create(spec).get(60, TimeUnit.SECONDS));
    }
  }

  /** As its text invites to: once it has run for a while, then a word to go on. */
  private void interruptTheLongOne(Engine engine, DemoPerson person) throws Exception {
    SessionId id = byTitle.get("Hunt the lost stock update");
    person.awaitEvent(
        id, e -> e.event() instanceof ToolOutput out && out.text().contains("round 2 of 40"));
    engine.fleet().interrupt(id).get(30, TimeUnit.SECONDS);
    person.await(id, now -> now.state() == SessionState.STOPPED);
    engine
        .fleet()
        .prompt(id, "Go on without it.", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE)
        .get(30, TimeUnit.SECONDS);
    person.await(id, now -> now.turn() == 2 && now.state() == SessionState.READY);
  }

  private void theDemoShowsWhatItIsFor(Engine engine) {
    List<Recorded> all = new ArrayList<>();
    byTitle.values().forEach(id -> engine.journal().replay(id, all::add));
    assertThat(events(all, PlanChanged.class)).hasSizeGreaterThan(20);
    assertThat(events(all, ThoughtAdded.class)).hasSizeGreaterThan(8);
    assertThat(events(all, UsageReported.class)).isNotEmpty().allMatch(u -> u.output() > 0);
    assertThat(events(all, QuestionAnswered.class))
        .extracting(QuestionAnswered::answer)
        .containsExactly("Refuse the order");
    assertThat(events(all, ApprovalAnswered.class))
        .filteredOn(a -> a.by() == DecidedBy.USER)
        .hasSize(2)
        .allMatch(ApprovalAnswered::allowed);
    assertThat(events(all, RetryScheduled.class))
        .extracting(RetryScheduled::cause)
        .satisfiesExactly(
            first -> assertThat(first).contains("529"), next -> assertThat(next).contains("429"));
    assertThat(events(all, TurnEnded.class)).filteredOn(e -> e.end() == End.INTERRUPTED).hasSize(1);
    // A command that failed and was mended: the same one, first not 0, then 0.
    assertThat(exits(engine, "Slug helper with tests", "sh test/run.sh slug"))
        .containsExactly(1, 1, 0, 0);
    assertThat(exits(engine, "Import products from CSV", "sh test/run.sh import"))
        .containsExactly(1, 0);
  }

  private List<Integer> exits(Engine engine, String title, String command) {
    List<Recorded> all = new ArrayList<>();
    engine.journal().replay(byTitle.get(title), all::add);
    List<String> calls =
        events(all, ToolStarted.class).stream()
            .filter(s -> s.title().equals(command))
            .map(ToolStarted::callId)
            .toList();
    return events(all, ToolFinished.class).stream()
        .filter(f -> calls.contains(f.callId()))
        .map(ToolFinished::exitCode)
        .toList();
  }

  private static <T> List<T> events(List<Recorded> all, Class<T> kind) {
    return all.stream().map(Recorded::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<String> messages(Engine engine, SessionId id) {
    List<Recorded> all = new ArrayList<>();
    engine.journal().replay(id, all::add);
    return events(all, MessageAdded.class).stream().map(MessageAdded::text).toList();
  }

  /** Everything of the user's own checkout that Muster must not touch. */
  private static String state(Path checkout) throws Exception {
    try (LocalHost host = new LocalHost()) {
      Git git = Git.on(host);
      GitPlace place = GitPlace.at(checkout);
      return List.of(
              git.run(place, "status", "--porcelain=v2", "--branch", "--ignored").text(),
              git.run(place, "rev-parse", "HEAD", "main").text(),
              git.run(place, "ls-files", "--stage", "--debug").text(),
              git.run(place, "stash", "list").text(),
              Files.readString(checkout.resolve(".git/config")),
              Files.readString(checkout.resolve(".git/HEAD")))
          .stream()
          .collect(Collectors.joining("\n--\n"));
    }
  }
}
