package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeRaces;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.RanOn;
import dev.muster.engine.session.RanOn.Files;
import dev.muster.engine.team.RaceFacts;
import java.time.Instant;
import java.util.List;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several sessions on one task side by side, and one of them picked. */
@FxTest
class RaceFlowTest {
  private final TestWindow window = new TestWindow();
  private final FakeRaces races = window.backend.races();
  private final ReviewScene scene = new ReviewScene("Race: ");
  private SessionId one;
  private SessionId two;
  private SessionId other;

  @BeforeEach
  void open() {
    window.backend.review().changed("t1", Changes.modified("pool.ts", 'b', 1, 1));
    one = ready("Mend the pool", 21, 6, "pool.ts", "wait.ts");
    two = ready("Mend the pool", 118, 9, "pool.ts");
    other = window.fleet.addWorking("Write the docs");
    races.together = List.of(one, two);
    races.facts.put(
        one,
        new RaceFacts(
            2,
            65_000,
            List.of(
                ran("npm test", 0, 0, Files.SAME, true),
                ran("npm run lint", 1, 3, Files.CHANGED, true),
                ran("make docs", 0, 0, Files.CHANGED, true)),
            0));
    races.facts.put(
        two, new RaceFacts(1, 4_000, List.of(ran("npm test", 0, 0, Files.SAME, false)), 0));
    window.openWithProject();
    window.pane(one);
    window.run(() -> window.view.goTo(window.model.fleet().find(one).orElseThrow()));
    window.press(KeyCode.R, KeyCode.CONTROL, KeyCode.SHIFT);
    Fx.until("the race", () -> scene.stage().isPresent());
    Fx.until("both", () -> scene.find("race." + two).isPresent());
  }

  private static CommandRun ran(
      String command, int exit, int edits, Files files, boolean observed) {
    return new CommandRun(
        command, exit, 900, 1, Instant.EPOCH, 7, 1, new RanOn(null, edits, files), observed);
  }

  private SessionId ready(String title, int added, int removed, String... files) {
    SessionId id = window.fleet.addWorking(title);
    window.fleet.emit(
        id,
        new TreeChanged(
            id.value(),
            List.of(files).stream()
                .map(path -> new FileDelta(path, null, 'M', added, removed))
                .toList(),
            added,
            removed),
        new TurnEnded(End.DONE, null));
    window.fleet.move(id, SessionState.READY, null);
    return id;
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void they_stand_side_by_side_with_what_each_has_to_show() {
    assertThat(scene.says("Race: Mend the pool")).isTrue();
    assertThat(scene.find("race." + other)).isEmpty();
    scene.untilSays("1 min 5 s in 2 turns");
    assertThat(scene.says("+21 −6 · 2 files")).isTrue();
    assertThat(scene.says("+118 −9 · 1 file")).isTrue();
    assertThat(scene.says("smallest diff")).isTrue();
    assertThat(scene.says("quickest")).isTrue();
    assertThat(scene.says("only here")).isTrue();
    assertThat(scene.says("exit 0 · after the last edit")).isTrue();
    assertThat(scene.says("exit 1 · 3 edits since")).isTrue();
    assertThat(scene.says("exit 0 · files changed since")).isTrue();
    assertThat(scene.says("exit 0 · after the last edit · as the agent says")).isTrue();
  }

  @Test
  void one_is_picked_after_it_is_said_what_becomes_of_the_other() {
    scene.fire("race.pick." + one);
    assertThat(scene.says("refs/muster/archive/")).isTrue();
    assertThat(races.asked).noneMatch(what -> what.startsWith("pick"));
    scene.press(KeyCode.ESCAPE);
    assertThat(races.asked).noneMatch(what -> what.startsWith("pick"));
    scene.fire("race.pick." + one);
    Fx.run(
        () ->
            scene.all().stream()
                .filter(
                    node ->
                        node instanceof javafx.scene.control.Button button
                            && "Pick it, drop the other".equals(button.getText()))
                .map(javafx.scene.control.Button.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
    Fx.until("its review", () -> new ReviewScene("Review: Mend the pool").stage().isPresent());
    assertThat(races.asked).contains("pick " + one + " drop [" + two + "]");
    assertThat(window.fleet.snapshot(two).state()).isEqualTo(SessionState.CLOSED);
    Fx.until("the race is over", () -> scene.stage().isEmpty());
  }

  @Test
  void a_pair_is_compared_and_any_other_session_can_be_added() {
    MenuButton compare = (MenuButton) scene.find("race.compare." + one).orElseThrow();
    Fx.run(
        () -> {
          compare.show();
          compare.getItems().getFirst().fire();
          compare.hide();
        });
    Fx.until(
        "the comparison",
        () -> window.backend.review().asked.contains("changes " + two.value() + " null"));
    MenuButton add = (MenuButton) scene.find("race.add").orElseThrow();
    Fx.run(
        () -> {
          add.show();
          add.getItems().getFirst().fire();
          add.hide();
        });
    Fx.until("a third column", () -> scene.find("race." + other).isPresent());
    assertThat(scene.says("3 sessions side by side")).isTrue();
  }
}
