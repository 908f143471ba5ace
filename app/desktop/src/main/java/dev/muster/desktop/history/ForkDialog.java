package dev.muster.desktop.history;

import atlantafx.base.theme.Styles;
import dev.muster.engine.agent.AgentProfile;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Asks what a session is to do that begins where another one stood. */
final class ForkDialog {
  private final HistorySurroundings around;

  ForkDialog(HistorySurroundings around) {
    this.around = around;
  }

  /**
   * Asks.
   *
   * @param sentence what the new session begins with
   * @param use gets the task
   */
  void ask(String sentence, Consumer<String> use) {
    TextArea field = new TextArea();
    field.setId("history.fork-task");
    field.setAccessibleText("What the new session is to do");
    field.setPromptText("What is it to do?");
    field.setPrefColumnCount(44);
    field.setPrefRowCount(4);
    field.setWrapText(true);
    Button no = new Button("Cancel");
    no.setCancelButton(true);
    no.setOnAction(_ -> around.closeDialog());
    Button go = new Button("Start");
    go.setId("history.fork-start");
    go.getStyleClass().add(Styles.ACCENT);
    go.disableProperty().bind(field.textProperty().map(String::isBlank));
    go.setOnAction(
        _ -> {
          around.closeDialog();
          use.accept(field.getText().strip());
        });
    Label words = new Label(sentence);
    words.setMnemonicParsing(false);
    words.setWrapText(true);
    around.dialog(
        "Begin another session", new VBox(10, words, field), List.of(no, go), field, () -> {});
  }

  /**
   * Asks which agent is to do it.
   *
   * @param agents those that can be started
   * @param use gets the id of the one chosen
   */
  void choose(String sentence, List<AgentProfile> agents, Consumer<String> use) {
    ComboBox<AgentProfile> box = new ComboBox<>();
    box.setId("history.rerun-agent");
    box.setAccessibleText("Agent");
    box.setConverter(new Names());
    box.getItems().setAll(agents);
    box.getSelectionModel().selectFirst();
    Button no = new Button("Cancel");
    no.setCancelButton(true);
    no.setOnAction(_ -> around.closeDialog());
    Button go = new Button("Start");
    go.getStyleClass().add(Styles.ACCENT);
    go.disableProperty().bind(box.valueProperty().isNull());
    go.setOnAction(
        _ -> {
          around.closeDialog();
          use.accept(box.getValue().id());
        });
    Label words = new Label(sentence);
    words.setMnemonicParsing(false);
    words.setWrapText(true);
    words.setPrefWidth(440);
    around.dialog(
        "Rerun with another agent", new VBox(10, words, box), List.of(no, go), box, () -> {});
  }

  private static final class Names extends StringConverter<@Nullable AgentProfile> {
    @Override
    public String toString(@Nullable AgentProfile agent) {
      return agent == null ? "" : agent.name();
    }

    @Override
    public @Nullable AgentProfile fromString(@Nullable String name) {
      return null;
    }
  }
}
