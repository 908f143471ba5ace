package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.Completions.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completing files and commands while one writes. */
@FxTest
class CompletionListTest {
  private final Composer composer = Fx.get(() -> new Composer("Message", "Steer…"));
  private final Stage stage = Fx.show(500, 400, () -> new VBox(composer));
  private final List<String> asked = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final List<Consumer<List<Offer>>> waiting = new ArrayList<>();
  private List<Offer> answer = offers("src/db/pool.ts", "src/http/a pool.ts", "test/pool.test.ts");
  private boolean slow;

  @BeforeEach
  void prepare() {
    Fx.run(
        () -> {
          composer.setOnSubmit((text, queue) -> sent.add(text));
          composer.setCompletions(
              (kind, typed, found) -> {
                asked.add(kind + " " + typed);
                if (slow) {
                  waiting.add(found);
                } else {
                  found.accept(answer);
                }
              });
          composer.requestFocus();
        });
  }

  @AfterEach
  void close() {
    Fx.close(stage);
  }

  private static List<Offer> offers(String... texts) {
    return List.of(texts).stream().map(text -> new Offer(text, List.of(0), "")).toList();
  }

  private boolean showing() {
    return Fx.get(composer::isCompleting);
  }

  private String draft() {
    return Fx.get(() -> composer.draftProperty().get());
  }

  private void write(String text) {
    Fx.type(composer.area(), text);
    Fx.pulses(2);
  }

  private void press(KeyCode code) {
    Fx.press(composer.area(), code);
    Fx.pulses(2);
  }

  @Test
  void an_at_sign_offers_files_and_enter_takes_the_chosen_one_instead_of_sending() {
    write("see @po");
    assertThat(showing()).isTrue();
    assertThat(asked).last().isEqualTo("FILE po");
    press(KeyCode.DOWN);
    press(KeyCode.DOWN);
    press(KeyCode.ENTER);
    assertThat(draft()).isEqualTo("see @test/pool.test.ts ");
    assertThat(showing()).isFalse();
    assertThat(sent).isEmpty();
    press(KeyCode.ENTER);
    assertThat(sent).containsExactly("see @test/pool.test.ts");
  }

  @Test
  void up_goes_round_and_tab_takes_a_path_with_a_blank_in_quotes() {
    write("@p");
    press(KeyCode.UP);
    press(KeyCode.UP);
    press(KeyCode.TAB);
    assertThat(draft()).isEqualTo("@\"src/http/a pool.ts\" ");
  }

  @Test
  void escape_closes_it_until_another_sign_is_typed() {
    write("@p");
    press(KeyCode.ESCAPE);
    assertThat(showing()).isFalse();
    write("o");
    assertThat(showing()).isFalse();
    assertThat(draft()).isEqualTo("@po");
    write(" and @s");
    assertThat(showing()).isTrue();
  }

  @Test
  void commands_are_offered_at_the_beginning_alone() {
    answer = offers("plan", "compact");
    write("/p");
    assertThat(asked).last().isEqualTo("COMMAND p");
    press(KeyCode.ENTER);
    assertThat(draft()).isEqualTo("/plan ");
    int before = asked.size();
    write("either/or a@b.c");
    assertThat(asked).hasSize(before);
    assertThat(showing()).isFalse();
  }

  @Test
  void one_question_at_a_time_and_an_old_answer_shows_nothing() {
    slow = true;
    write("@p");
    write("o");
    write("o");
    assertThat(asked).containsExactly("FILE ");
    Fx.run(() -> waiting.getFirst().accept(offers("old")));
    assertThat(showing()).isFalse();
    assertThat(asked).containsExactly("FILE ", "FILE poo");
    Fx.run(() -> waiting.getLast().accept(offers("pool")));
    Fx.pulses(2);
    assertThat(showing()).isTrue();
  }

  @Test
  void the_chosen_one_is_told_to_screen_readers_and_the_help_comes_back() {
    String help = Fx.get(() -> composer.area().getAccessibleHelp());
    write("@p");
    assertThat(Fx.get(() -> composer.area().getAccessibleHelp()))
        .isEqualTo("src/db/pool.ts, 1 of 3. Enter takes it, Escape closes.");
    press(KeyCode.DOWN);
    assertThat(Fx.get(() -> composer.area().getAccessibleHelp())).contains("2 of 3");
    press(KeyCode.ESCAPE);
    assertThat(Fx.get(() -> composer.area().getAccessibleHelp())).isEqualTo(help);
  }

  @Test
  void many_are_offered_a_few_rows_at_a_time() {
    answer =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> new Offer("file" + i, List.of(), ""))
            .toList();
    write("@f");
    for (int i = 0; i < 20; i++) {
      press(KeyCode.DOWN);
    }
    assertThat(Fx.get(() -> composer.completions().chosen())).isEqualTo(20);
    press(KeyCode.ENTER);
    assertThat(draft()).isEqualTo("@file20 ");
  }
}
