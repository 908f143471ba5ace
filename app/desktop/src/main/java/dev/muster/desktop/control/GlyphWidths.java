package dev.muster.desktop.control;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * How wide the characters of one font are, so that lines can be broken by arithmetic instead of by
 * laying out text. Kerning is not counted. Used on the JavaFX thread.
 */
final class GlyphWidths implements LineBreaker.Widths {
  private static final int TABLE = 0x180;

  private final float[] table = new float[TABLE];
  private final Map<Integer, Float> others = new HashMap<>();
  private final Text probe = new Text();
  private final boolean fixed;

  GlyphWidths(Font font) {
    probe.setFont(font);
    // Measured as they are met: a new pane must not cost hundreds of text layouts.
    Arrays.fill(table, Float.NaN);
    // Among fonts these three are as wide as each other only where all are.
    fixed = of('i') == of('W') && of('i') == of('0');
  }

  @Override
  public float of(int codePoint) {
    if (codePoint >= TABLE) {
      return others.computeIfAbsent(codePoint, this::measure);
    }
    float known = table[codePoint];
    if (Float.isNaN(known)) {
      known = measure(codePoint);
      table[codePoint] = known;
    }
    return known;
  }

  @Override
  public boolean fixed() {
    return fixed;
  }

  /** The width of a whole text, in px. */
  double of(String text) {
    double sum = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      sum += of(c);
      i += Character.charCount(c);
    }
    return sum;
  }

  private float measure(int codePoint) {
    probe.setText(Character.toString(codePoint));
    return (float) probe.getLayoutBounds().getWidth();
  }
}
