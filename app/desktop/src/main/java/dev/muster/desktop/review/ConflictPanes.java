package dev.muster.desktop.review;

import dev.muster.desktop.review.ConflictHunks.Hunk;
import dev.muster.engine.git.ConflictOrigins.Origin;
import dev.muster.engine.git.ConflictText;
import dev.muster.engine.git.RebaseStop;
import dev.muster.engine.review.SessionConflicts.Shown;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.LineNumberFactory;
import org.jspecify.annotations.Nullable;

/** The three sides of a conflicting file beside each other, and below them what becomes of it. */
final class ConflictPanes extends SplitPane {
  /** Lines that are shown above a conflict. */
  private static final int ABOVE = 3;

  private final ConflictModel model;
  private final Side target;
  private final Side base;
  private final Side session;
  private final CodeArea result = area("conflict.result", "What becomes of the file");
  private final Consumer<String> edited;
  private final VBox below;
  private boolean filling;

  /** One side: what it is, who made it, and its text. */
  private static final class Side {
    final Label title = new Label();
    final Label by = new Label();
    final CodeArea area;
    final VBox box;

    Side(String id, String name) {
      area = area(id, name);
      area.setEditable(false);
      title.setText(name);
      title.getStyleClass().add("strong");
      by.getStyleClass().addAll("muted", "conflict-by");
      for (Label label : List.of(title, by)) {
        label.setMnemonicParsing(false);
        label.setMinWidth(0);
      }
      VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(area);
      VBox.setVgrow(scroll, Priority.ALWAYS);
      VBox head = new VBox(1, title, by);
      head.getStyleClass().add("conflict-head");
      box = new VBox(head, scroll);
      box.setMinWidth(120);
    }

    void show(@Nullable ConflictText text, String who) {
      by.setText(who);
      by.setTooltip(who.isEmpty() ? null : new Tooltip(who));
      String shown =
          text == null
              ? ""
              : text.exact() || text.cut() ? text.text().replace("\r\n", "\n") : text.text();
      area.replaceText(shown);
      area.setDisable(text == null);
      if (text == null) {
        by.setText("has no such file");
      } else if (text.cut()) {
        by.setText("the first %,d of %,d bytes".formatted(shown.length(), text.bytes()));
      } else if (text.text().isEmpty() && text.bytes() > 0) {
        by.setText("%,d bytes that are no text".formatted(text.bytes()));
      }
      // Not by following the cursor: that would come after what is revealed next.
      area.moveTo(0);
      top(area, 0);
    }

    /**
     * Shows where a conflict is on this side.
     *
     * @param wanted what this side has there; may be empty
     * @param before the line above it
     * @param about the line it has in the result, which is not far from here
     */
    void reveal(String wanted, String before, int about) {
      String text = area.getText();
      int[] starts = ConflictHunks.lineStarts(text);
      int line = ConflictHunks.nearest(text, starts, wanted, about);
      int lines = line >= 0 ? (int) wanted.lines().count() : 0;
      if (line < 0) {
        int above = ConflictHunks.nearest(text, starts, before, about);
        line = above >= 0 ? above + 1 : about;
      }
      for (int i = 0; i < area.getParagraphs().size(); i++) {
        List<String> style =
            i >= line && i < line + lines ? List.of("conflict-line") : List.<String>of();
        if (!area.getParagraph(i).getParagraphStyle().equals(style)) {
          area.setParagraphStyle(i, style);
        }
      }
      top(area, Math.min(line, area.getParagraphs().size() - 1));
    }
  }

  /**
   * @param edited gets the text whenever the person has changed it
   */
  ConflictPanes(ConflictModel model, Consumer<String> edited) {
    this.model = model;
    this.edited = edited;
    setOrientation(Orientation.VERTICAL);
    RebaseStop stop = model.stop();
    String into = model.plan().request().target();
    target =
        new Side(
            "conflict.target",
            stop == null || stop.number() == 1 ? into : into + " and the commits before");
    base =
        new Side(
            "conflict.base", stop == null ? "What both began with" : "Before the session's commit");
    session = new Side("conflict.session", stop == null ? model.plan().branch() : stop.subject());
    SplitPane sides = new SplitPane(target.box, base.box, session.box);
    sides.setDividerPositions(0.34, 0.66);
    Label title = new Label("Result");
    title.getStyleClass().add("strong");
    title.setLabelFor(result);
    VBox head = new VBox(title);
    head.getStyleClass().add("conflict-head");
    VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(result);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    below = new VBox(head, scroll);
    getItems().addAll(sides, below);
    setDividerPositions(0.5);
    result
        .plainTextChanges()
        .subscribe(
            _ -> {
              if (!filling) {
                this.edited.accept(result.getText());
                paint();
              }
            });
  }

  private static CodeArea area(String id, String name) {
    CodeArea area = new CodeArea();
    area.setId(id);
    area.setAccessibleText(name);
    area.getStyleClass().add("conflict-area");
    area.setParagraphGraphicFactory(LineNumberFactory.get(area));
    return area;
  }

  CodeArea result() {
    return result;
  }

  /** Shows a file; the result is hidden for one that is no text. */
  void show(ConflictFile file) {
    Shown shown = file.shown();
    if (shown == null) {
      return;
    }
    target.show(shown.texts().target(), who(shown.origins().target()));
    base.show(shown.texts().base(), "");
    session.show(shown.texts().session(), who(shown.origins().session()));
    if (file.editable() != getItems().contains(below)) {
      if (file.editable()) {
        getItems().add(below);
        setDividerPositions(0.5);
      } else {
        getItems().remove(below);
      }
    }
    filling = true;
    try {
      result.replaceText(file.text());
      // What was there before belongs to another file.
      result.getUndoManager().forgetHistory();
    } finally {
      filling = false;
    }
    paint();
    if (!file.hunks().isEmpty()) {
      go(file.hunks().getFirst());
    }
  }

  /** Puts the cursor at a conflict and shows it, on all sides. */
  void go(Hunk hunk) {
    result.moveTo(hunk.start());
    top(result, result.getCurrentParagraph());
    String before = lineBefore(hunk.start());
    target.reveal(hunk.target(), before, result.getCurrentParagraph());
    base.reveal("", before, result.getCurrentParagraph());
    session.reveal(hunk.session(), before, result.getCurrentParagraph());
  }

  /** The last line with words above a place of the result; it stands on all sides, too. */
  private String lineBefore(int place) {
    List<String> lines = result.getText(0, place).lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (!lines.get(i).isBlank()) {
        return lines.get(i);
      }
    }
    return "";
  }

  private static void top(CodeArea area, int line) {
    area.showParagraphAtTop(Math.max(0, line - ABOVE));
  }

  /** The conflict at or after the cursor, else the first one; null when there is none. */
  @Nullable Hunk at() {
    List<Hunk> hunks = ConflictHunks.in(result.getText());
    int caret = result.getCaretPosition();
    return hunks.stream()
        .filter(hunk -> hunk.end() > caret)
        .findFirst()
        .orElse(hunks.isEmpty() ? null : hunks.getFirst());
  }

  /** Lines of conflicts have a ground of their own. */
  private void paint() {
    List<Hunk> hunks = ConflictHunks.in(result.getText());
    int lines = result.getParagraphs().size();
    int offset = 0;
    int next = 0;
    for (int line = 0; line < lines; line++) {
      while (next < hunks.size() && hunks.get(next).end() <= offset) {
        next++;
      }
      boolean inside = next < hunks.size() && hunks.get(next).start() <= offset;
      List<String> style = inside ? List.of("conflict-line") : List.of();
      if (!result.getParagraph(line).getParagraphStyle().equals(style)) {
        result.setParagraphStyle(line, style);
      }
      offset += result.getParagraphLength(line) + 1;
    }
  }

  private String who(List<Origin> origins) {
    return origins.stream()
        .map(
            origin -> {
              String title = origin.session().isEmpty() ? "" : model.name(origin.session());
              return origin.commit().substring(0, 8)
                  + " "
                  + origin.subject()
                  + " ("
                  + (title.isEmpty() ? origin.author() : "session “" + title + "”")
                  + ")";
            })
        .collect(Collectors.joining("; "));
  }
}
