package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;

/** What a review window is put into: dialogs over it, as every window of Muster has them. */
public interface ReviewSurroundings {
  /** The root of a scene that holds this. Called once. */
  Parent around(Node content);

  /** Whether a dialog is open, which has the keys then. */
  boolean dialogOpen();

  /** Lists what keys do. */
  void shortcuts(List<Action> actions, List<List<String>> others);

  /**
   * Shows a dialog.
   *
   * @param buttons at its lower right
   * @param focus what gets the keyboard first
   * @param closed called once when it is gone, however that came
   */
  void dialog(
      String title, Node content, List<? extends Node> buttons, Node focus, Runnable closed);

  /** Takes the dialog away. */
  void closeDialog();

  /** Asks whether it is meant; runs {@code yes} if so. */
  void confirm(String title, String sentence, String yesLabel, Runnable yes);
}
