package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.theme.Icons;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

@FxTest
class ActionsTest {
  private final SimpleBooleanProperty may = new SimpleBooleanProperty(true);
  private final SimpleStringProperty title = new SimpleStringProperty("Review 2 files");
  private int ran;

  private Action review() {
    return Action.named("session.review", title)
        .icon(Icons.DIFF)
        .key("Shortcut+R")
        .enabledWhen(may)
        .does(() -> ran++);
  }

  @Test
  void button_menu_item_and_key_do_the_same_and_are_disabled_together() {
    Action action = review();
    Actions actions = new Actions();
    Button button = Fx.get(() -> ActionNodes.button(action, ActionNodes.Emphasis.SUCCESS));
    MenuItem item = Fx.get(() -> ActionNodes.menuItem(action));
    Stage stage =
        Fx.show(
            300,
            100,
            () -> {
              actions.add(action);
              return new VBox(button);
            });
    Fx.run(() -> actions.installIn(stage.getScene(), () -> true));

    Fx.run(button::fire);
    Fx.run(item::fire);
    Fx.press(button, KeyCode.R, KeyCode.CONTROL);
    assertThat(ran).isEqualTo(3);

    Fx.run(() -> may.set(false));
    assertThat(button.isDisabled()).isTrue();
    assertThat(item.isDisable()).isTrue();
    Fx.press(stage.getScene(), KeyCode.R, KeyCode.CONTROL);
    assertThat(action.run()).isFalse();
    assertThat(ran).isEqualTo(3);

    Fx.run(() -> title.set("Review 3 files"));
    assertThat(button.getText()).isEqualTo("Review 3 files");
    assertThat(button.getAccessibleText()).isEqualTo("Review 3 files");
    assertThat(item.getText()).isEqualTo("Review 3 files");
    Fx.close(stage);
  }

  @Test
  void a_bare_letter_runs_nothing_while_the_person_types() {
    Actions actions = new Actions();
    actions.add(Action.named("approval.allow", "Allow once").key("Y").does(() -> ran++));
    TextField field = Fx.get(TextField::new);
    Button other = Fx.get(() -> new Button("other"));
    Stage stage = Fx.show(300, 100, () -> new VBox(field, other));
    Fx.run(
        () -> {
          actions.installIn(stage.getScene(), () -> true);
          field.requestFocus();
        });
    Fx.press(field, KeyCode.Y);
    assertThat(ran).isZero();
    Fx.run(other::requestFocus);
    Fx.press(other, KeyCode.Y);
    assertThat(ran).isEqualTo(1);
    Fx.close(stage);
  }

  @Test
  void two_actions_cannot_share_an_id_or_a_key() {
    Actions actions = new Actions();
    actions.add(review());
    assertThatThrownBy(() -> actions.add(review())).hasMessageContaining("session.review");
    assertThatThrownBy(
            () ->
                actions.add(Action.named("app.reload", "Reload").key("Shortcut+R").does(() -> {})))
        .hasMessageContaining("belongs to session.review");
  }

  @Test
  void a_key_whose_subscription_ended_does_nothing() {
    Actions actions = new Actions();
    actions.add(review());
    VBox node = Fx.get(VBox::new);
    Stage stage = Fx.show(100, 100, () -> node);
    var keys = Fx.get(() -> actions.installIn(node));
    Fx.press(node, KeyCode.R, KeyCode.CONTROL);
    Fx.run(keys::unsubscribe);
    Fx.press(node, KeyCode.R, KeyCode.CONTROL);
    assertThat(ran).isEqualTo(1);
    Fx.close(stage);
  }
}
