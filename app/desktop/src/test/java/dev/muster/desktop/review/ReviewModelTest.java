package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.ReviewEvent.FileViewed;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Landed;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ReviewState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeBackend backend = new FakeBackend();
  private final FakeFleet fleet = backend.fleet();
  private final FakeReview source = backend.review();
  private final List<String> told = new ArrayList<>();
  private SessionId id;
  private ReviewModel model;

  @BeforeEach
  void make() {
    fleet.subscribe(pump);
    id = fleet.addWorking("One");
    FleetModel all = new FleetModel(fleet.sessions(), fleet.slots());
    pump.listen(all);
    model = new ReviewModel(all.find(id).orElseThrow(), source, pump);
  }

  private void open() {
    model.open(new Told());
    frames.settle();
  }

  private void diff(String path, FileDiff diff) {
    source.diffs.computeIfAbsent(path, _ -> new CompletableFuture<>()).complete(diff);
    frames.settle();
  }

  @Test
  void agents_that_are_ready_and_no_script_can_be_asked_to_review_it() {
    AgentProfile.Availability yes = AgentProfile.Availability.yes("ready");
    AgentProfile ready = agent("a", yes, false);
    source.agents =
        List.of(
            ready,
            agent("b", AgentProfile.Availability.no("missing", "Install it."), false),
            agent("c", yes, true));
    assertThat(model.work().agents()).containsExactly(ready);
    model.work().review(ready);
    frames.settle();
    assertThat(source.asked).contains("review by a");
    assertThat(model.work().toldProperty().get()).startsWith("4 reviewers look at it");
  }

  private static AgentProfile agent(
      String id, AgentProfile.Availability availability, boolean scripted) {
    return new AgentProfile(
        id, id, "", availability, List.of(), scripted, true, true, true, true, false, List.of());
  }

  @Test
  void files_are_listed_at_once_and_their_lines_come_after() {
    source.changed(
        "t1", Changes.modified("b.ts", 'b', 1, 1), Changes.modified("a/c.ts", 'c', 1, 1));
    open();
    assertThat(told).containsExactly("b.ts a/c.ts");
    assertThat(model.files()).allMatch(file -> file.state() == ReviewFile.State.READING);
    diff("a/c.ts", Changes.replaced("a/c.ts", 1, "x", "y"));
    assertThat(told).containsExactly("b.ts a/c.ts", "+a/c.ts");
    assertThat(model.file("a/c.ts").orElseThrow().shown().hunks()).hasSize(1);
  }

  @Test
  void what_is_in_view_is_read_first_and_no_more_than_a_few_at_once() {
    FileChange[] many =
        IntStream.range(0, 40)
            .mapToObj(i -> Changes.modified("f%02d.ts".formatted(i), 'b', 1, 1))
            .toArray(FileChange[]::new);
    source.changed("t1", many);
    open();
    assertThat(diffs()).containsExactly("f00.ts", "f01.ts", "f02.ts");
    model.inView(List.of("f30.ts"));
    diff("f00.ts", Changes.replaced("f00.ts", 1, "x", "y"));
    assertThat(diffs()).last().isEqualTo("f30.ts");
    assertThat(diffs()).hasSize(4);
  }

  @Test
  void a_late_answer_to_an_older_question_is_dropped() {
    CompletableFuture<Optional<Changeset>> late = new CompletableFuture<>();
    source.changes = late;
    open();
    source.changed("t2", Changes.modified("new.ts", 'b', 1, 1));
    model.compare(
        new Compared(
            new ComparePoint(ComparePoint.Kind.TURN, 1, "c1", "c".repeat(40), 1, 0), null));
    frames.settle();
    late.complete(
        Optional.of(
            new Changeset(
                "b", "t1", List.of(Changes.modified("old.ts", 'b', 1, 1)), 0, List.of())));
    frames.settle();
    assertThat(model.files()).extracting(ReviewFile::path).containsExactly("new.ts");
    assertThat(model.loadingProperty().get()).isFalse();
  }

  @Test
  void lines_of_a_file_as_it_was_never_replace_those_of_the_file_as_it_is() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    open();
    CompletableFuture<FileDiff> old = source.diffs.get("a.ts");
    source.diffs.clear();
    source.changed("t2", Changes.modified("a.ts", 'c', 1, 1));
    model.reload();
    frames.settle();
    diff("a.ts", Changes.replaced("a.ts", 1, "x", "now"));
    old.complete(Changes.replaced("a.ts", 1, "x", "then"));
    frames.settle();
    assertThat(model.files().getFirst().shown().hunks().getFirst().lines().get(4).text())
        .isEqualTo("now");
  }

  @Test
  void when_the_files_change_it_says_so_and_nothing_moves_until_asked() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    fleet.emit(id, new TreeChanged("t1", List.of(), 1, 1));
    open();
    assertThat(model.staleProperty().get()).isFalse();
    source.changed("t2", Changes.modified("a.ts", 'c', 2, 1));
    fleet.emit(id, new TreeChanged("t2", List.of(), 2, 1));
    frames.settle();
    assertThat(model.staleProperty().get()).isTrue();
    assertThat(model.files().getFirst().change().added()).isEqualTo(1);
    model.reload();
    frames.settle();
    assertThat(model.staleProperty().get()).isFalse();
    assertThat(model.files().getFirst().change().added()).isEqualTo(2);
  }

  @Test
  void what_is_read_of_a_file_that_did_not_change_is_kept() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1), Changes.modified("b.ts", 'b', 1, 1));
    open();
    diff("a.ts", Changes.replaced("a.ts", 1, "x", "y"));
    diff("b.ts", Changes.replaced("b.ts", 1, "x", "y"));
    source.asked.clear();
    source.changed("t2", Changes.modified("a.ts", 'b', 1, 1), Changes.modified("b.ts", 'c', 1, 1));
    model.reload();
    frames.settle();
    assertThat(diffs()).containsExactly("b.ts");
  }

  @Test
  void a_mark_holds_as_long_as_the_file_is_what_was_seen() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1), Changes.modified("b.ts", 'b', 1, 1));
    open();
    model.toggleViewed("a.ts");
    assertThat(model.file("a.ts").orElseThrow().viewed()).as("at once").isTrue();
    frames.settle();
    assertThat(model.viewedProperty().get()).isEqualTo(1);
    assertThat(source.asked).contains("viewed a.ts true");
    source.changed("t2", Changes.modified("a.ts", 'c', 1, 1), Changes.modified("b.ts", 'b', 1, 1));
    model.reload();
    frames.settle();
    assertThat(model.file("a.ts").orElseThrow().viewed()).isFalse();
  }

  @Test
  void a_mark_that_cannot_be_stored_is_taken_back_and_said() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    open();
    source.refusal = "The disk is full. Nothing was stored.";
    model.toggleViewed("a.ts");
    frames.settle();
    assertThat(model.viewedProperty().get()).isZero();
    assertThat(model.talk().problemProperty().get()).contains("disk is full");
  }

  @Test
  void a_mark_made_elsewhere_shows_here() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    open();
    source.state = new ReviewState(List.of(), Map.of("a.ts", "b".repeat(40)), List.of(), List.of());
    fleet.emit(id, new FileViewed("a.ts", "b".repeat(40), true));
    frames.settle();
    assertThat(model.viewedProperty().get()).isEqualTo(1);
  }

  @Test
  void
      of_a_file_of_many_lines_the_beginning_is_read_when_it_comes_into_view_and_the_rest_on_request() {
    source.changed("t1", Changes.modified("lock.json", 'b', 12_000, 400));
    open();
    assertThat(diffs()).isEmpty();
    model.inView(List.of("lock.json"));
    assertThat(diffs()).containsExactly("lock.json");
    assertThat(source.linesWanted).isEqualTo(ReviewFile.BEGINNING);
    FileDiff whole = Changes.replaced("lock.json", 1, "x", "y");
    diff(
        "lock.json",
        new FileDiff(whole.oldPath(), whole.newPath(), FileDiff.State.CUT, whole.hunks(), "Cut."));
    ReviewFile file = model.files().getFirst();
    assertThat(file.offer()).isEqualTo("Show more of 12,400 changed lines");
    source.diffs.clear();
    model.offer("lock.json");
    assertThat(source.linesWanted).isEqualTo(50_000);
    assertThat(file.shown().hunks()).as("what was there stays").hasSize(1);
    assertThat(file.expected()).isEqualTo(1);
    diff("lock.json", whole);
    assertThat(file.offer()).isEmpty();
  }

  @Test
  void the_lines_of_a_file_too_large_for_the_list_are_counted_after_it_is_shown() {
    source.changed("t1", Changes.modified("lock.json", 'b', -1, -1));
    open();
    assertThat(source.asked).contains("counted lock.json");
    assertThat(model.files().getFirst().shown().added()).isEqualTo(5_000);
    assertThat(diffs()).isEmpty();
  }

  @Test
  void a_large_file_that_turns_out_to_be_one_long_line_is_told_as_such() {
    source.changed(
        "t1", Changes.modified("a.js", 'b', -1, -1), Changes.modified("b.js", 'c', -1, -1));
    source.uncountable.add("a.js");
    open();
    assertThat(source.asked)
        .as("one that fails keeps none from being counted")
        .contains("counted b.js");
    assertThat(model.files()).noneMatch(ReviewFile::counting);
    model.inView(List.of("a.js"));
    FileDiff cut = Changes.replaced("a.js", 1, "x", "y");
    diff("a.js", new FileDiff("a.js", "a.js", FileDiff.State.CUT, cut.hunks(), "Cut."));
    ReviewFile file = model.file("a.js").orElseThrow();
    assertThat(file.offer()).isEqualTo("Show more of it");
    file.count(Changes.modified("a.js", 'b', 1, 1));
    assertThat(file.offer()).as("all changed lines are there").isEqualTo("Show more of it");
  }

  @Test
  void how_a_large_file_begins_is_shown_while_the_rest_is_compared() {
    source.changed("t1", Changes.modified("lock.json", 'b', -1, -1));
    source.uncountable.add("lock.json");
    FileDiff first = Changes.replaced("lock.json", 1, "x", "y");
    source.beginnings.put(
        "lock.json",
        new FileDiff("lock.json", "lock.json", FileDiff.State.CUT, first.hunks(), "Cut."));
    open();
    model.inView(List.of("lock.json"));
    frames.settle();
    ReviewFile file = model.files().getFirst();
    assertThat(file.shown().hunks()).hasSize(1);
    assertThat(file.state()).isEqualTo(ReviewFile.State.READING);
    assertThat(file.expected()).as("says that it is being read").isEqualTo(1);
    assertThat(diffs()).containsExactly("lock.json");
    diff("lock.json", first);
    assertThat(file.state()).isEqualTo(ReviewFile.State.READ);
    assertThat(file.offer()).isEmpty();
  }

  @Test
  void a_beginning_that_is_enough_or_all_asks_for_no_more() {
    source.changed("t1", Changes.modified("lock.json", 'b', -1, -1));
    source.uncountable.add("lock.json");
    source.beginnings.put("lock.json", Changes.replaced("lock.json", 1, "x", "y"));
    open();
    model.inView(List.of("lock.json"));
    frames.settle();
    assertThat(model.files().getFirst().state()).isEqualTo(ReviewFile.State.READ);
    assertThat(diffs()).isEmpty();
  }

  @Test
  void a_line_that_is_cut_on_the_sheet_is_read_whole_from_its_side() {
    source.changed("t1", Changes.modified("a.js", 'b', 1, 1));
    source.contents.put("b".repeat(40), "first\n" + "y".repeat(9_000) + "\n");
    open();
    List<String> whole = new ArrayList<>();
    model.wholeLines(
        new SheetSelection("a.js", SheetCard.Side.NEW, 2, 2, List.of("yy"), List.of(), List.of(2)),
        whole::addAll);
    frames.settle();
    assertThat(whole).containsExactly("y".repeat(9_000));
  }

  @Test
  void white_space_is_hidden_by_asking_git_again() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    open();
    diff("a.ts", Changes.replaced("a.ts", 1, "x", "y"));
    model.hideWhiteSpaceProperty().set(true);
    assertThat(source.asked).contains("diff a.ts -w");
  }

  @Test
  void unchanged_lines_come_step_by_step_from_the_file_as_it_was_measured() {
    source.changed("t1", Changes.modified("a.ts", 'b', 1, 1));
    source.contents.put(
        "b".repeat(40),
        IntStream.rangeClosed(1, 80).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))
            + "\n");
    open();
    diff("a.ts", Changes.replaced("a.ts", 40, "x", "line 43"));
    ReviewFile file = model.file("a.ts").orElseThrow();
    assertThat(file.after()).isEqualTo(-1);
    model.more("a.ts", 0);
    frames.settle();
    assertThat(file.shown().hunks().getFirst().newStart()).isEqualTo(20);
    assertThat(file.after()).isEqualTo(34);
    model.whole("a.ts");
    assertThat(file.shown().hunks().getFirst().newStart()).isEqualTo(1);
    assertThat(file.after()).isZero();
    assertThat(source.asked.stream().filter(what -> what.startsWith("content"))).hasSize(1);
  }

  @Test
  void what_cannot_be_shown_says_why() {
    source.changes =
        CompletableFuture.failedFuture(
            new dev.muster.engine.session.FleetException("The folder is gone."));
    open();
    assertThat(model.problemProperty().get()).isEqualTo("The folder is gone.");
    assertThat(model.loadingProperty().get()).isFalse();
  }

  private List<String> diffs() {
    return source.asked.stream()
        .filter(what -> what.startsWith("diff "))
        .map(what -> what.substring(5))
        .toList();
  }

  private final class Told implements ReviewModel.Output {
    @Override
    public void files(List<ReviewFile> all) {
      told.add(String.join(" ", all.stream().map(ReviewFile::path).toList()));
    }

    @Override
    public void marks() {
      // They are looked at through the model.
    }

    @Override
    public void file(ReviewFile one) {
      if (one.state() == ReviewFile.State.READ) {
        told.add("+" + one.path());
      }
    }
  }

  @Test
  void a_landing_made_and_taken_back_in_a_terminal_is_shown_as_it_is_now() {
    open();
    model.landing().look();
    frames.settle();
    assertThat(model.landing().landedProperty().get()).isNull();
    source.landing.landings = List.of(FakeLanding.landed(id, false));
    fleet.emit(id, new OutcomeEvent.Merged("main", "c".repeat(40), "squash"));
    frames.settle();
    assertThat(model.landing().landedProperty().get()).isNotNull();
    source.landing.landings = List.of(FakeLanding.landed(id, true));
    fleet.emit(id, new OutcomeEvent.LandingUndone("main", "c".repeat(40)));
    frames.settle();
    assertThat(model.landing().landedProperty().get()).isNull();
    Landed back = model.landing().takenBackProperty().get();
    assertThat(back).isNotNull();
    assertThat(LandingBar.takenBack(back)).isEqualTo("The landing onto main was taken back.");
  }

  @Test
  void a_reload_asks_anew_what_was_landed() {
    source.landing.landings = List.of(FakeLanding.landed(id, false));
    open();
    model.landing().look();
    frames.settle();
    assertThat(model.landing().landedProperty().get()).isNotNull();
    source.landing.landings = List.of(FakeLanding.landed(id, true));
    model.reload();
    frames.settle();
    assertThat(model.landing().landedProperty().get()).isNull();
    assertThat(model.landing().takenBackProperty().get()).isNotNull();
  }
}
