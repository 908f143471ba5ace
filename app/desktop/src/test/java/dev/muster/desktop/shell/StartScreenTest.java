package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;

/** What the window shows when it cannot start. */
@FxTest
class StartScreenTest {
  @Test
  void it_tries_again_when_it_is_asked_to_and_waits_meanwhile() {
    List<String> asked = new ArrayList<>();
    StartScreen start =
        Fx.get(
            () -> {
              StartScreen made = new StartScreen();
              new Scene(made, 600, 400);
              made.fail(
                  "Muster is already running",
                  "It runs a task in a terminal.",
                  () -> asked.add("again"),
                  () -> asked.add("quit"));
              made.applyCss();
              made.layout();
              return made;
            });
    Fx.run(() -> ((Button) start.lookup("#start-quit")).fire());
    assertThat(asked).containsExactly("quit");
    Fx.run(() -> ((Button) start.lookup("#start-again")).fire());
    assertThat(asked).containsExactly("quit", "again");
    assertThat(Fx.get(() -> start.lookup("#start-again") == null)).as("it waits").isTrue();
  }
}
