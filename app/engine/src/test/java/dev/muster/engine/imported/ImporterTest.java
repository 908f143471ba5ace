package dev.muster.engine.imported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.imported.ImportReport.OfAgent;
import dev.muster.engine.imported.Taken.Outcome;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionFold;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SessionRow;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImporterTest extends ImportFixture {

  @Test
  void real_conversations_are_finished_sessions_with_their_own_times() throws Exception {
    Files.copy(claudeResource(), claude.resolve("abc.jsonl"));
    Files.copy(codexResource("script-mode"), codex.resolve("rollout-2026-11-21T07-28-49-x.jsonl"));

    ImportReport report = importAll();

    assertThat(report.problems()).isEmpty();
    assertThat(report.agents()).extracting(OfAgent::added).containsExactly(1, 1);
    assertThat(report.sentences()).containsExactly("Claude Code: 1 imported", "Codex: 1 imported");
    SessionRow claudes = row(SessionId.ofImported("claude", "abc"));
    assertThat(claudes.state()).isEqualTo(SessionState.CLOSED);
    assertThat(claudes.agentName()).isEqualTo("Claude Code");
    assertThat(claudes.createdAt()).isEqualTo("2026-11-21T05:43:18.463Z");
    assertThat(claudes.lastAt()).isEqualTo("2026-11-21T05:43:21.361Z");
    assertThat(claudes.worktree()).isNull();
    assertThat(claudes.projectName()).isEqualTo("elsewhere");
    assertThat(claudes.repository()).isEqualTo("/home/user/work");
    SessionRow codexs = row(SessionId.ofImported("codex", "01a1fd02-01d0-7c00-9985-06e9f173bbb3"));
    assertThat(codexs.title()).isEqualTo("play:work Please mend the clock");
    assertThat(codexs.turns()).isEqualTo(4);
    assertThat(codexs.createdAt()).isEqualTo("2026-11-21T07:28:49.683Z");
    assertThat(((SessionCreated) story(codexs.id()).getFirst().event()).options())
        .containsEntry("imported", "01a1fd02-01d0-7c00-9985-06e9f173bbb3");
    assertThat(engine.journal().check()).isEmpty();
  }

  private SessionRow row(SessionId id) {
    return engine.journal().session(id).orElseThrow();
  }

  @Test
  void importing_twice_adds_nothing() throws Exception {
    Files.copy(claudeResource(), claude.resolve("abc.jsonl"));
    Files.copy(codexResource("script-mode"), codex.resolve("rollout-2026-11-21T07-28-49-x.jsonl"));
    Files.copy(codexResource("direct-calls"), codex.resolve("rollout-2026-11-21T07-31-04-y.jsonl"));
    importAll();
    long position = engine.journal().position();

    ImportReport again = importAll();

    assertThat(engine.journal().position()).isEqualTo(position);
    assertThat(again.agents()).extracting(OfAgent::known).containsExactly(1, 2);
    assertThat(again.fresh()).isZero();
    assertThat(again.sentences()).contains("Codex: 2 already in history");
  }

  @Test
  void without_its_memory_of_files_importing_again_adds_nothing_either() throws Exception {
    Files.copy(claudeResource(), claude.resolve("abc.jsonl"));
    Files.copy(codexResource("script-mode"), codex.resolve("rollout-2026-11-21T07-28-49-x.jsonl"));
    importAll();
    long position = engine.journal().position();
    Path memory = engine.folder().data().resolve("imported.txt");
    assertThat(Files.readAllLines(memory)).hasSize(2);

    for (String damaged : List.of("", "nonsense\n", "i123 x y\n")) {
      Files.writeString(memory, damaged);
      assertThat(importAll().fresh()).isZero();
      assertThat(Files.readAllLines(memory)).hasSize(2);
    }
    assertThat(engine.journal().position()).isEqualTo(position);
  }

  @Test
  void what_a_conversation_grew_by_is_all_that_is_added_wherever_it_was_cut() throws Exception {
    List<String> lines = Files.readAllLines(claudeResource());
    Path file = claude.resolve("abc.jsonl");
    for (int length = 3; length <= lines.size(); length += 7) {
      Files.write(file, lines.subList(0, length));
      importAll();
      forget();
      assertThat(importAll().fresh()).isZero();
    }
    Files.write(file, lines);
    importAll();
    Files.write(claude.resolve("whole.jsonl"), lines);
    importAll();

    List<String> grown = told(SessionId.ofImported("claude", "abc"));
    List<String> whole = told(SessionId.ofImported("claude", "whole"));
    assertThat(grown).isEqualTo(whole);
    assertThat(row(SessionId.ofImported("claude", "abc")).tokens())
        .isEqualTo(row(SessionId.ofImported("claude", "whole")).tokens());
  }

  /** All but the ends of turns and usage, which are told early where a file ended for a while. */
  private List<String> told(SessionId id) {
    EventJson json = new EventJson();
    return story(id).stream()
        .skip(2)
        .filter(r -> !(r.event() instanceof TurnEnded || r.event() instanceof UsageReported))
        .map(r -> r.turn() + " " + r.at() + " " + json.write(r.event()))
        .toList();
  }

  @Test
  void a_rollout_that_grows_is_brought_up_to_date() throws Exception {
    List<String> lines = Files.readAllLines(codexResource("script-mode"));
    Path file = codex.resolve("rollout-2026-11-21T07-28-49-x.jsonl");
    for (int length = 14; length <= lines.size(); length += 5) {
      Files.write(file, lines.subList(0, length));
      importAll();
      forget();
      assertThat(importAll().fresh()).isZero();
    }
    Files.write(file, lines);
    assertThat(importAll().agents().get(1).grown()).isEqualTo(1);
    SessionRow row = row(SessionId.ofImported("codex", "01a1fd02-01d0-7c00-9985-06e9f173bbb3"));
    assertThat(row.turns()).isEqualTo(4);
    assertThat(row.tokens()).isEqualTo(600 * 6 + 15 + 600 * 2 + 50 * 8);
  }

  @Test
  void a_file_that_was_written_anew_loses_nothing_and_adds_what_is_later() throws Exception {
    Path file =
        write("a", prompt("u1", "first words", temp), answer("x1", "old words", "end_turn"));
    importAll();
    Files.write(
        file,
        List.of(
            prompt("u9", "other words", temp),
            prompt("u2", "later words", temp, "2026-11-02T10:00:00Z"),
            answer("x2", "new words", "end_turn", "2026-11-02T10:00:01Z")));

    assertThat(importAll().agents().getFirst().grown()).isEqualTo(1);
    forget();
    assertThat(importAll().fresh()).isZero();
    SessionId id = SessionId.ofImported("claude", "a");
    assertThat(kinds(id))
        .containsExactly(
            "SessionCreated",
            "StateChanged",
            "PromptSent",
            "TurnStarted",
            "MessageAdded",
            "UsageReported",
            "TurnEnded",
            "Noted",
            "PromptSent",
            "TurnStarted",
            "MessageAdded",
            "UsageReported",
            "TurnEnded");
    assertThat(found("old words")).isEqualTo(1);
    assertThat(found("new words")).isEqualTo(1);
  }

  private int found(String words) {
    engine.search().catchUp();
    return engine.search().find(Search.Query.of("\"" + words + "\"")).hits().size();
  }

  @Test
  void a_name_that_a_person_gave_in_codex_is_the_title_also_when_it_comes_later() throws Exception {
    String id = "01a1fd02-01d0-7c00-9985-06e9f173bbb3";
    List<String> lines = Files.readAllLines(codexResource("script-mode"));
    Path file = codex.resolve("rollout-2026-11-21T07-28-49-x.jsonl");
    Files.write(file, lines.subList(0, 60));
    importAll();
    SessionId session = SessionId.ofImported("codex", id);
    assertThat(row(session).title()).isEqualTo("play:work Please mend the clock");

    Path index = home.resolve(".codex/session_index.jsonl");
    String named = "{\"id\":\"" + id + "\",\"thread_name\":\"%s\"}\n";
    Files.writeString(index, named.formatted("First name") + "garbage\n" + named.formatted("Mend"));
    assertThat(importAll().fresh()).isEqualTo(1);
    assertThat(row(session).title()).isEqualTo("Mend");
    assertThat(importAll().fresh()).isZero();

    Files.write(file, lines);
    assertThat(importAll().fresh()).isEqualTo(1);
    forget();
    assertThat(importAll().fresh()).isZero();
    assertThat(row(session).title()).isEqualTo("Mend");
    assertThat(row(session).turns()).isEqualTo(4);
    assertThat(kinds(session)).doesNotContain("Noted");
  }

  @Test
  void imported_text_can_be_searched() throws Exception {
    write("a", prompt("u1", "please paint the zebra", temp), answer("x", "painted", "end_turn"));
    importAll();
    engine.search().catchUp();

    Search.Hit hit = engine.search().find(Search.Query.of("zebra")).hits().getLast();
    assertThat(hit.session()).isEqualTo(SessionId.ofImported("claude", "a"));
    assertThat(hit.at()).isEqualTo("2026-11-01T10:00:00Z");
    assertThat(hit.projectName()).isEqualTo("elsewhere");
  }

  @Test
  void a_conversation_belongs_to_the_repository_it_was_in_where_that_is_still_there()
      throws Exception {
    try (TestRepository repository = new TestRepository(temp.resolve("shop"))) {
      repository.write("README.md", "x");
      repository.commit("Begin");
      Path below = Files.createDirectories(repository.root().resolve("src/deep"));
      write("a", prompt("u1", "in it", repository.root()));
      write("b", prompt("u1", "below it", below));
      write("c", prompt("u1", "gone", temp.resolve("gone")));
      write("d", prompt("u1", "relative", Path.of("shop")));
      write("e", prompt("u1", "no path", Path.of("x")).replace("\"x\"", "\"\\u0000\""));

      importAll();
      String shop = engine.openProject(repository.root()).join().id();
      assertThat(row(SessionId.ofImported("claude", "a")).projectId()).isEqualTo(shop);
      assertThat(row(SessionId.ofImported("claude", "b")).projectName()).isEqualTo("shop");
      for (String other : List.of("c", "d", "e")) {
        assertThat(row(SessionId.ofImported("claude", other)).projectId()).isEqualTo("elsewhere");
      }
      ImportRequest all = engine.conversations();
      assertThat(
              run(new ImportRequest(all.sources(), null, repository.root(), true))
                  .agents()
                  .getFirst()
                  .found())
          .isEqualTo(2);
    }
  }

  @Test
  void an_imported_session_takes_no_part_in_the_fleet_and_refuses_to_go_on() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    FleetListener listener =
        (FleetListener)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FleetListener.class},
                (self, method, given) -> {
                  if (method.getDeclaringClass() == Object.class) {
                    return method.getName().equals("equals") ? self == given[0] : 1;
                  }
                  return heard.incrementAndGet();
                });
    SessionId id = SessionId.ofImported("claude", "a");
    try (var ignored = engine.fleet().subscribe(listener)) {
      write("a", prompt("u1", "mend it", temp));
      importAll();
      engine.journal().flush();
    }
    assertThat(heard).hasValue(0);
    assertThat(engine.fleet().sessions()).isEmpty();
    assertThat(engine.fleet().slots().busy()).isZero();
    for (var refused :
        List.of(
            engine.fleet().prompt(id, "go on", List.of(), PromptOrigin.USER, Fleet.Way.QUEUE),
            engine.fleet().resume(id),
            engine.fleet().rename(id, "x"))) {
      assertThatThrownBy(refused::join)
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("This conversation was imported");
    }
    engine.close();
    engine = open();
    assertThat(engine.fleet().sessions()).isEmpty();
    assertThat(rows()).hasSize(1);
  }

  @Test
  void a_start_looks_at_nothing_but_sessions_that_are_not_over() throws Exception {
    write("a", prompt("u1", "mend it", temp));
    importAll();
    SessionId open = SessionId.create(Instant.now());
    SessionId closed = SessionId.create(Instant.now());
    SessionCreated created = (SessionCreated) story(rows().getFirst().id()).getFirst().event();
    engine.journal().append(open, 0, created).join();
    engine
        .journal()
        .appendAll(
            closed,
            0,
            List.of(
                created, new StateChanged(SessionState.QUEUED, SessionState.CLOSED, null, null)))
        .join();

    assertThat(engine.journal().openSessions()).extracting(SessionRow::id).containsExactly(open);
    assertThat(rows()).hasSize(3);
  }

  @Test
  void replaying_an_imported_session_gives_a_closed_one_that_claims_to_do_nothing()
      throws Exception {
    write("a", prompt("u1", "mend it", temp));
    importAll();
    List<Recorded> story = story(SessionId.ofImported("claude", "a"));
    SessionFold fold = new SessionFold(story.getFirst());
    story.forEach(fold::apply);
    SessionSnapshot snapshot = fold.snapshot();
    assertThat(snapshot.state()).isEqualTo(SessionState.CLOSED);
    assertThat(snapshot.activity()).isEmpty();
    assertThat(snapshot.turnSince()).isNull();
    assertThat(snapshot.turn()).isEqualTo(1);
  }

  @Test
  void what_muster_had_itself_is_left_out() throws Exception {
    Path worktree = engine.folder().worktrees().resolve("shop-1/s123");
    write("a", prompt("u1", "by Muster", worktree));
    Files.writeString(
        codex.resolve("rollout-1-b.jsonl"),
        """
        {"type":"session_meta","payload":{"id":"b","cwd":"/x","originator":"muster"}}
        {"type":"event_msg","payload":{"type":"user_message","message":"by Muster"}}
        """);
    ImportReport report = importAll();
    assertThat(report.agents()).extracting(OfAgent::own).containsExactly(1, 1);
    assertThat(report.fresh()).isZero();
    assertThat(rows()).isEmpty();
    assertThat(report.sentences().getFirst())
        .isEqualTo("Claude Code: no conversations (and 1 that Muster had itself)");
  }

  @Test
  void a_dry_run_says_what_there_is_and_stores_nothing() throws Exception {
    Path file = write("a", prompt("u1", "mend it", temp), answer("x1", "done", "end_turn"));
    importAll();
    add(file, prompt("u2", "more", temp));
    write("b", prompt("u1", "new one", temp));
    long position = engine.journal().position();

    ImportReport report = run(engine.conversations().onlyLooking());
    assertThat(report.agents().getFirst().added()).isEqualTo(1);
    assertThat(report.agents().getFirst().grown()).isEqualTo(1);
    assertThat(report.sentences()).contains("Claude Code: 1 new, 1 has grown");
    assertThat(engine.journal().position()).isEqualTo(position);
    assertThat(taken)
        .extracting(Taken::outcome)
        .containsExactlyInAnyOrder(Outcome.GROWN, Outcome.NEW);
  }

  @Test
  void only_what_changed_since_a_day_is_taken_in_and_the_oldest_first() throws Exception {
    changed(write("a", prompt("u1", "old", temp)), "2026-11-01T10:00:00Z");
    changed(write("c", prompt("u1", "newer", temp)), "2026-11-03T10:00:00Z");
    changed(write("b", prompt("u1", "new", temp)), "2026-11-02T10:00:00Z");
    ImportRequest all = engine.conversations();

    run(new ImportRequest(all.sources(), Instant.parse("2026-11-02T00:00:00Z"), null, false));
    assertThat(taken).extracting(Taken::conversation).containsExactly("b", "c");
  }

  @Test
  void where_there_is_nothing_that_is_what_is_said() throws Exception {
    ImportRequest nowhere =
        ImportRequest.all(
            List.of(PastAgent.values()),
            java.util.Map.of("CODEX_HOME", temp.resolve("none").toString()),
            temp.resolve("nobody"));
    assertThat(run(nowhere).sentences())
        .containsExactly(
            "Claude Code: no conversations in " + temp.resolve("nobody/.claude"),
            "Codex: no conversations in " + temp.resolve("none"));
  }
}
