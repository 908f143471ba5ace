package dev.muster.desktop.history;

import javafx.scene.control.Label;

/** Says below the list which sessions were found and are not in it; not there when all are. */
final class LeftOutNote extends Label {
  LeftOutNote(HistoryModel model) {
    setId("history.left-out");
    getStyleClass().addAll("history-left-out", "warning", "small");
    setMnemonicParsing(false);
    setWrapText(true);
    setMinHeight(USE_PREF_SIZE);
    setMaxWidth(Double.MAX_VALUE);
    textProperty().bind(model.leftOutProperty());
    visibleProperty().bind(textProperty().isNotEmpty());
    managedProperty().bind(visibleProperty());
  }
}
