package dev.muster.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent.ModeChanged;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.SilenceNoticed;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 2: replaying the journal to any moment gives what was then. */
class SessionReplayTest {
  private static final SessionId ID = new SessionId("sreplay01");
  private static final int EVENTS = 9_000;

  @TempDir Path home;
  private final Random random = new Random(23);
  private int turn;

  @Test
  void the_state_at_any_moment_is_the_fold_of_what_came_before() throws Exception {
    try (Store store = Store.open(DataFolder.at(home), Clock.systemUTC())) {
      store.journal().append(ID, 0, created());
      List<SessionEvent> group = new ArrayList<>();
      for (int n = 1; n < EVENTS; n++) {
        int before = turn;
        SessionEvent event = event(n);
        group.add(event);
        if (n % 50 == 0 || before != turn) {
          store.journal().appendAll(ID, before, List.copyOf(group));
          group.clear();
        }
      }
      store.journal().appendAll(ID, turn, group).join();
      SessionReplay replay = new SessionReplay(store.stories(), ID, 10);
      List<Recorded> story = new ArrayList<>();
      store.journal().replay(ID, story::add);

      for (int look = 0; look < 60; look++) {
        int seq = look % 6 == 5 ? EVENTS : 1 + random.nextInt(EVENTS);
        SessionFold fold = new SessionFold(story.getFirst());
        story.subList(1, seq).forEach(fold::apply);
        assertThat(replay.at(seq)).as("after event " + seq).isEqualTo(fold.snapshot());
      }
      assertThat(replay.at(EVENTS + 5)).isEqualTo(replay.at(EVENTS));
      assertThat(replay.at(1).title()).isEqualTo("Replayed");
      assertThat(replay.at(EVENTS).turn()).isGreaterThan(10);
      assertThatThrownBy(
              () -> new SessionReplay(store.stories(), new SessionId("snobody01"), 1).at(1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static SessionEvent created() {
    return new SessionCreated(
        "Replayed",
        "p",
        "project",
        "/p",
        "a",
        "Agent",
        null,
        PermissionMode.EDIT,
        "main",
        Limits.NONE,
        false,
        Map.of());
  }

  private SessionEvent event(int n) {
    String id = "x" + random.nextInt(8);
    Instant at = Instant.ofEpochSecond(1_000_000 + n);
    return switch (random.nextInt(22)) {
      case 0 -> new PromptQueued(id, "queued " + n, List.of(), PromptOrigin.USER);
      case 1 -> new PromptSent(id, "sent " + n, List.of(), PromptOrigin.USER, random.nextBoolean());
      case 2 -> new PromptFailed(id, "failed " + n, "no");
      case 3 -> new QuestionAsked(id, "why " + n, List.of("a"), false);
      case 4 -> new QuestionAnswered(id, "so");
      case 5 -> {
        turn++;
        yield new TurnStarted(id);
      }
      case 6 -> new TurnEnded(End.values()[random.nextInt(4)], null);
      case 7 -> new RetryScheduled(1, "busy", at);
      case 8 -> new SilenceNoticed(at);
      case 9 -> new PlanChanged(List.of(new PlanStep("step " + n, StepState.CURRENT)));
      case 10 -> new Renamed("title " + n);
      case 11 -> new ModeChanged(PermissionMode.values()[random.nextInt(3)]);
      case 12 ->
          new StateChanged(
              SessionState.WORKING, SessionState.values()[random.nextInt(8)], "why " + n, null);
      case 13 -> new UsageReported("m", n, 2, 3, 4, 5L, 6L, 7L);
      case 14 -> new LimitSeen("w" + random.nextInt(3), n / 10_000.0, at);
      case 15 -> new TreeChanged("t" + n, List.of(new FileDelta(id, null, 'M', n, 1)), n, 1);
      case 16 ->
          new ToolStarted(
              id,
              ToolKind.values()[random.nextInt(3)],
              "t",
              "do " + n,
              "{}",
              List.of(),
              false,
              null);
      case 17 -> new ToolFinished(id, ToolOutcome.OK, random.nextInt(2), 5, null, 1, 1, null);
      case 18 -> new MessageAdded("m", "text " + n, null);
      case 19 -> new ThoughtAdded("m", "text " + n, null, null);
      default -> new ToolOutput(id, "output " + n, null);
    };
  }
}
