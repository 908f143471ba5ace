package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.ObservedEvent.AgentExited;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.session.PuppetAgent.Puppet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hundreds of things done to a fleet in no order anyone would choose, by people and by agents. What
 * must hold whatever comes is looked at when all is quiet again.
 */
class FleetChaosTest {
  private static final int STEPS = 350;
  private static final int SESSIONS = 6;

  @TempDir Path folder;
  private final List<CompletableFuture<?>> futures = new ArrayList<>();
  private final List<CompletableFuture<?>> asked = new ArrayList<>();
  private final List<SessionId> sessions = new ArrayList<>();
  private FleetHarness muster;
  private Random random;
  private int number;

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 5, 6, 7, 8, 9, 10})
  void whatever_is_done_nothing_is_lost_doubled_stuck_or_said_that_is_not_so(long seed)
      throws Exception {
    random = new Random(seed);
    muster = FleetHarness.in(folder);
    try {
      muster.slots = 3;
      muster.hurry = 20;
      for (int step = 0; step < STEPS; step++) {
        step();
        if (random.nextInt(4) == 0 && !futures.isEmpty()) {
          answered(futures.getLast());
        }
        if (step == STEPS / 2) {
          muster.reopen();
          sessions.removeIf(id -> muster.fleet().session(id).isEmpty()); // those that are closed
        }
      }
      muster.slots = 8;
      muster.fleet().slotsChanged();
      calm();
      for (CompletableFuture<?> future : futures) {
        answered(future);
      }
      for (CompletableFuture<?> future : asked) {
        future.get(30, TimeUnit.SECONDS);
      }
      assertThat(muster.fleet().slots().busy()).isZero();
      assertThat(muster.fleet().slots().queue()).isEmpty();
      for (SessionId id : sessions) {
        lookAt(id);
      }
    } finally {
      muster.close();
    }
  }

  /** Done, or refused with a sentence. */
  private static void answered(CompletableFuture<?> future) throws Exception {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      assertThat(refused.getCause()).isInstanceOf(FleetException.class).message().isNotBlank();
    }
  }

  private void step() throws Exception {
    if (sessions.size() < SESSIONS && random.nextInt(12) == 0 || sessions.isEmpty()) {
      sessions.add(
          muster.fleet().create(muster.task("Task " + ++number)).get(30, TimeUnit.SECONDS));
    }
    if (random.nextInt(2) == 0 && !muster.agent().all.isEmpty()) {
      agent(muster.agent().all.get(random.nextInt(muster.agent().all.size())));
    } else {
      futures.add(person(sessions.get(random.nextInt(sessions.size()))));
    }
  }

  private CompletableFuture<?> person(SessionId id) {
    Fleet fleet = muster.fleet();
    SessionSnapshot now = fleet.session(id).orElse(null);
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> {
        Fleet.Way way = Fleet.Way.values()[random.nextInt(3)];
        yield fleet.prompt(id, "Prompt " + ++number, List.of(), PromptOrigin.USER, way);
      }
      case 4, 5 -> fleet.interrupt(id);
      case 6 -> fleet.stop(id);
      case 7, 8 -> fleet.resume(id);
      case 9 -> fleet.startNow(id);
      case 10, 11 -> {
        if (now == null || now.approvals().isEmpty()) {
          yield fleet.answerQuestion(id, "q" + random.nextInt(number + 1), "Yes.");
        }
        ApprovalAsked asked = now.approvals().getFirst();
        String option =
            asked.options().stream().filter(o -> o.rule() == null).findFirst().orElseThrow().id();
        yield fleet.answer(id, asked.requestId(), asked.exact(), option, null);
      }
      case 12 ->
          now == null || now.queued().isEmpty()
              ? fleet.rename(id, "Title " + ++number)
              : fleet.withdraw(id, now.queued().getLast().promptId());
      case 13 ->
          now == null || now.failedPrompts().isEmpty()
              ? fleet.setMode(id, PermissionMode.EDIT)
              : fleet.retry(id, now.failedPrompts().getFirst().promptId());
      case 14 -> {
        muster.slots = 1 + random.nextInt(4);
        muster.fleet().slotsChanged();
        yield fleet.tail(id, 10);
      }
      default ->
          random.nextInt(4) == 0 ? fleet.close(id, ClosedAs.DROPPED) : fleet.events(id, 1, 10);
    };
  }

  private void agent(Puppet puppet) {
    String id = String.valueOf(++number);
    switch (random.nextInt(12)) {
      case 0, 1 -> puppet.say("Words " + id);
      case 2 ->
          puppet.sayInTurn(
              new ToolStarted("t" + id, ToolKind.EDIT, "edit", "a", "{}", List.of(), false, null));
      case 3, 4 ->
          asked.add(
              puppet
                  .launch
                  .gate()
                  .request(
                      new ActionRequest(
                          "r" + id,
                          null,
                          "run",
                          Subject.RUN,
                          "Run it?",
                          "curl example.org/" + id,
                          List.of(),
                          null,
                          null)));
      case 5 -> asked.add(puppet.launch.gate().ask("q" + id, "Which?", List.of(), false));
      case 6, 7, 8 -> puppet.end(TurnEvent.End.DONE);
      case 9 -> puppet.end(TurnEvent.End.values()[random.nextInt(4)]);
      case 10 -> puppet.deaf = random.nextInt(4) == 0;
      default -> {
        if (random.nextInt(4) == 0) {
          puppet.say(new AgentExited(puppet.launch.attempt(), 1, "It fell over."));
        }
      }
    }
  }

  /** Lets every turn end until no session works or waits, and all that was told is stored. */
  private void calm() throws Exception {
    muster.until(
        () -> {
          muster.agent().all.forEach(puppet -> puppet.end(TurnEvent.End.DONE));
          return muster.fleet().sessions().stream()
              .noneMatch(s -> s.state().takesSlot() || s.state() == SessionState.QUEUED);
        });
    muster.journal().flush();
    for (SessionId id : sessions) {
      long last = muster.journal().tail(id, 1).getFirst().seq();
      muster.await(id, s -> s.lastSeq() >= last);
    }
  }

  private void lookAt(SessionId id) {
    List<Recorded> story = muster.journal().read(id, 1, 10_000);
    SessionFold fold = new SessionFold(story.getFirst());
    story.forEach(fold::apply);
    SessionSnapshot now = muster.fleet().session(id).orElseThrow();
    assertThat(fold.snapshot()).as("replaying is living").isEqualTo(now);
    assertThat(now.approvals()).isEmpty();
    assertThat(now.questions()).isEmpty();
    assertThat(now.activity()).isEmpty();
    assertThat(now.turnSince()).isNull();
    assertThat(fold.openCalls()).isEmpty();
    if (now.state() == SessionState.READY) {
      assertThat(now.queued()).as("nothing waits in silence").isEmpty();
    }
    moves(story);
    turns(story);
    prompts(id, story, now);
  }

  private static void moves(List<Recorded> story) {
    SessionState state = SessionState.QUEUED;
    for (Recorded recorded : story) {
      if (recorded.event() instanceof StateChanged moved) {
        assertThat(moved.from()).isEqualTo(state);
        assertThat(Transitions.allowed(moved.from(), moved.to())).isTrue();
        state = moved.to();
      }
    }
  }

  private static void turns(List<Recorded> story) {
    boolean runs = false;
    for (Recorded recorded : story) {
      if (recorded.event() instanceof TurnEvent.TurnStarted) {
        assertThat(runs).as("a turn begins when the one before is over").isFalse();
        runs = true;
      } else if (recorded.event() instanceof TurnEvent.TurnEnded) {
        runs = false;
      }
    }
    assertThat(runs).isFalse();
  }

  private void prompts(SessionId id, List<Recorded> story, SessionSnapshot now) {
    Map<String, String> fate = new HashMap<>();
    Map<String, Integer> sent = new HashMap<>();
    for (Recorded recorded : story) {
      switch (recorded.event()) {
        case PromptQueued p -> fate.put(p.promptId(), "queued");
        case PromptFailed p -> {
          fate.put(p.promptId(), "failed");
          sent.merge(p.promptId(), -1, Integer::sum);
        }
        case PromptWithdrawn p -> fate.put(p.promptId(), "withdrawn");
        case PromptSent p -> {
          fate.put(p.promptId(), p.steer() ? "steered" : "sent");
          sent.merge(p.promptId(), 1, Integer::sum);
        }
        default -> {
          // Not about a prompt.
        }
      }
    }
    assertThat(sent.values()).as("sent once").allMatch(times -> times == 0 || times == 1);
    List<String> taken = new ArrayList<>();
    muster.agent().all.stream()
        .filter(puppet -> puppet.launch.session().equals(id))
        .forEach(puppet -> taken.addAll(puppet.taken));
    assertThat(with(fate, "sent")).containsExactlyInAnyOrderElementsOf(taken);
    assertThat(now.queued())
        .extracting(PromptQueued::promptId)
        .containsExactlyInAnyOrderElementsOf(with(fate, "queued"));
    assertThat(now.failedPrompts())
        .extracting(PromptFailed::promptId)
        .containsExactlyInAnyOrderElementsOf(with(fate, "failed"));
  }

  private static List<String> with(Map<String, String> fate, String wanted) {
    return fate.entrySet().stream()
        .filter(entry -> entry.getValue().equals(wanted))
        .map(Map.Entry::getKey)
        .toList();
  }
}
