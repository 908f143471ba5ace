package dev.muster.desktop.control;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/** A thin bar that tells how much of something is used: context, a budget, files viewed. */
public final class MeterBar extends Region {
  private final DoubleProperty value = new SimpleDoubleProperty(this, "value");
  private final Region fill = new Region();

  /**
   * @param tone its colour
   * @param name what is measured, for screen readers, as {@code context used}
   */
  public MeterBar(Tone tone, String name) {
    getStyleClass().add("meter-bar");
    fill.getStyleClass().add("meter-fill");
    getChildren().add(fill);
    setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
    setAccessibleText(name);
    setTone(tone);
    value.subscribe(
        () -> {
          value.get();
          requestLayout();
          notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE);
        });
  }

  /** How much is used, from 0 to 1; what is outside counts as the nearer end. */
  public DoubleProperty valueProperty() {
    return value;
  }

  public void setValue(double newValue) {
    value.set(newValue);
  }

  public void setTone(Tone tone) {
    tone.applyTo(this);
  }

  @Override
  protected void layoutChildren() {
    double share = Double.isNaN(value.get()) ? 0 : Math.clamp(value.get(), 0, 1);
    double width = snapSizeX(getWidth() * share);
    fill.resizeRelocate(0, 0, width, getHeight());
    fill.setVisible(width > 0);
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case VALUE -> value.get();
      case MIN_VALUE -> 0.0;
      case MAX_VALUE -> 1.0;
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }
}
