package dev.muster.desktop.settings;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.doctor.Finding;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What was found on this machine, the worst first, each with what to do about it. */
public final class MachineView extends VBox {
  private final MachineModel model;
  private final VBox rows = new VBox();
  private final Label state = new Label();
  private final Button look;
  private final Button copy;

  public MachineView(MachineModel model) {
    this.model = model;
    getStyleClass().add("agents-view");
    ScrollPane scroll = new ScrollPane(rows);
    scroll.getStyleClass().addAll("plain-scroll", "agents-scroll");
    scroll.setFitToWidth(true);
    // So that it can be read to its end without a mouse.
    scroll.setFocusTraversable(true);
    scroll.setAccessibleText("What was found");
    rows.getStyleClass().add("agent-rows");
    look =
        ActionNodes.button(
            Action.named("machine.look", "Look again")
                .icon(Icons.REFRESH)
                .enabledWhen(model.lookingProperty().not())
                .does(model::look),
            Emphasis.PLAIN);
    copy =
        ActionNodes.button(
            Action.named("machine.copy", "Copy as text")
                .description("To send to somebody who helps. No key is in it.")
                .icon(Icons.COPY)
                .enabledWhen(Bindings.isNotEmpty(model.findings()))
                .does(this::copy),
            Emphasis.PLAIN);
    state.getStyleClass().addAll("muted", "small");
    getChildren().add(scroll);
    model.findings().addListener((ListChangeListener<Finding>) _ -> show());
    model.lookingProperty().subscribe(this::showState);
    model.problemProperty().subscribe(this::showState);
    show();
  }

  /** What stands at the lower edge of the dialog, without the button that closes it. */
  public List<Node> buttons() {
    return List.of(state, look, copy);
  }

  private void showState() {
    String problem = model.problemProperty().get();
    state.setText(
        model.lookingProperty().get()
            ? "Looking at this machine…"
            : problem == null ? "" : problem);
  }

  private void show() {
    rows.getChildren().setAll(model.findings().stream().map(MachineView::row).toList());
  }

  private static Node row(Finding finding) {
    Chip chip =
        switch (finding.level()) {
          case OK -> new Chip(Tone.SUCCESS, Icons.CHECK, "ok");
          case NOTE -> new Chip(Tone.NEUTRAL, "note");
          case WARNING -> new Chip(Tone.WARNING, Icons.ALERT, "warning");
          case PROBLEM -> new Chip(Tone.DANGER, Icons.ERROR, "problem");
        };
    chip.setMinWidth(98);
    chip.setAlignment(Pos.CENTER);
    Label about = new Label(finding.about());
    about.getStyleClass().add("strong");
    about.setMnemonicParsing(false);
    VBox words = new VBox(1, about, wrapped(finding.text()));
    if (finding.remedy() != null) {
      Label remedy = wrapped(finding.remedy());
      remedy.getStyleClass().addAll("muted", "small");
      words.getChildren().add(remedy);
    }
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(12, chip, words);
    row.getStyleClass().add("agent-row");
    return row;
  }

  private static Label wrapped(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMnemonicParsing(false);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  private void copy() {
    ClipboardContent content = new ClipboardContent();
    content.putString(model.text());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
