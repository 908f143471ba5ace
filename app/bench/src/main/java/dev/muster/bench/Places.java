package dev.muster.bench;

import dev.muster.bench.ScreenWatch.Place;
import dev.muster.desktop.theme.Fonts;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.text.Text;

/** Finds where on the screen a log paints its lines. JavaFX thread. */
final class Places {
  private static final String LETTERS = "█".repeat(100);

  private Places() {}

  /**
   * Where the log below a node paints.
   *
   * @return empty while it shows no marked line
   */
  static Optional<Place> of(Node above) {
    Node viewport = above.lookup(".log-viewport");
    if (viewport == null) {
      return Optional.empty();
    }
    Text marked = null;
    for (Node node : viewport.lookupAll(".log-mono")) {
      marked = node instanceof Text text && marked(text) ? text : marked;
    }
    if (marked == null) {
      return Optional.empty();
    }
    Text ruler = new Text(LETTERS);
    ruler.setFont(marked.getFont());
    double cell = ruler.getLayoutBounds().getWidth() / LETTERS.length();
    Bounds area = viewport.localToScreen(viewport.getBoundsInLocal());
    double left = marked.localToScreen(marked.getX(), 0).getX();
    return Optional.of(
        new Place(left, cell, (int) Math.ceil(area.getMinY()), (int) Math.floor(area.getMaxY())));
  }

  private static boolean marked(Text text) {
    return text.isVisible()
        && text.getText().startsWith("█_█")
        && text.getFont().getFamily().equals(Fonts.MONO);
  }
}
