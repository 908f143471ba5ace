package dev.muster.desktop.control;

import javafx.scene.control.Label;
import javafx.scene.input.KeyCombination;

/** A small key cap that tells which key does it, as {@code Ctrl N}. */
public final class KeyHint extends Label {
  /** A cap with the given words, as {@code Y} or {@code Ctrl V}. */
  public KeyHint(String key) {
    super(key);
    getStyleClass().add("key-hint");
    setMnemonicParsing(false);
    setMinWidth(USE_PREF_SIZE);
    setAccessibleText("key " + key);
  }

  /** A cap for a key combination, in the words of this platform. */
  public KeyHint(KeyCombination key) {
    this(key.getDisplayText().replace('+', ' '));
  }
}
