package dev.muster.bench;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.Past;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A whole session from its creation to its end, with as many events as asked for: prompts, plans,
 * messages, tools with their output, edits, observed trees, checkpoints, usage. The same number
 * gives the same story.
 */
final class SampleStory {
  private static final String[] PROJECTS = {"shop-backend", "shop-web", "billing", "infra", "docs"};
  private static final String[] AGENTS = {"Claude Code", "Codex", "OpenCode", "Muster agent"};
  private static final int FILES = 12;

  /** Sizes of an output: most are short, some fill a whole chunk. */
  private static final int[] SIZES = {40, 60, 90, 120, 180, 260, 380, 560, 900, 2_400};

  private final int number;
  private final RandomGenerator random;
  private final SampleWords words;
  private final List<String> files;
  private final Consumer<Past> out;
  private Instant at;
  private int turn;
  private int made;

  SampleStory(int number, Instant begin, SampleWords words, Consumer<Past> out) {
    this.number = number;
    this.random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(number);
    this.words = words;
    this.files = words.paths(FILES);
    this.at = begin;
    this.out = out;
  }

  /** Tells it: so many events, or a few more. */
  void tell(int events) {
    String agent = AGENTS[number % AGENTS.length];
    String project = PROJECTS[number % PROJECTS.length];
    tell(
        new SessionCreated(
            words.text(30),
            project,
            project,
            "/home/ada/" + project,
            agent.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
            agent,
            null,
            PermissionMode.EDIT,
            "main",
            Limits.NONE,
            false,
            Map.of()));
    tell(
        new WorktreeReady(
            "/data/worktrees/" + project + "/" + number, "muster/w" + number, hash(), "main"));
    tell(new StateChanged(SessionState.QUEUED, SessionState.WORKING, null, null));
    while (made < events - 2) {
      turn(Math.min(events - 2 - made, 30 + random.nextInt(120)));
    }
    tell(new StateChanged(SessionState.WORKING, SessionState.READY, null, null));
    ClosedAs end = ClosedAs.values()[number % ClosedAs.values().length];
    tell(new StateChanged(SessionState.READY, SessionState.CLOSED, null, end));
  }

  private void turn(int events) {
    turn++;
    int end = made + events;
    String prompt = "p" + turn;
    tell(
        new PromptSent(
            prompt, words.text(60 + random.nextInt(300)), List.of(), PromptOrigin.USER, false));
    tell(new TurnStarted(prompt));
    plan(0);
    int call = 0;
    while (made < end - 4) {
      if (random.nextInt(4) == 0) {
        tell(new MessageAdded("m" + made, words.text(80 + random.nextInt(400)), null));
      }
      tool("c" + turn + "-" + call++);
      if (random.nextInt(5) == 0) {
        plan(call);
      }
    }
    tree();
    tell(new CheckpointMade("refs/muster/" + number + "/" + turn, hash(), hash()));
    tell(new TurnEnded(End.DONE, null));
  }

  private void plan(int done) {
    List<PlanStep> steps = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      StepState state = n < done % 6 ? StepState.DONE : StepState.PENDING;
      steps.add(new PlanStep("step " + n + " " + files.get(n), state));
    }
    tell(new PlanChanged(steps));
  }

  private void tool(String call) {
    String file = files.get(random.nextInt(FILES));
    ToolKind kind =
        switch (random.nextInt(5)) {
          case 0, 1 -> ToolKind.READ;
          case 2 -> ToolKind.EDIT;
          default -> ToolKind.RUN;
        };
    String title = kind == ToolKind.RUN ? "npm test -- " + words.text(20) : file;
    String input = "{\"" + (kind == ToolKind.RUN ? "command" : "path") + "\":\"" + title + "\"}";
    tell(
        new ToolStarted(
            call,
            kind,
            kind.name().toLowerCase(java.util.Locale.ROOT),
            title,
            input,
            kind == ToolKind.RUN ? List.of() : List.of(file),
            false,
            null));
    boolean failed = random.nextInt(8) == 0;
    if (kind == ToolKind.RUN) {
      for (int n = 1 + random.nextInt(10); n > 0; n--) {
        tell(new ToolOutput(call, words.lines(SIZES[random.nextInt(SIZES.length)]), null));
      }
    } else if (kind == ToolKind.READ) {
      tell(new ToolOutput(call, words.lines(1_200), null));
    }
    tell(
        new ToolFinished(
            call,
            failed ? ToolOutcome.FAILED : ToolOutcome.OK,
            kind == ToolKind.RUN ? (failed ? 1 : 0) : null,
            random.nextInt(9_000),
            failed ? words.text(40) : "74 lines",
            kind == ToolKind.EDIT ? random.nextInt(40) : null,
            kind == ToolKind.EDIT ? random.nextInt(20) : null,
            null));
    if (kind == ToolKind.EDIT) {
      tree();
    }
    tell(
        new UsageReported(
            "model-" + number % 3, random.nextInt(3_000), 200, 40_000, 0, 900L, 60_000L, 200_000L));
  }

  private void tree() {
    List<FileDelta> deltas = new ArrayList<>();
    int added = 0;
    for (String file : files.subList(0, 1 + random.nextInt(FILES))) {
      int plus = random.nextInt(60);
      added += plus;
      deltas.add(new FileDelta(file, null, 'M', plus, plus / 3));
    }
    tell(new TreeChanged(hash(), deltas, added, added / 3));
  }

  private String hash() {
    return "%016x%016x%08x".formatted(random.nextLong(), random.nextLong(), random.nextInt());
  }

  private void tell(SessionEvent event) {
    at = at.plusMillis(50 + random.nextInt(3_000));
    made++;
    out.accept(new Past(at, turn, event));
  }
}
