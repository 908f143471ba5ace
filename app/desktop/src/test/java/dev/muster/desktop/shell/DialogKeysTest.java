package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.engine.store.Settings.Theme;
import java.lang.ref.WeakReference;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The keyboard in the dialogs: every control is reached, left again, and does what it says. */
@FxTest
class DialogKeysTest {
  private final TestWindow window = new TestWindow();

  @AfterEach
  void close() {
    window.close();
  }

  private ButtonBase button(String title) {
    return (ButtonBase)
        window
            .find(n -> n instanceof ButtonBase b && title.equals(b.getText()))
            .orElseThrow(() -> new AssertionError("no button " + title));
  }

  private Node owner() {
    return Fx.get(() -> window.view.getScene().getFocusOwner());
  }

  /** Waits until what nobody holds has been collected, as it is in any window after a while. */
  private static void collectGarbage() {
    WeakReference<Object> unheld = new WeakReference<>(new Object());
    while (unheld.get() != null) {
      System.gc();
    }
  }

  private void openNewSession() {
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    Fx.pulses(2);
    collectGarbage();
  }

  private void untilThreeWereStarted() {
    window.until(
        "one session per line",
        () ->
            window.fleet.asked().containsAll(List.of("create one", "create two", "create three")));
  }

  @Test
  void many_tasks_chosen_with_the_mouse_are_one_session_per_line() {
    openNewSession();
    window.click(button("Many tasks"));
    Fx.run(() -> button("Many tasks").fire());
    window.untilSays("one line, one session");
    Node text = window.byId("new-session-text");
    window.run(text::requestFocus);
    window.type("one");
    window.press(KeyCode.ENTER);
    window.type("two");
    window.press(KeyCode.ENTER);
    window.type("three");
    window.untilSays("Start 3");
    window.press(KeyCode.ENTER, KeyCode.CONTROL);
    untilThreeWereStarted();
  }

  @Test
  void many_tasks_chosen_with_the_arrow_keys_are_one_session_per_line() {
    openNewSession();
    window.type("one");
    window.press(KeyCode.ENTER);
    window.type("two");
    window.press(KeyCode.ENTER);
    window.type("three");
    window.run(button("One task")::requestFocus);
    window.press(KeyCode.RIGHT);
    window.untilSays("3 sessions");
    window.run(button("Start 3")::fire);
    untilThreeWereStarted();
  }

  private void everyListIsLeftWithTab() {
    List<Node> lists =
        Fx.get(
            () ->
                window.all().stream()
                    .filter(n -> n instanceof ComboBox<?> && n.isFocusTraversable())
                    .toList());
    assertThat(lists).isNotEmpty();
    for (Node list : lists) {
      for (KeyCode[] modifiers : List.of(new KeyCode[0], new KeyCode[] {KeyCode.SHIFT})) {
        window.run(list::requestFocus);
        assertThat(owner()).isSameAs(list);
        window.press(KeyCode.TAB, modifiers);
        assertThat(owner()).as("after Tab in %s", list.getAccessibleText()).isNotSameAs(list);
        assertThat(Fx.get(() -> window.view.overlay().isFocusWithin())).isTrue();
      }
    }
  }

  @Test
  void tab_leaves_the_lists_of_the_settings_in_both_directions() {
    window.openWithProject();
    window.press(KeyCode.COMMA, KeyCode.CONTROL);
    everyListIsLeftWithTab();
  }

  @Test
  void tab_leaves_the_lists_of_a_new_session_in_both_directions() {
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    everyListIsLeftWithTab();
  }

  @Test
  void enter_on_a_choice_of_the_settings_saves_them_as_it_does_in_their_fields() {
    window.openWithProject();
    window.press(KeyCode.COMMA, KeyCode.CONTROL);
    ButtonBase chosen =
        Fx.get(
            () ->
                (ButtonBase)
                    window.all().stream()
                        .filter(n -> n instanceof ToggleButton t && t.isSelected())
                        .filter(n -> List.of("System", "Dark", "Light").contains(text(n)))
                        .findFirst()
                        .orElseThrow());
    window.run(chosen::requestFocus);
    window.press(KeyCode.RIGHT);
    window.press(KeyCode.RIGHT);
    window.press(KeyCode.ENTER);
    window.until("it is kept", () -> window.backend.settings().theme() == Theme.LIGHT);
    assertThat(Fx.get(() -> window.view.overlay().isOpen())).isFalse();
  }

  private static String text(Node node) {
    return ((ToggleButton) node).getText();
  }
}
