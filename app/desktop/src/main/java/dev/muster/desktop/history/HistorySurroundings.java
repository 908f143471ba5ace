package dev.muster.desktop.history;

import dev.muster.desktop.live.SessionItem;
import java.util.List;
import javafx.scene.Node;

/** What the history asks of the window around it. */
public interface HistorySurroundings {
  /** Shows a session's pane in place of the history. */
  void goTo(SessionItem item);

  /** Shows what a session changed in a window of its own. */
  void review(SessionItem item);

  /** Shows the grid again. */
  void leave();

  /** Asks what old conversations are to be imported. */
  void importConversations();

  /** Shows a dialog. */
  void dialog(
      String title, Node content, List<? extends Node> buttons, Node focus, Runnable closed);

  /** Takes the uppermost dialog away. */
  void closeDialog();
}
