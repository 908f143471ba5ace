package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.session.Successor;
import dev.muster.engine.session.Successor.Start;
import dev.muster.engine.session.Successor.Told;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Asks with which agent and which files a session begins that takes after another one. */
final class SuccessorDialog {
  private final Overlay overlay;
  private final SessionItem of;
  private final Told told;
  private final ComboBox<AgentProfile> agent = new ComboBox<>();
  private final ToggleGroup starts = new ToggleGroup();
  private final TextArea task = new TextArea();

  /**
   * @param agents those that can be started
   */
  SuccessorDialog(Overlay overlay, SessionItem of, Told told, List<AgentProfile> agents) {
    this.overlay = overlay;
    this.of = of;
    this.told = told;
    agent.getItems().setAll(agents);
    agent.setId("successor.agent");
    agent.setAccessibleText("Agent");
    agent.setCellFactory(_ -> new Name());
    agent.setButtonCell(new Name());
    agent.setMaxWidth(Double.MAX_VALUE);
    agents.stream()
        .filter(each -> each.id().equals(of.now().agentId()) == (told == Told.SUMMARY))
        .findFirst()
        .or(() -> agents.stream().findFirst())
        .ifPresent(agent::setValue);
    task.setId("successor.task");
    task.setAccessibleText("What the new session is to do");
    task.setPromptText("What is it to do?");
    task.setPrefColumnCount(44);
    task.setPrefRowCount(4);
    task.setWrapText(true);
  }

  /** Shows it; {@code use} is called with what was chosen. */
  void open(Consumer<Successor> use) {
    boolean summary = told == Told.SUMMARY;
    String name = "“" + Words.line(of.now().title(), 50) + "”";
    Label sentence =
        new Label(
            summary
                ? "Its agent is told what was said and done in "
                    + name
                    + ", in short, made from the journal."
                : "The first prompt of "
                    + name
                    + " is given again, with what was attached to it. That session stays as it"
                    + " is.");
    sentence.setWrapText(true);
    sentence.setMnemonicParsing(false);
    sentence.setPrefWidth(460);
    VBox content = new VBox(10, sentence, new Label("Agent"), agent, new Label("Files"));
    content.getChildren().add(start("As that session began", Start.SAME_BASE, !summary));
    content.getChildren().add(start("The branch as it is now", Start.PRESENT_TIP, false));
    content.getChildren().add(start("As they are in that session", Start.ITS_FILES, summary));
    if (summary) {
      content.getChildren().add(1, task);
    }
    Button no = Dialogs.button("Cancel", overlay::close);
    no.setCancelButton(true);
    Button go = Dialogs.button("Start", () -> start(use));
    go.setId("successor.start");
    go.getStyleClass().add(Styles.ACCENT);
    go.disableProperty()
        .bind(
            agent
                .valueProperty()
                .isNull()
                .or(
                    javafx.beans.binding.Bindings.createBooleanBinding(
                        () -> summary && task.getText().isBlank(), task.textProperty())));
    overlay.show(
        new DialogCard(
            summary ? "Start with its summary" : "Give its prompt again", content, List.of(no, go)),
        summary ? task : agent,
        () -> {});
  }

  private void start(Consumer<Successor> use) {
    AgentProfile chosen = agent.getValue();
    Start start = (Start) starts.getSelectedToggle().getUserData();
    overlay.close();
    String text = told == Told.SUMMARY ? task.getText().strip() : null;
    use.accept(new Successor(of.id(), told, text, chosen.id(), null, null, start));
  }

  private RadioButton start(String title, Start start, boolean selected) {
    RadioButton button = new RadioButton(title);
    button.setId("successor." + start);
    button.setMnemonicParsing(false);
    button.setUserData(start);
    button.setToggleGroup(starts);
    button.setSelected(selected);
    button.setDisable(start == Start.ITS_FILES && of.now().state().takesSlot());
    if (button.isDisabled() && selected) {
      starts.getToggles().getFirst().setSelected(true);
    }
    return button;
  }

  private static final class Name extends ListCell<AgentProfile> {
    @Override
    protected void updateItem(@Nullable AgentProfile item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null ? null : item.name());
    }
  }
}
