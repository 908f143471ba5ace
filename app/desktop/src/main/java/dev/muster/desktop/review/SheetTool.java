package dev.muster.desktop.review;

import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/** Makes the small buttons at the right end of the headers of files and hunks. */
final class SheetTool {
  private SheetTool() {}

  static Button of(String title, String style, Runnable does) {
    Button button = new Button(title);
    button.getStyleClass().addAll("sheet-tool", style);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setFocusTraversable(false);
    button.setOnAction(_ -> does.run());
    return button;
  }
}
