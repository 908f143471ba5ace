package dev.muster.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.MeterBar;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.shell.ImportModel.Stage;
import dev.muster.desktop.shell.ImportModel.State;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** Asks what is to be imported of old conversations, and shows how that goes. */
final class ImportDialog {
  private static final double WIDE = 460;

  private final ImportModel model;
  private final Overlay overlay;
  private final Label words = label("");
  private final MeterBar meter = new MeterBar(Tone.INFO, "How much is read");
  private final Label far = label("");
  private final VBox sentences = new VBox(6);
  private final VBox problems = new VBox(6);
  private final ScrollPane problemsScroll = new ScrollPane(problems);
  private final Button close;
  private final Button stop;
  private final Button file;
  private final Button go;

  /**
   * @param choose lets the person choose files of Muster's own export; none for none
   */
  ImportDialog(ImportModel model, Overlay overlay, Supplier<List<Path>> choose) {
    this.model = model;
    this.overlay = overlay;
    far.getStyleClass().addAll("muted", "small");
    sentences.setId("import-sentences");
    meter.setPrefWidth(WIDE);
    problemsScroll.getStyleClass().add("plain-scroll");
    problemsScroll.setFitToWidth(true);
    problemsScroll.setMaxHeight(160);
    problemsScroll.setAccessibleText("What could not be read");
    close = Dialogs.button("Cancel", overlay::close);
    close.setId("import-close");
    stop = Dialogs.button("Stop", model::stop);
    stop.setId("import-stop");
    file = Dialogs.button("From a file…", () -> model.takeIn(choose.get()));
    file.setId("import-file");
    file.setTooltip(new Tooltip("What Muster exported as JSON lines, here or elsewhere"));
    go = Dialogs.button("Import", model::start);
    go.setId("import-go");
    go.getStyleClass().add(Styles.ACCENT);
    go.setDefaultButton(true);
  }

  /**
   * Shows it, and begins to look.
   *
   * @param closed called when it is closed
   */
  void open(Runnable closed) {
    VBox content = new VBox(12, words, meter, far, sentences, problemsScroll);
    DialogCard card =
        new DialogCard("Import conversations", content, List.of(close, stop, file, go));
    Subscription showing = model.stateProperty().subscribe(this::show);
    overlay.show(
        card,
        close,
        () -> {
          showing.unsubscribe();
          model.close();
          closed.run();
        });
    model.look();
  }

  private void show(State now) {
    boolean busy = now.stage() == Stage.LOOKING || now.stage() == Stage.IMPORTING;
    words.setText(
        switch (now.stage()) {
          case LOOKING -> "Looks for conversations that Claude Code and Codex had without Muster…";
          case FOUND ->
              now.fresh() == 0
                  ? "There is nothing new to import."
                  : "They can be taken into the history, as closed sessions. The agents’ own files"
                      + " are only read.";
          case IMPORTING -> "Takes them into the history…";
          case OVER ->
              now.sentences().isEmpty()
                  ? "That did not work."
                  : now.fresh() == 0
                      ? "There was nothing new to take in."
                      : "Done. They are in the history, to be searched, read and gone on with.";
        });
    visible(meter, busy);
    visible(far, busy);
    meter.setValue(now.fraction());
    far.setText(now.far().isEmpty() ? " " : now.far());
    fill(sentences, now.sentences());
    fill(problems, now.problems());
    visible(sentences, !now.sentences().isEmpty());
    visible(problemsScroll, !now.problems().isEmpty());
    close.setText(busy || (now.stage() == Stage.FOUND && now.fresh() > 0) ? "Cancel" : "Close");
    visible(close, now.stage() != Stage.IMPORTING);
    visible(stop, now.stage() == Stage.IMPORTING);
    visible(file, now.stage() != Stage.IMPORTING);
    visible(go, now.stage() == Stage.FOUND && now.fresh() > 0);
    go.setText("Import " + Words.count(now.fresh(), "conversation", "conversations"));
    Button next =
        switch (now.stage()) {
          case LOOKING, OVER -> close;
          case FOUND -> now.fresh() > 0 ? go : close;
          case IMPORTING -> stop;
        };
    if (next.getScene() != null && !next.isFocused()) {
      next.requestFocus();
    }
  }

  private static void visible(Node node, boolean is) {
    node.setVisible(is);
    node.setManaged(is);
  }

  private static void fill(VBox box, List<String> lines) {
    box.getChildren().setAll(lines.stream().map(ImportDialog::label).toList());
  }

  private static Label label(String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setPrefWidth(WIDE);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
