package dev.muster.engine.store;

import static dev.muster.engine.store.StoreFixture.ONE;
import static dev.muster.engine.store.StoreFixture.created;
import static dev.muster.engine.store.StoreFixture.printed;
import static dev.muster.engine.store.StoreFixture.prompt;
import static dev.muster.engine.store.StoreFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.ClaimJudged;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ObservedEvent.Verdict;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoriesTest {
  @TempDir Path home;
  Store store;

  @BeforeEach
  void opened() throws StoreException {
    store = StoreFixture.open(DataFolder.at(home));
  }

  @AfterEach
  void closed() {
    store.close();
  }

  private void append(int turn, SessionEvent... events) {
    store.journal().appendAll(ONE, turn, List.of(events)).join();
  }

  private static SessionEvent begin(String call, ToolKind kind, String title, String... paths) {
    return new ToolStarted(call, kind, "tool", title, "{}", List.of(paths), false, null);
  }

  private static SessionEvent end(String call, ToolOutcome outcome, Integer exit) {
    return new ToolFinished(call, outcome, exit, 70, "done", 3, 1, null);
  }

  private static List<Long> seqs(Stories.Part part) {
    return part.events().stream().map(Recorded::seq).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void a_story_is_read_in_parts_from_anywhere_both_ways() {
    for (int n = 1; n <= 100; n++) {
      append(1, said("line " + n));
    }
    Stories stories = store.stories();

    assertThat(seqs(stories.tail(ONE, 10))).isEqualTo(range(91, 100));
    assertThat(stories.tail(ONE, 10).after()).isFalse();
    assertThat(stories.tail(ONE, 10).before()).isTrue();
    assertThat(seqs(stories.before(ONE, 91, 10))).isEqualTo(range(81, 90));
    assertThat(stories.before(ONE, 91, 10).after()).isTrue();
    assertThat(stories.before(ONE, 11, 10).before()).isFalse();
    assertThat(seqs(stories.from(ONE, 81, 10))).isEqualTo(range(81, 90));
    assertThat(seqs(stories.around(ONE, 50, 10))).isEqualTo(range(45, 54));
    assertThat(seqs(stories.around(ONE, 1, 10))).isEqualTo(range(1, 5));
    assertThat(stories.from(ONE, 101, 10).events()).isEmpty();
    assertThat(stories.from(ONE, 101, 10).before()).isTrue();
    assertThat(stories.from(ONE, 101, 10).after()).isFalse();
    assertThat(stories.before(ONE, 1, 10)).isEqualTo(new Stories.Part(List.of(), false, true));
    assertThat(stories.tail(StoreFixture.TWO, 10))
        .isEqualTo(new Stories.Part(List.of(), false, false));

    List<Long> all = new ArrayList<>();
    Stories.Part part = stories.tail(ONE, 7);
    while (true) {
      all.addAll(0, seqs(part));
      if (!part.before()) {
        break;
      }
      part = stories.before(ONE, part.events().getFirst().seq(), 7);
    }
    assertThat(all).isEqualTo(range(1, 100));
  }

  @Test
  void a_part_is_bounded_by_what_it_weighs() {
    for (int n = 0; n < 40; n++) {
      append(1, said("x".repeat(500_000)));
    }

    Stories.Part part = store.stories().tail(ONE, 40);

    assertThat(part.events()).hasSizeBetween(8, 10);
    assertThat(part.events().getLast().seq()).isEqualTo(40);
    assertThat(part.before()).isTrue();
  }

  @Test
  void the_outline_files_and_commands_say_what_happened() {
    append(0, created("Flaky test", "shop"));
    append(
        1,
        prompt("\n  Fix it.\nPlease."),
        new TurnStarted("p"),
        begin("a", ToolKind.READ, "src/pool.ts", "src/pool.ts"),
        end("a", ToolOutcome.OK, null),
        begin("b", ToolKind.EDIT, "src/pool.ts", "src/pool.ts"),
        end("b", ToolOutcome.OK, null),
        begin("c", ToolKind.EDIT, "src/never.ts", "src/never.ts"),
        end("c", ToolOutcome.DENIED, null),
        begin("d", ToolKind.RUN, "npm test"),
        printed("red"),
        end("d", ToolOutcome.FAILED, 1),
        new TreeChanged(
            "t1",
            List.of(
                new FileDelta("src/pool.ts", null, 'M', 9, 2),
                new FileDelta("made.txt", null, 'A', 1, 0)),
            10,
            2),
        new TreeChanged("t2", List.of(new FileDelta("src/pool.ts", null, 'M', 9, 2)), 9, 2),
        new UsageReported("sonnet", 10, 5, 0, 0, 630_000L, null, null),
        new CheckpointMade("refs/muster/x/1", "c0ffee", "t2"),
        new TurnEnded(End.DONE, null));
    append(2, prompt("Again"), new TurnStarted("q"), begin("e", ToolKind.RUN, "npm run all"));
    append(2, new ClaimJudged("tests pass", Verdict.CONTRADICTED, "exit 1"));
    store.search().catchUp();
    Stories stories = store.stories();

    List<Stories.Turn> turns = stories.turns(ONE);
    assertThat(turns).extracting(Stories.Turn::number).containsExactly(0, 1, 2);
    Stories.Turn first = turns.get(1);
    assertThat(first.prompt()).isEqualTo("Fix it.");
    assertThat(first.firstSeq()).isEqualTo(2);
    assertThat(first.lastSeq()).isEqualTo(17);
    assertThat(first.events()).isEqualTo(16);
    assertThat(first.commands()).isEqualTo(1);
    assertThat(first.edits()).isEqualTo(1);
    assertThat(first.errors()).isEqualTo(1);
    assertThat(first.costMicros()).isEqualTo(630_000);
    assertThat(first.end()).isEqualTo(End.DONE);
    assertThat(first.checkpoint()).isEqualTo("c0ffee");
    assertThat(turns.get(2).end()).isNull();
    assertThat(stories.files(ONE))
        .containsExactly(
            new Stories.Touched("src/pool.ts", 1, 1, 'M', 9, 2, 13),
            new Stories.Touched("made.txt", 0, 0, null, null, null, 13));
    assertThat(stories.commands(ONE, Long.MAX_VALUE, 10))
        .extracting(
            Stories.Ran::command, Stories.Ran::exit, Stories.Ran::millis, Stories.Ran::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("npm test", 1, 70L, ToolOutcome.FAILED),
            org.assertj.core.groups.Tuple.tuple("npm run all", null, null, null));
    assertThat(stories.commands(ONE, 20, 10)).hasSize(1);
    SessionFacts facts = store.search().facts(ONE).orElseThrow();
    assertThat(facts.model()).isEqualTo("sonnet");
    assertThat(facts.claims()).isEqualTo(1);
    assertThat(facts.contradicted()).isEqualTo(1);
    assertThat(facts.row()).isEqualTo(store.journal().session(ONE).orElseThrow());
  }

  @Test
  void what_is_derived_live_bit_by_bit_is_what_a_rebuild_derives() throws Exception {
    Random random = new Random(5);
    append(0, created("Random", "shop"));
    for (int n = 0; n < 600; n++) {
      append(n / 60, event(random, n));
      if (random.nextInt(9) == 0) {
        store.search().catchUp();
      }
      if (n % 150 == 70) {
        // What it goes on with is then only what was kept.
        store.close();
        store = StoreFixture.open(DataFolder.at(home));
      }
    }
    store.search().catchUp();
    Stories stories = store.stories();
    List<Object> live =
        List.of(
            stories.turns(ONE),
            stories.files(ONE),
            stories.commands(ONE, Long.MAX_VALUE, 1_000),
            store.search().facts(ONE).orElseThrow());

    store.search().rebuild();

    assertThat(live)
        .isEqualTo(
            List.of(
                stories.turns(ONE),
                stories.files(ONE),
                stories.commands(ONE, Long.MAX_VALUE, 1_000),
                store.search().facts(ONE).orElseThrow()));
    assertThat(stories.turns(ONE)).hasSize(10);
    assertThat(stories.files(ONE)).hasSizeGreaterThan(4);
    assertThat(stories.commands(ONE, Long.MAX_VALUE, 1_000)).hasSizeGreaterThan(20);
  }

  private static SessionEvent event(Random random, int n) {
    String call = "c" + random.nextInt(6);
    String file = "f" + random.nextInt(6);
    return switch (random.nextInt(9)) {
      case 0 -> prompt("prompt " + n);
      case 1 -> new TurnStarted("p" + n);
      case 2 -> random.nextInt(6) == 0 ? new TurnEnded(End.FAILED, "no") : said("word");
      case 3, 4 -> begin(call, ToolKind.values()[random.nextInt(3)], "do " + n, file);
      case 5, 6 -> end(call, ToolOutcome.values()[random.nextInt(2)], random.nextInt(3));
      case 7 -> {
        List<FileDelta> files = new ArrayList<>();
        for (int f = 0; f < 6; f++) {
          if (random.nextBoolean()) {
            files.add(new FileDelta("f" + f, null, 'M', random.nextInt(2), 0));
          }
        }
        yield new TreeChanged("t" + n, files, 1, 0);
      }
      default -> new UsageReported("m" + n, 1, 1, 0, 0, 5L, null, null);
    };
  }

  @Test
  void a_skimmed_story_has_every_event_and_all_but_the_texts() {
    append(0, created("One", "shop"));
    append(1, prompt("Do"), said("a long text"), printed("output"), new TurnEnded(End.DONE, null));
    List<Recorded> skimmed = new ArrayList<>();

    store.stories().skim(ONE, 0, 5, skimmed::add);

    List<Recorded> all = store.journal().read(ONE, 1, 10);
    assertThat(skimmed).extracting(Recorded::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(skimmed).extracting(Recorded::at).isEqualTo(all.stream().map(Recorded::at).toList());
    assertThat(skimmed.get(1)).isEqualTo(all.get(1));
    assertThat(skimmed.get(2).event())
        .isEqualTo(new dev.muster.engine.event.ConversationEvent.MessageAdded("", "", null));
    assertThat(skimmed.get(4)).isEqualTo(all.get(4));
    List<Recorded> part = new ArrayList<>();
    store.stories().skim(ONE, 2, 3, part::add);
    assertThat(part).extracting(Recorded::seq).containsExactly(3L);
  }
}
