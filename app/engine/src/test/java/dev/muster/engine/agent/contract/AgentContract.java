package dev.muster.engine.agent.contract;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitCall;
import dev.muster.engine.git.GitPlace;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.session.Fleet.Way;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.FleetParts;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.RuleBook;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Muster counts on with every agent, whatever it is: through a whole fleet, on a real
 * worktree, with a model of the test's own on 127.0.0.1. What an agent cannot do stands in its
 * profile.
 */
public abstract class AgentContract {
  private static final Map<String, String> SOMEBODY =
      Map.of(
          "GIT_AUTHOR_NAME", "Ada",
          "GIT_AUTHOR_EMAIL", "ada@example.org",
          "GIT_COMMITTER_NAME", "Ada",
          "GIT_COMMITTER_EMAIL", "ada@example.org");

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, StringBuilder> tails = new ConcurrentHashMap<>();
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final LocalHost host = new LocalHost();
  private ScriptedModelServer model;
  private Agent agent;
  private Path checkout;
  private DataFolder data;
  private Git git;
  private Store store;
  private LiveFleet fleet;
  private SessionId session;

  /**
   * The agent, talking to the model.
   *
   * @param home a folder of its own for its settings
   */
  protected abstract Agent agent(ScriptedModelServer model, LocalHost host, Path home)
      throws Exception;

  /** How its tools are called. */
  protected abstract Play.Tools tools();

  @BeforeEach
  void open() throws Exception {
    Play play = new Play(tools());
    model = ScriptedModelServer.start().respond(play::answer);
    data = DataFolder.at(folder.resolve("muster"));
    git = Git.on(host);
    store = Store.open(data, Clock.systemUTC());
    checkout = Files.createDirectory(folder.resolve("shop"));
    Files.writeString(checkout.resolve("README.md"), "A shop.\n");
    git("init", "--quiet", "--template=");
    git("add", "--all");
    git("-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "Begin");
    agent = agent(model, host, Files.createDirectory(folder.resolve("home")));
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                new Workplace(git, host, data),
                new Policy(folder),
                new NoRules(),
                Map.of(agent.profile().id(), agent),
                data::sessionFolder,
                store::rawLog,
                () -> 2,
                timer,
                LiveFleet.tailsTo(itself::get),
                Clock.systemUTC()));
    itself.set(fleet);
    fleet.subscribe(new Streams());
    fleet.open();
  }

  @AfterEach
  void close() throws Exception {
    fleet.close();
    store.close();
    timer.shutdownNow();
    host.close();
    model.close();
    // Nothing that works in the worktrees is left: whoever writes there would be found here.
    assertThat(at(data.worktrees()).toList()).isEmpty();
  }

  /** The processes that work there. */
  private static Stream<ProcessHandle> at(Path worktrees) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              try {
                Path cwd = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
                return cwd.startsWith(worktrees);
              } catch (IOException gone) {
                return false;
              }
            });
  }

  /** How many of the commands that only wait are running. */
  private long sleeping() {
    return at(data.worktrees())
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .count();
  }

  // ---- the contract ---------------------------------------------------------------------------

  @Test
  void a_message_streams_and_then_stands_whole_and_the_turn_is_done() throws Exception {
    start(PermissionMode.EDIT, "play:hello");
    ready();

    MessageAdded said = of(MessageAdded.class).getLast();
    assertThat(said.text()).contains("Hello, this is the model.");
    assertThat(tails.getOrDefault(said.messageId(), new StringBuilder()).toString())
        .isEqualTo(said.text());
    assertThat(of(TurnStarted.class)).hasSize(1);
    assertThat(of(TurnEnded.class)).singleElement().extracting(TurnEnded::end).isEqualTo(End.DONE);
    assertThat(of(UsageReported.class)).isNotEmpty();
    assertThat(snapshot().totals().tokens()).isPositive();
  }

  @Test
  void a_file_that_is_made_stands_in_the_worktree_and_nowhere_else() throws Exception {
    start(PermissionMode.EDIT, "play:edit");
    ready();

    assertThat(worktree().resolve("made.txt")).hasContent("one\ntwo\n");
    assertThat(checkout.resolve("made.txt")).doesNotExist();
    assertThat(git("status", "--porcelain")).isEmpty();
    until("the change is seen", () -> snapshot().changes().added() == 2);
  }

  @Test
  void a_command_is_asked_for_and_its_exit_code_and_output_are_told() throws Exception {
    start(PermissionMode.EDIT, "play:command");
    ApprovalAsked first = asked();
    assertThat(first.exact()).contains("exit 3");
    answer(first, "once");
    ApprovalAsked second = asked();
    assertThat(second.exact()).contains("command.txt");
    answer(second, "once");
    ready();

    assertThat(worktree().resolve("command.txt")).hasContent("it-ran\n");
    List<ToolFinished> runs =
        of(ToolFinished.class).stream().filter(call -> call.exitCode() != null).toList();
    assertThat(runs).extracting(ToolFinished::exitCode).containsExactly(3, 0);
    assertThat(of(ToolOutput.class)).anyMatch(output -> output.text().contains("out-of-it"));
  }

  @Test
  void what_is_denied_never_runs_and_the_agent_goes_on_or_ends_its_turn() throws Exception {
    start(PermissionMode.EDIT, "play:touch");
    answer(asked(), "deny");
    until("the turn is over", () -> !snapshot().state().takesSlot());

    assertThat(worktree().resolve("it-ran")).doesNotExist();
    assertThat(of(ToolFinished.class))
        .extracting(ToolFinished::outcome)
        .contains(ToolOutcome.DENIED);
  }

  @Test
  void a_plan_is_shown_and_followed() throws Exception {
    assumeTrue(tools().plan(null, "x", 0) != null, "it has no plans");
    start(PermissionMode.EDIT, "play:plan");
    ready();

    assertThat(snapshot().plan())
        .hasSize(3)
        .extracting(PlanStep::state)
        .containsOnly(StepState.DONE);
  }

  @Test
  void a_question_is_asked_and_the_answer_reaches_the_model() throws Exception {
    assumeTrue(tools().ask(null, "x") != null, "it asks nothing");
    start(PermissionMode.EDIT, "play:ask");
    until("it asks", () -> !snapshot().questions().isEmpty());
    QuestionAsked question = snapshot().questions().getFirst();
    assertThat(question.text()).contains("Which colour?");
    assertThat(question.options()).containsExactly("Red", "Blue");

    fleet.answerQuestion(session, question.questionId(), "Blue").get(30, TimeUnit.SECONDS);
    ready();

    assertThat(of(MessageAdded.class).getLast().text()).contains("Blue");
  }

  @Test
  void what_is_said_while_it_works_is_heard_in_that_turn_or_the_next() throws Exception {
    start(PermissionMode.EDIT, "play:touch");
    ApprovalAsked asked = asked();
    say("Also say play:hello", Way.STEER);
    answer(asked, "once");

    until(
        "it heard of it",
        () ->
            of(MessageAdded.class).stream().anyMatch(m -> m.text().contains("this is the model")));
    ready();
    assertThat(of(PromptSent.class)).hasSize(2);
  }

  @Test
  void an_interrupt_ends_the_turn_and_the_command_and_the_next_prompt_is_heard() throws Exception {
    start(PermissionMode.EDIT, "play:wait");
    answer(asked(), "once");
    until("the command runs", () -> sleeping() > 0);

    fleet.interrupt(session).get(30, TimeUnit.SECONDS);
    until("it stopped", () -> snapshot().state() == SessionState.STOPPED);
    assertThat(of(TurnEnded.class).getLast().end()).isEqualTo(End.INTERRUPTED);
    until("the command is gone", () -> sleeping() == 0);

    say("play:hello", Way.QUEUE);
    ready();
    assertThat(of(MessageAdded.class).getLast().text()).contains("this is the model");
  }

  @Test
  void an_interrupt_cuts_off_what_streams() throws Exception {
    start(PermissionMode.EDIT, "play:slow");
    until("it streams", () -> tails.values().stream().anyMatch(tail -> tail.length() > 20));

    fleet.interrupt(session).get(30, TimeUnit.SECONDS);

    until("it stopped", () -> snapshot().state() == SessionState.STOPPED);
    say("play:hello", Way.QUEUE);
    ready();
  }

  @Test
  void a_model_that_is_overloaded_is_asked_again() throws Exception {
    start(PermissionMode.EDIT, "play:overloaded");
    ready();

    assertThat(of(MessageAdded.class).getLast().text()).contains("Here I am again.");
  }

  @Test
  void an_error_of_the_model_fails_the_turn_and_not_the_session() throws Exception {
    start(PermissionMode.EDIT, "play:refused");
    until("it failed", () -> snapshot().state() == SessionState.FAILED);
    assertThat(snapshot().reason()).isNotBlank();

    say("play:hello", Way.QUEUE);
    until("it goes on", () -> snapshot().state() != SessionState.FAILED);
    ready();
  }

  @Test
  void killed_in_the_middle_it_stands_as_lost_and_goes_on_where_it_was() throws Exception {
    Long pid = killedWhileItStreams();
    assumeTrue(pid != null, "it has no process of its own");

    fleet.resume(session).get(60, TimeUnit.SECONDS);
    say("play:remember", Way.QUEUE);
    ready();

    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 2 prompts.");
    assertThat(of(AgentStarted.class).stream().map(AgentStarted::resumeToken).distinct())
        .hasSize(1);
  }

  private @Nullable Long killedWhileItStreams() throws Exception {
    start(PermissionMode.EDIT, "play:slow");
    until("it streams", () -> tails.values().stream().anyMatch(tail -> tail.length() > 20));
    Long pid = of(AgentStarted.class).getLast().pid();
    if (pid != null) {
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      until("it is missed", () -> snapshot().state() == SessionState.LOST);
    }
    return pid;
  }

  @Test
  void a_fork_begins_with_what_was_said_and_the_files_as_they_are() throws Exception {
    assumeTrue(agent.profile().forks(), "it begins every session with nothing");
    start(PermissionMode.EDIT, "play:edit");
    ready();
    SessionId origin = session;

    fork(origin);
    ready();

    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 2 prompts.");
    assertThat(worktree().resolve("made.txt")).hasContent("one\ntwo\n");
    assertThat(snapshot().resumeToken())
        .isNotNull()
        .isNotEqualTo(fleet.session(origin).orElseThrow().resumeToken());
    session = origin;
    say("play:remember", Way.QUEUE);
    ready();
    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 2 prompts.");
  }

  @Test
  void an_imported_conversation_goes_on_where_it_is_known_and_else_that_is_said() throws Exception {
    assumeTrue(agent.profile().forks(), "it begins every session with nothing");
    start(PermissionMode.EDIT, "play:hello");
    ready();
    assumeTrue(of(AgentStarted.class).getFirst().pid() != null, "its conversations are Muster's");
    fork(imported(snapshot().resumeToken()));
    ready();
    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 2 prompts.");

    fork(imported(UUID.randomUUID().toString()));
    until(
        "it is said",
        () -> of(AgentStarted.class).stream().anyMatch(started -> started.forgot() != null));
    ready();
  }

  @Test
  void an_agent_that_can_goes_back_in_its_conversation_and_forward_again() throws Exception {
    assumeTrue(agent.profile().rewinds(), "it cannot go back");
    start(PermissionMode.EDIT, "play:hello");
    ready();
    say("play:edit", Way.QUEUE);
    ready();
    say("play:hello", Way.QUEUE);
    ready();
    until("its checkpoint is there", () -> of(CheckpointMade.class).size() == 3);

    fleet.rewind(session, 1).get(60, TimeUnit.SECONDS);
    assertThat(worktree().resolve("made.txt")).doesNotExist();
    fleet.forward(session).get(60, TimeUnit.SECONDS);
    assertThat(worktree().resolve("made.txt")).exists();
    remembers(4);

    fleet.rewind(session, 1).get(60, TimeUnit.SECONDS);
    remembers(2);
    assertThat(worktree().resolve("made.txt")).doesNotExist();
    remembers(3);

    // What was left behind is still there, and can be gone to.
    fleet.rewind(session, 3).get(60, TimeUnit.SECONDS);
    assertThat(worktree().resolve("made.txt")).exists();
    remembers(4);
    fleet.rewind(session, 0).get(60, TimeUnit.SECONDS);
    remembers(1);
    assertThat(of(Rewound.class)).hasSize(5).allMatch(Rewound::conversation);

    session =
        fleet.fork(session, 2, "play:remember", PermissionMode.EDIT).get(60, TimeUnit.SECONDS);
    until("the session is shown", () -> fleet.session(session).isPresent());
    ready();
    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 3 prompts.");
    assertThat(worktree().resolve("made.txt")).exists();
    remembers(4);
  }

  private void remembers(int prompts) throws Exception {
    say("play:remember", Way.QUEUE);
    ready();
    assertThat(of(MessageAdded.class).getLast().text())
        .as(told())
        .contains("There were " + prompts + " prompts.");
  }

  @Test
  void two_turns_after_each_other_are_two_turns_of_one_conversation() throws Exception {
    start(PermissionMode.EDIT, "play:hello");
    ready();
    say("play:remember", Way.QUEUE);
    ready();

    assertThat(of(MessageAdded.class).getLast().text()).contains("There were 2 prompts.");
    assertThat(of(TurnEnded.class)).hasSize(2);
    assertThat(of(AgentStarted.class)).hasSize(1);
  }

  // ---- how it is played -----------------------------------------------------------------------

  private void start(PermissionMode mode, String task) throws Exception {
    session =
        fleet
            .create(
                new SessionSpec(
                    task,
                    null,
                    checkout,
                    agent.profile().id(),
                    null,
                    mode,
                    null,
                    Limits.NONE,
                    List.of(),
                    false,
                    Map.of()))
            .get(60, TimeUnit.SECONDS);
    until("the session is shown", () -> fleet.session(session).isPresent());
  }

  private void fork(SessionId origin) throws Exception {
    session = fleet.fork(origin, "play:remember", PermissionMode.EDIT).get(60, TimeUnit.SECONDS);
    until("the session is shown", () -> fleet.session(session).isPresent());
  }

  private SessionId imported(String conversation) {
    SessionId id = SessionId.ofImported(agent.profile().id(), conversation);
    store
        .journal()
        .append(
            id,
            0,
            new SessionCreated(
                "Old talk",
                "p",
                "shop",
                checkout.toString(),
                agent.profile().id(),
                agent.profile().name(),
                null,
                PermissionMode.SUGGEST,
                "",
                Limits.NONE,
                false,
                Map.of(SessionCreated.IMPORTED, conversation)))
        .join();
    return id;
  }

  private void say(String text, Way way) throws Exception {
    String prompt =
        fleet.prompt(session, text, List.of(), PromptOrigin.USER, way).get(30, TimeUnit.SECONDS);
    until("what was said is shown", () -> shown.contains(prompt));
  }

  /** Waits for the end of all turns; a turn that fails is told with its reason. */
  private void ready() throws Exception {
    until(
        "it is ready, but it is " + session,
        () -> {
          SessionSnapshot now = snapshot();
          if (now.state() == SessionState.FAILED || now.state() == SessionState.LOST) {
            throw new AssertionError(now.state() + ": " + now.reason() + "\n" + told());
          }
          return now.state() == SessionState.READY && now.queued().isEmpty();
        });
  }

  private SessionSnapshot snapshot() {
    return fleet.session(session).orElseThrow();
  }

  private Path worktree() {
    return Path.of(snapshot().worktree().path());
  }

  private ApprovalAsked asked() throws Exception {
    until(
        "someone is asked",
        () -> {
          if (snapshot().state() == SessionState.FAILED) {
            throw new AssertionError(snapshot().reason() + "\n" + told());
          }
          return !snapshot().approvals().isEmpty();
        });
    return snapshot().approvals().getFirst();
  }

  private void answer(ApprovalAsked asked, String option) throws Exception {
    fleet.answer(session, asked.requestId(), asked.exact(), option, null).get(30, TimeUnit.SECONDS);
    until(
        "the request is answered",
        () ->
            snapshot().approvals().stream()
                .noneMatch(a -> a.requestId().equals(asked.requestId())));
  }

  private List<SessionEvent> story() {
    List<Recorded> story = new ArrayList<>();
    store.journal().replay(session, story::add);
    return story.stream().map(Recorded::event).toList();
  }

  private String told() {
    return String.join("\n", story().stream().map(SessionEvent::toString).toList());
  }

  private <E extends SessionEvent> List<E> of(Class<E> kind) {
    return story().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private String git(String... args) throws Exception {
    return git.run(GitCall.of(GitPlace.at(checkout), args).with(SOMEBODY)).text();
  }

  private static final class NoRules implements RuleBook {
    @Override
    public List<String> ofProject(String projectId) {
      return List.of();
    }

    @Override
    public List<String> ofAlways() {
      return List.of();
    }

    @Override
    public void addForProject(String projectId, String rule) {}

    @Override
    public void addForAlways(String rule) {}
  }

  private final class Streams implements FleetListener {
    @Override
    public void recorded(List<Recorded> events) {
      for (Recorded event : events) {
        if (event.event() instanceof PromptQueued queued) {
          shown.add(queued.promptId());
        } else if (event.event() instanceof PromptSent sent) {
          shown.add(sent.promptId()); // one for the running turn does not wait
        }
      }
    }

    @Override
    public void changed(SessionSnapshot now) {}

    @Override
    public void tail(SessionId id, String text, TailKind kind, String delta) {
      tails.computeIfAbsent(text, _ -> new StringBuilder()).append(delta);
    }

    @Override
    public void tailDropped(SessionId id, String text) {
      tails.remove(text);
    }

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      throw new AssertionError(sentence);
    }
  }
}
