package dev.muster.desktop.control;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** The coloured dot before a session's name; it always carries the state's word as well. */
public final class StateDot extends Region {
  private final ObjectProperty<Tone> tone = new SimpleObjectProperty<>(this, "tone", Tone.NEUTRAL);
  private final Tooltip tooltip = new Tooltip();

  /**
   * @param tone the state's tone
   * @param word the state in words, for the tooltip and screen readers, as {@code needs you}
   */
  public StateDot(Tone tone, String word) {
    getStyleClass().add("state-dot");
    setAccessibleRole(AccessibleRole.TEXT);
    setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    Tooltip.install(this, tooltip);
    this.tone.subscribe(value -> value.applyTo(this));
    show(tone, word);
  }

  /** Shows another state. */
  public void show(Tone newTone, String word) {
    tone.set(newTone);
    tooltip.setText(word);
    setAccessibleText(word);
  }

  /** The tone shown now. */
  public Tone tone() {
    return tone.get();
  }
}
