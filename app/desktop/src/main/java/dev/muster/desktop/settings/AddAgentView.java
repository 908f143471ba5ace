package dev.muster.desktop.settings;

import atlantafx.base.theme.Styles;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The form another agent is added with. */
public final class AddAgentView extends VBox {
  private final AddAgentModel model;
  private final Runnable done;
  private final TextField name;
  private final Label problem = new Label();

  /**
   * @param done called when it stands in the settings
   */
  public AddAgentView(AddAgentModel model, Runnable done) {
    this.model = model;
    this.done = done;
    getStyleClass().add("add-agent");
    name = field("Name", model.nameProperty(), "Goose");
    problem.getStyleClass().add("danger");
    problem.setId("add-agent-problem");
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    getChildren()
        .addAll(
            row("Name", name, ""),
            row("Id", field("Id", model.idProperty(), "goose"), "For muster run --agent."),
            row(
                "Command",
                field("Command", model.commandProperty(), "goose acp"),
                "The program and its arguments; quotes keep words together. It must speak the"
                    + " Agent Client Protocol over its standard input and output."),
            row(
                "Variables it may see",
                field("Variables it may see", model.variablesProperty(), "OPENAI_API_KEY"),
                "Names only. What is not named here, it does not get."),
            problem);
    model.problemProperty().subscribe(this::showProblem);
  }

  /** What gets the keyboard first. */
  public Node first() {
    return name;
  }

  /** The button that adds it. */
  public Button button() {
    Button add = new Button("Add");
    add.setId("add-agent");
    add.getStyleClass().add(Styles.ACCENT);
    add.setDefaultButton(true);
    add.disableProperty().bind(model.ready().not());
    add.setOnAction(_ -> model.add(done));
    return add;
  }

  private static VBox row(String title, TextField field, String hint) {
    Label label = new Label(title);
    label.setLabelFor(field);
    VBox row = new VBox(4, label, field);
    if (!hint.isEmpty()) {
      Label explained = new Label(hint);
      explained.getStyleClass().addAll("muted", "small");
      explained.setWrapText(true);
      explained.setMinHeight(USE_PREF_SIZE);
      row.getChildren().add(explained);
    }
    return row;
  }

  private static TextField field(String title, StringProperty text, String example) {
    TextField field = new TextField();
    field.setAccessibleText(title);
    field.setPromptText(example);
    field.textProperty().bindBidirectional(text);
    return field;
  }

  private void showProblem(@Nullable String sentence) {
    problem.setText(sentence == null ? "" : sentence);
    problem.setVisible(sentence != null);
    problem.setManaged(sentence != null);
  }
}
