package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/** A small rounded note: a word or two in a frame whose colour says the same as its words. */
public class Chip extends Label {
  private final ObjectProperty<Tone> tone = new SimpleObjectProperty<>(this, "tone", Tone.NEUTRAL);

  /** A chip without an icon, as {@code main}, {@code network}, {@code Codex · gpt-5.4}. */
  public Chip(Tone tone, String text) {
    this(tone, null, text);
  }

  /** A chip with an icon before its words. */
  public Chip(Tone tone, @Nullable Icons icon, String text) {
    super(text);
    getStyleClass().add("chip");
    setMnemonicParsing(false);
    if (icon != null) {
      setGraphic(icon.node());
    }
    this.tone.subscribe(value -> value.applyTo(this));
    setTone(tone);
  }

  /** Colour and meaning. */
  public final ObjectProperty<Tone> toneProperty() {
    return tone;
  }

  public final Tone getTone() {
    return tone.get();
  }

  public final void setTone(Tone value) {
    tone.set(value);
  }
}
