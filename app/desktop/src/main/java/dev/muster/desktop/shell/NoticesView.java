package dev.muster.desktop.shell;

import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Notices.Notice;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** The window's sentences, at the lower right until they are dismissed. */
final class NoticesView extends VBox {
  private final Notices notices;

  NoticesView(Notices notices) {
    this.notices = notices;
    getStyleClass().add("notices");
    setPickOnBounds(false);
    notices.shown().addListener((ListChangeListener<Notice>) _ -> show());
    show();
  }

  private void show() {
    getChildren().setAll(notices.shown().stream().map(this::banner).toList());
    setVisible(!notices.shown().isEmpty());
  }

  private Node banner(Notice notice) {
    return new Banner(
        notice.problem() ? Tone.DANGER : Tone.INFO,
        new Banner.Message(notice.sentence(), "", ""),
        List.of(),
        () -> notices.dismiss(notice));
  }
}
