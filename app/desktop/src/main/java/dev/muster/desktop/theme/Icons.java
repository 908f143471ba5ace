package dev.muster.desktop.theme;

import javafx.scene.text.Font;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.IkonResolverProvider;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.javafx.JavaFXFontLoader;

/** Icons by what they mean; which glyph of the Feather set that is, is decided here alone. */
public enum Icons {
  ADD(Feather.PLUS),
  AGENT(Feather.CPU),
  ALERT(Feather.ALERT_TRIANGLE),
  ARROW_DOWN(Feather.ARROW_DOWN),
  ASK(Feather.HELP_CIRCLE),
  ATTACH(Feather.PAPERCLIP),
  BACKLOG(Feather.INBOX),
  BRANCH(Feather.GIT_BRANCH),
  CALENDAR(Feather.CALENDAR),
  CHECK(Feather.CHECK),
  CLOSE(Feather.X),
  COMMIT(Feather.GIT_COMMIT),
  COPY(Feather.COPY),
  DIFF(Feather.GIT_PULL_REQUEST),
  DONE(Feather.CHECK_CIRCLE),
  DOWN(Feather.CHEVRON_DOWN),
  EDIT(Feather.EDIT_2),
  ERROR(Feather.ALERT_CIRCLE),
  EXTERNAL(Feather.EXTERNAL_LINK),
  FETCH(Feather.GLOBE),
  FILE(Feather.FILE),
  FOLDER(Feather.FOLDER),
  GRID(Feather.GRID),
  HISTORY(Feather.CLOCK),
  INFO(Feather.INFO),
  LEFT(Feather.CHEVRON_LEFT),
  LOCK(Feather.LOCK),
  LOG(Feather.ALIGN_LEFT),
  MCP(Feather.TOOL),
  MEMORY(Feather.BOOK_OPEN),
  MERGE(Feather.GIT_MERGE),
  MONEY(Feather.DOLLAR_SIGN),
  MORE(Feather.MORE_HORIZONTAL),
  NETWORK(Feather.WIFI),
  NOTE(Feather.MESSAGE_SQUARE),
  PLAN(Feather.MENU),
  PLAY(Feather.PLAY),
  PROJECT(Feather.PACKAGE),
  PROMPT(Feather.CHEVRON_RIGHT),
  QUEUE(Feather.LAYERS),
  READ(Feather.EYE),
  REFRESH(Feather.REFRESH_CW),
  REMOVE(Feather.TRASH_2),
  REWIND(Feather.ROTATE_CCW),
  RIGHT(Feather.CHEVRON_RIGHT),
  RUN(Feather.TERMINAL),
  SEARCH(Feather.SEARCH),
  SEND(Feather.SEND),
  SETTINGS(Feather.SETTINGS),
  STOP(Feather.SQUARE),
  TEAM(Feather.USERS),
  THOUGHT(Feather.CLOUD),
  UP(Feather.CHEVRON_UP),
  USAGE(Feather.BAR_CHART_2),
  USER(Feather.USER),
  WAIT(Feather.LOADER),
  ZAP(Feather.ZAP);

  private final Ikon glyph;

  Icons(Ikon glyph) {
    this.glyph = glyph;
  }

  /** The glyph, for icons that change. */
  public Ikon glyph() {
    return glyph;
  }

  /** The letter that shows this icon in {@link #font}, for controls that paint icons themselves. */
  public String letter() {
    return new String(Character.toChars(glyph.getCode()));
  }

  /** The font whose letters are the icons. */
  public static Font font(double size) {
    // The resolver loads the font; an icon node would name it in its style only.
    Font icons =
        (Font)
            IkonResolverProvider.getInstance(new JavaFXFontLoader())
                .resolve(CHECK.glyph.getDescription())
                .getFont();
    return Font.font(icons.getFamily(), size);
  }

  /** A new node that shows this icon in the size and colour the style sheets give it. */
  public FontIcon node() {
    return new FontIcon(glyph);
  }
}
