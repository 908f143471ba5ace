package dev.muster.engine;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.BuiltinAgents;
import dev.muster.engine.agent.builtin.LoopSettings;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.rehearsal.RehearsalProvider;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptLibrary;
import dev.muster.engine.agent.builtin.model.rehearsal.ScriptReader;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.event.DecisionText;
import dev.muster.engine.event.LifeEvent.ModeChanged;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitCall;
import dev.muster.engine.git.GitPlace;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetParts;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.RuleBook;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent may do, seen from outside: a whole session, a person's answers, the journal. */
class PermissionLawsTest {
  private static final Map<String, String> SOMEBODY =
      Map.of(
          "GIT_AUTHOR_NAME", "Ada",
          "GIT_AUTHOR_EMAIL", "ada@example.org",
          "GIT_COMMITTER_NAME", "Ada",
          "GIT_COMMITTER_EMAIL", "ada@example.org");

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final LocalHost host = new LocalHost();
  private final Book book = new Book();
  private DataFolder data;
  private Git git;
  private Path checkout;
  private Store store;
  private LiveFleet fleet;
  private SessionId session;

  /** Rules that outlive a session, as this test wants them. */
  private static final class Book implements RuleBook {
    final List<String> project = new CopyOnWriteArrayList<>();
    final List<String> always = new CopyOnWriteArrayList<>();

    volatile boolean unreadable;

    @Override
    public List<String> ofProject(String projectId) throws FleetException {
      if (unreadable) {
        throw new FleetException("The rules cannot be read.");
      }
      return project;
    }

    @Override
    public List<String> ofAlways() {
      return always;
    }

    @Override
    public void addForProject(String projectId, String rule) {
      project.add(rule);
    }

    @Override
    public void addForAlways(String rule) {
      always.add(rule);
    }
  }

  @BeforeEach
  void open() throws Exception {
    data = DataFolder.at(folder.resolve("home"));
    git = Git.on(host);
    store = Store.open(data, Clock.systemUTC());
    checkout = Files.createDirectory(folder.resolve("shop"));
    Files.writeString(checkout.resolve("README.md"), "A shop.\n");
    git("init", "--quiet", "--template=");
    git("add", "--all");
    git("-c", "commit.gpgSign=false", "commit", "--quiet", "--message", "Begin");
  }

  @AfterEach
  void close() {
    fleet.close();
    store.close();
    timer.shutdownNow();
    host.close();
  }

  @Test
  void a_denied_command_never_runs_and_the_model_is_told_why() throws Exception {
    play(PermissionMode.EDIT, run("touch it-ran"));
    ApprovalAsked asked = asked();
    assertThat(asked.exact()).isEqualTo("touch it-ran");

    answer(asked, "deny", "Use the API instead.");

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("it-ran")).doesNotExist();
    ToolFinished finished = finished().getFirst();
    assertThat(finished.outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(finished.result()).contains("Use the API instead.");
    assertThat(story().stream().map(SessionEvent::getClass).map(Class::getSimpleName))
        .containsSubsequence("ToolStarted", "ApprovalAsked", "ApprovalAnswered", "ToolFinished");
  }

  @Test
  void a_denied_command_never_runs_when_a_rule_forbids_it_not_even_in_full_auto() throws Exception {
    book.always.add("deny run: touch");
    play(PermissionMode.FULL_AUTO, run("sh -c 'touch it-ran'"), run("env X=1 touch it-ran"));

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("it-ran")).doesNotExist();
    assertThat(finished()).extracting(ToolFinished::outcome).containsOnly(ToolOutcome.DENIED);
    assertThat(finished().getFirst().result()).contains("deny run: touch");
    assertThat(of(ApprovalAsked.class)).isEmpty();
  }

  @Test
  void the_history_says_which_rule_let_a_command_through_and_which_forbade_one() throws Exception {
    book.project.add("run: touch");
    book.always.add("deny run: rm");
    play(PermissionMode.EDIT, run("touch it-ran"), run("rm it-ran"));

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("it-ran")).exists();
    List<ApprovalAnswered> decided = of(ApprovalAnswered.class);
    assertThat(decided).extracting(ApprovalAnswered::by).containsOnly(DecidedBy.RULE);
    assertThat(decided).extracting(ApprovalAnswered::allowed).containsExactly(true, false);
    assertThat(decided)
        .extracting(answered -> answered.unasked().exact())
        .containsExactly("touch it-ran", "rm it-ran");
    assertThat(decided)
        .extracting(answered -> DecisionText.by(answered, "you"))
        .containsExactly(
            "by the rule “run: touch” of this project",
            "by the rule “deny run: rm”, which holds everywhere");
    // Put down before the command ran, and no rule of the session for that.
    assertThat(story().stream().map(SessionEvent::getClass).map(Class::getSimpleName))
        .containsSubsequence("ToolStarted", "ApprovalAnswered", "ToolFinished");
    assertThat(finished().getFirst().callId()).isEqualTo(decided.getFirst().unasked().callId());
  }

  @Test
  void a_rule_that_a_person_added_is_named_when_it_decides_later() throws Exception {
    play(PermissionMode.EDIT, run("touch one"), run("touch one"));
    ApprovalAsked asked = asked();
    Option lasting =
        asked.options().stream()
            .filter(option -> option.rule() != null && option.reach() == Reach.SESSION)
            .findFirst()
            .orElseThrow();
    answer(asked, lasting.id(), null);

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(of(ApprovalAnswered.class))
        .extracting(answered -> DecisionText.by(answered, "you"))
        .containsExactly(
            "by you, for this session, as the rule “" + lasting.rule() + "”",
            "by the rule “" + lasting.rule() + "” of this session");
  }

  @Test
  void a_mode_that_is_chosen_again_is_no_change() throws Exception {
    play(PermissionMode.EDIT, "{'text': 'Hello.'}");
    until("the turn is over", () -> state() == SessionState.READY);

    fleet.setMode(session, PermissionMode.EDIT).get(30, TimeUnit.SECONDS);
    fleet.setMode(session, PermissionMode.SUGGEST).get(30, TimeUnit.SECONDS);

    assertThat(of(ModeChanged.class)).containsExactly(new ModeChanged(PermissionMode.SUGGEST));
  }

  @Test
  void where_rules_cannot_be_read_a_person_is_asked_even_in_full_auto() throws Exception {
    book.unreadable = true;
    book.always.add("run: touch");
    play(PermissionMode.FULL_AUTO, run("touch it-ran"));

    ApprovalAsked asked = asked();
    assertThat(asked.risks()).contains("rules cannot be read");
    answer(asked, "deny", null);

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("it-ran")).doesNotExist();
  }

  @Test
  void a_denied_command_never_runs_when_the_turn_ends_before_the_answer() throws Exception {
    play(PermissionMode.EDIT, run("touch it-ran"));
    ApprovalAsked asked = asked();

    fleet.interrupt(session).get(30, TimeUnit.SECONDS);

    until("nobody is asked any more", () -> snapshot().approvals().isEmpty());
    until("the call is over", () -> !finished().isEmpty());
    assertThat(of(ApprovalAnswered.class))
        .singleElement()
        .matches(answered -> !answered.allowed() && answered.by() == DecidedBy.NOBODY);
    assertThat(refusal(asked)).contains("no longer open");
    assertThat(finished().getFirst().outcome()).isEqualTo(ToolOutcome.CANCELLED);
    assertThat(worktree().resolve("it-ran")).doesNotExist();
  }

  @Test
  void an_answer_is_for_the_exact_command_and_no_other() throws Exception {
    play(PermissionMode.EDIT, run("touch it-ran"));
    ApprovalAsked asked = asked();

    assertThat(
            fleet
                .answer(session, asked.requestId(), "touch something-else", "once", null)
                .handle((done, failure) -> failure == null ? "" : failure.toString())
                .get(30, TimeUnit.SECONDS))
        .contains("has changed");
    assertThat(worktree().resolve("it-ran")).doesNotExist();

    answer(asked, "once", null);
    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("it-ran")).exists();
  }

  @Test
  void full_auto_says_that_there_is_no_sandbox_and_asks_once_per_session() throws Exception {
    play(PermissionMode.FULL_AUTO, run("touch one"), run("touch two && echo x > three"));
    ApprovalAsked asked = asked();
    assertThat(asked.options()).extracting(Option::id).containsExactly("once", "full-auto", "deny");

    answer(asked, "full-auto", null);

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(of(ApprovalAsked.class)).hasSize(1);
    assertThat(worktree().resolve("one")).exists();
    assertThat(worktree().resolve("two")).exists();
    assertThat(worktree().resolve("three")).exists();
    assertThat(book.always).isEmpty();
    assertThat(book.project).isEmpty();
  }

  @Test
  void a_rule_made_from_an_answer_lets_the_same_kind_through_and_nothing_else() throws Exception {
    play(
        PermissionMode.EDIT,
        run("make -v > /dev/null || true"),
        run("echo hi; true"),
        run("true; touch sneaky"));
    for (String exact :
        List.of("make -v > /dev/null || true", "echo hi; true", "true; touch sneaky")) {
      ApprovalAsked asked = asked();
      assertThat(asked.exact()).isEqualTo(exact);
      boolean kept = exact.startsWith("echo");
      answer(asked, kept ? optionWithRule(asked) : "deny", null);
    }

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(finished())
        .extracting(ToolFinished::outcome)
        .containsExactly(ToolOutcome.DENIED, ToolOutcome.OK, ToolOutcome.DENIED);
    assertThat(worktree().resolve("sneaky")).doesNotExist();
  }

  @Test
  void in_suggest_mode_an_edit_waits_and_the_person_sees_its_diff() throws Exception {
    play(
        PermissionMode.SUGGEST,
        "{'calls': [{'tool': 'edit', 'input': {'path': 'README.md', 'old_string': 'A shop.',"
            + " 'new_string': 'My shop.'}}]}");
    ApprovalAsked asked = asked();
    assertThat(asked.detail()).contains("-A shop.\n+My shop.\n");
    assertThat(worktree().resolve("README.md")).hasContent("A shop.\n");

    answer(asked, "once", null);

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(worktree().resolve("README.md")).hasContent("My shop.\n");
    assertThat(checkout.resolve("README.md")).hasContent("A shop.\n");
  }

  @Test
  void nothing_outside_the_worktree_is_read_without_a_yes() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cret\n");
    play(
        PermissionMode.FULL_AUTO,
        "{'calls': [{'tool': 'read', 'input': {'path': '%s'}}]}".formatted(secret.toRealPath()));
    ApprovalAsked asked = asked();
    assertThat(asked.risks()).containsExactly("outside the worktree");

    answer(asked, "deny", null);

    until("the turn is over", () -> state() == SessionState.READY);
    assertThat(story().toString()).doesNotContain("s3cret");
  }

  private static String optionWithRule(ApprovalAsked asked) {
    return asked.options().stream()
        .filter(option -> option.rule() != null)
        .map(Option::id)
        .findFirst()
        .orElseThrow();
  }

  private static String run(String command) {
    return "{'calls': [{'tool': 'run', 'input': {'command': '%s'}}]}"
        .formatted(command.replace("'", "\\u0027"));
  }

  /** Starts a session that plays these lines of a script, single quotes for double ones. */
  private void play(PermissionMode mode, String... lines) throws Exception {
    String json =
        "{'id': 'law', 'lines': [%s, {'text': 'Done.'}]}"
            .formatted(String.join(", ", lines))
            .replace('\'', '"');
    ScriptLibrary scripts = ScriptLibrary.of(List.of(ScriptReader.read(json)));
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                new Workplace(git, host, data),
                new Policy(folder),
                book,
                Map.of(
                    "rehearsal",
                    BuiltinAgents.rehearsal(
                        scripts, Prices.standard(), BuiltinTools.on(host), LoopSettings.DEFAULT)),
                data::sessionFolder,
                store::rawLog,
                () -> 1,
                timer,
                LiveFleet.tailsTo(itself::get),
                Clock.systemUTC()));
    itself.set(fleet);
    fleet.open();
    session =
        fleet
            .create(
                new SessionSpec(
                    "Do it.",
                    null,
                    checkout,
                    "rehearsal",
                    null,
                    mode,
                    null,
                    Limits.NONE,
                    List.of(),
                    false,
                    Map.of(RehearsalProvider.SCRIPT, "law", RehearsalProvider.PACE, "0")))
            .get(60, TimeUnit.SECONDS);
    until("the session is shown", () -> fleet.session(session).isPresent());
  }

  private SessionSnapshot snapshot() {
    return fleet.session(session).orElseThrow();
  }

  private SessionState state() {
    return snapshot().state();
  }

  private Path worktree() {
    return Path.of(snapshot().worktree().path());
  }

  /** Waits until a person is asked. */
  private ApprovalAsked asked() throws Exception {
    until("someone is asked", () -> !snapshot().approvals().isEmpty());
    return snapshot().approvals().getFirst();
  }

  private void answer(ApprovalAsked asked, String option, @Nullable String note) throws Exception {
    fleet.answer(session, asked.requestId(), asked.exact(), option, note).get(30, TimeUnit.SECONDS);
    until(
        "the request is answered",
        () ->
            snapshot().approvals().stream()
                .noneMatch(a -> a.requestId().equals(asked.requestId())));
  }

  private String refusal(ApprovalAsked asked) throws Exception {
    return fleet
        .answer(session, asked.requestId(), asked.exact(), "once", null)
        .handle((done, failure) -> failure == null ? "" : failure.toString())
        .get(30, TimeUnit.SECONDS);
  }

  private List<SessionEvent> story() {
    List<Recorded> story = new ArrayList<>();
    store.journal().replay(session, story::add);
    return story.stream().map(Recorded::event).toList();
  }

  private <E extends SessionEvent> List<E> of(Class<E> kind) {
    return story().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<ToolFinished> finished() {
    return of(ToolFinished.class);
  }

  private String git(String... args) throws Exception {
    return git.run(GitCall.of(GitPlace.at(checkout), args).with(SOMEBODY)).text();
  }
}
