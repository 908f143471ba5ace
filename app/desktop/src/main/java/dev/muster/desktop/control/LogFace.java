package dev.muster.desktop.control;

import dev.muster.desktop.theme.Fonts;
import javafx.scene.text.Font;
import javafx.scene.text.FontPosture;
import javafx.scene.text.FontWeight;

/** The typefaces a log is set in. */
enum LogFace {
  MONO("log-mono", Font.font(Fonts.MONO, 11.5)),
  PROSE("log-prose", Font.font(Fonts.UI, 12.5)),
  THOUGHT("log-thought", Font.font(Fonts.UI, FontWeight.NORMAL, FontPosture.ITALIC, 12)),
  NOTE("log-note", Font.font(Fonts.UI, 11));

  private final String styleClass;
  private final Font font;

  LogFace(String styleClass, Font font) {
    this.styleClass = styleClass;
    this.font = font;
  }

  static LogFace of(LogKind kind) {
    return kind == LogKind.THOUGHT ? THOUGHT : kind.mono() ? MONO : PROSE;
  }

  String styleClass() {
    return styleClass;
  }

  /**
   * The same font as LogView.css gives this class; here because lines are measured before they are
   * shown.
   */
  Font font() {
    return font;
  }
}
