package dev.muster.desktop.review;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** An address that can be read, copied and opened in the browser. */
final class PageRow extends HBox {
  PageRow(String page, PullRequestModel model) {
    super(8);
    setAlignment(Pos.CENTER_LEFT);
    TextField address = new TextField(page);
    address.setId("pull-request.page");
    address.setEditable(false);
    address.setAccessibleText("Address of the page");
    address.getStyleClass().add("mono");
    HBox.setHgrow(address, Priority.ALWAYS);
    Button copy = new Button("Copy");
    copy.setId("pull-request.copy");
    copy.setMinWidth(USE_PREF_SIZE);
    copy.setOnAction(
        _ -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(page);
          Clipboard.getSystemClipboard().setContent(content);
        });
    Button open = new Button("Open in browser");
    open.setId("pull-request.browse");
    open.setMinWidth(USE_PREF_SIZE);
    open.setOnAction(_ -> model.browse(page));
    getChildren().addAll(address, copy, open);
  }
}
