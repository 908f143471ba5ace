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
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.ObservedEvent;
import dev.muster.engine.event.OutcomeEvent.Dropped;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitCall;
import dev.muster.engine.git.GitPlace;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.policy.Policy;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Laws that need a whole session to be broken: the agent's loop, its tools, git and the journal.
 */
class LawsTest {
  private static final Map<String, String> SOMEBODY =
      Map.of(
          "GIT_AUTHOR_NAME", "Ada",
          "GIT_AUTHOR_EMAIL", "ada@example.org",
          "GIT_COMMITTER_NAME", "Ada",
          "GIT_COMMITTER_EMAIL", "ada@example.org");

  private static final String BACK = "To get it back: ";

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final LocalHost host = new LocalHost();
  private DataFolder data;
  private Git git;
  private Path checkout;
  private Store store;
  private LiveFleet fleet;

  @BeforeEach
  void open() throws Exception {
    data = DataFolder.at(folder.resolve("home"));
    git = Git.on(host);
    store = Store.open(data, Clock.systemUTC());
    checkout = Files.createDirectory(folder.resolve("shop"));
    Files.writeString(checkout.resolve("README.md"), "A shop.\n");
    Files.writeString(checkout.resolve(".gitignore"), ".env\n");
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
  void an_agents_word_is_not_evidence_claims_turn_nothing_green() throws Exception {
    SessionSnapshot end =
        play("{'text': 'I updated the README, ran all tests, and 4966 of 4966 passed.'}");
    assertThat(end.lastRun()).isNull();
    assertThat(end.changes().files()).isEmpty();
    assertThat(observations(end.id()))
        .noneMatch(seen -> seen instanceof ObservedEvent.CheckRan)
        .noneMatch(seen -> seen instanceof ObservedEvent.ClaimJudged)
        .filteredOn(ObservedEvent.CheckpointMade.class::isInstance)
        .singleElement()
        .extracting(seen -> ((ObservedEvent.CheckpointMade) seen).treeHash())
        .isEqualTo(git("rev-parse", "HEAD^{tree}"));
  }

  @Test
  void an_agents_word_is_not_evidence_the_exit_code_is_the_one_muster_saw() throws Exception {
    SessionSnapshot end =
        play(
            "{'calls': [{'tool': 'run', 'input': {'command': 'exit 3'}}]}, {'text': 'It passed.'}");
    assertThat(end.lastRun().exitCode()).isEqualTo(3);
    assertThat(end.lastRun().observed()).isTrue();
  }

  @Test
  void an_agents_word_is_not_evidence_changes_are_those_that_git_sees() throws Exception {
    SessionSnapshot end =
        play(
            "{'calls': [{'tool': 'write', 'input': {'path': 'NEW.md', 'content': 'new'}}]},"
                + " {'calls': [{'tool': 'run', 'input': {'command': 'rm NEW.md'}}]},"
                + " {'text': 'I added NEW.md.'}");
    assertThat(story(end.id()))
        .extracting(Recorded::event)
        .anyMatch(
            event -> event instanceof ToolFinished done && Integer.valueOf(1).equals(done.added()));
    assertThat(end.changes().files()).isEmpty();
    assertThat(end.changes().added()).isZero();
  }

  @Test
  void no_work_is_thrown_away_when_a_session_is_dropped() throws Exception {
    SessionSnapshot end =
        play(
            "{'calls': [{'tool': 'write', 'input': {'path': 'NEW.md', 'content': 'new\\n'}},"
                + " {'tool': 'read', 'input': {'path': 'README.md'}},"
                + " {'tool': 'edit', 'input': {'path': 'README.md', 'old_string': 'A shop.',"
                + " 'new_string': 'My shop.'}},"
                + " {'tool': 'write', 'input': {'path': '.env', 'content': 'COLOUR=blue\\n'}}]},"
                + " {'text': 'Done.'}");
    Path worktree = Path.of(end.worktree().path());
    assertThat(worktree.resolve("NEW.md")).exists();

    fleet.close(end.id(), ClosedAs.DROPPED).get(60, TimeUnit.SECONDS);

    assertThat(worktree).doesNotExist();
    List<Recorded> story = story(end.id());
    String ref =
        story.stream()
            .map(Recorded::event)
            .filter(Dropped.class::isInstance)
            .map(event -> ((Dropped) event).ref())
            .findFirst()
            .orElseThrow();
    git("reflog", "expire", "--expire=now", "--all");
    git("gc", "--quiet", "--prune=now");
    assertThat(git("show", ref + ":NEW.md")).isEqualTo("new");
    assertThat(git("show", ref + ":README.md")).isEqualTo("My shop.");
    assertThat(data.sessionFolder(end.id())).isDirectoryRecursivelyContaining("glob:**/.env");
    String told =
        story.stream()
            .map(Recorded::event)
            .filter(event -> event instanceof Noted note && note.text().startsWith(BACK))
            .map(event -> ((Noted) event).text())
            .findFirst()
            .orElseThrow();
    String command = told.substring(BACK.length()).replaceFirst("\\. Its ignored files.*", "");
    assertThat(host.run(ProcessSpec.of(folder, "sh", "-c", command), Duration.ofMinutes(1)).ok())
        .as("the history says how to get it back: %s", command)
        .isTrue();
    assertThat(worktree.resolve("NEW.md")).hasContent("new");
    until("it is shown as closed", () -> state(end.id()) == SessionState.CLOSED);
  }

  /** Plays a script's lines, with single quotes for double ones, in a session that may do all. */
  private SessionSnapshot play(String lines) throws Exception {
    String json = "{'id': 'law', 'lines': [%s]}".formatted(lines).replace('\'', '"');
    ScriptLibrary scripts = ScriptLibrary.of(List.of(ScriptReader.read(json)));
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                new Workplace(git, host, data),
                new Policy(folder),
                new Allowing(List.of("run: exit", "run: rm NEW.md")),
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
    SessionId id =
        fleet
            .create(
                new SessionSpec(
                    "Do it.",
                    null,
                    checkout,
                    "rehearsal",
                    null,
                    PermissionMode.EDIT,
                    null,
                    Limits.NONE,
                    List.of(),
                    false,
                    Map.of(RehearsalProvider.SCRIPT, "law", RehearsalProvider.PACE, "0")))
            .get(60, TimeUnit.SECONDS);
    until("the turn is over", () -> state(id) == SessionState.READY);
    return fleet.session(id).orElseThrow();
  }

  private SessionState state(SessionId id) {
    return fleet.session(id).map(SessionSnapshot::state).orElse(SessionState.QUEUED);
  }

  private List<Recorded> story(SessionId id) {
    List<Recorded> story = new ArrayList<>();
    store.journal().replay(id, story::add);
    return story;
  }

  private List<ObservedEvent> observations(SessionId id) {
    return story(id).stream()
        .map(Recorded::event)
        .filter(ObservedEvent.class::isInstance)
        .map(ObservedEvent.class::cast)
        .toList();
  }

  private String git(String... args) throws Exception {
    return git.run(GitCall.of(GitPlace.at(checkout), args).with(SOMEBODY)).text();
  }

  /** Rules that hold for every project. */
  private record Allowing(List<String> ofAlways) implements RuleBook {
    @Override
    public List<String> ofProject(String projectId) {
      return List.of();
    }

    @Override
    public void addForProject(String projectId, String rule) {
      throw new AssertionError("Nobody was asked, so no rule is added: " + rule);
    }

    @Override
    public void addForAlways(String rule) {
      throw new AssertionError("Nobody was asked, so no rule is added: " + rule);
    }
  }
}
