package dev.muster.desktop.theme;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.text.Font;

/** The two typefaces Muster brings along, so that it looks the same wherever it runs. */
public final class Fonts {
  /** The family of everything that is read as prose: labels, messages, titles. */
  public static final String UI = "Inter";

  /** Inter in weight 500: buttons and chips. A family of its own, as JavaFX sees the font file. */
  public static final String UI_MEDIUM = "Inter Medium";

  /** Inter in weight 600: titles. A family of its own, as JavaFX sees the font file. */
  public static final String UI_STRONG = "Inter Semi Bold";

  /** The family of everything that is code: paths, commands, output, diffs. */
  public static final String MONO = "JetBrains Mono";

  private static final List<String> FILES =
      List.of(
          "Inter-Regular.otf",
          "Inter-Medium.otf",
          "Inter-SemiBold.otf",
          "Inter-Bold.otf",
          "Inter-Italic.otf",
          "JetBrainsMono-Regular.ttf",
          "JetBrainsMono-Bold.ttf");

  private Fonts() {}

  /**
   * Makes the bundled fonts known to JavaFX. Call it once, on any thread, before the first scene is
   * shown; calling it again does no harm. Blocks for a few milliseconds (reads about 1.8 MB).
   *
   * @return the names of font files that could not be loaded; the screens then fall back to the
   *     system's fonts. Empty if all is well.
   */
  public static List<String> load() {
    List<String> missing = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + file)) {
        if (in == null || Font.loadFont(in, 13) == null) {
          missing.add(file);
        }
      } catch (IOException unreadable) {
        missing.add(file + " (" + unreadable.getMessage() + ")");
      }
    }
    return List.copyOf(missing);
  }
}
