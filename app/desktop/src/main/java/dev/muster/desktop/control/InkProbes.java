package dev.muster.desktop.control;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.VPos;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;

/**
 * The colours of a view that paints its text itself, taken from the style sheets. For each meaning
 * there is an empty text that never shows: the sheets colour it, and the view takes its colour
 * over.
 *
 * <p>Why not a style class on each painted text: giving a text another class restyles it, and in a
 * log that happens with every line that comes.
 *
 * @param <E> the meanings
 */
final class InkProbes<E extends Enum<E>> {
  private final Map<E, Text> probes;

  /**
   * @param prefix the style class of {@code FOUND_CURRENT} is {@code prefix-found-current}
   * @param changed called when a colour changed, as after a switch of theme
   */
  InkProbes(Class<E> meanings, String prefix, Runnable changed) {
    probes = new EnumMap<>(meanings);
    for (E meaning : meanings.getEnumConstants()) {
      Text probe = new Text();
      String name = meaning.name().toLowerCase(Locale.ROOT).replace('_', '-');
      probe.getStyleClass().add(prefix + "-" + name);
      probe.setManaged(false);
      probe.setTextOrigin(VPos.TOP); // Else the view's bounds would reach above its upper edge.
      probe.fillProperty().subscribe((_, _) -> changed.run());
      probes.put(meaning, probe);
    }
  }

  /** The texts, to be put among the view's children: only what is in a scene is coloured. */
  Collection<Text> nodes() {
    return List.copyOf(probes.values());
  }

  /** The colour of a meaning now. */
  Paint paint(E meaning) {
    return Objects.requireNonNull(probes.get(meaning)).getFill();
  }
}
