package dev.muster.desktop.control;

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
    for (int c = ' '; c < TABLE; c++) {
      table[c] = measure(c);
    }
    boolean same = true;
    for (int c = ' '; c < 0x7f; c++) {
      same &= Math.abs(table[c] - table['0']) < 0.01f;
    }
    fixed = same;
  }

  @Override
  public float of(int codePoint) {
    return codePoint < TABLE ? table[codePoint] : others.computeIfAbsent(codePoint, this::measure);
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
