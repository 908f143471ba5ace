package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.engine.git.FileChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The files whose new side is being edited on the sheet. What is typed stays until it is stored or
 * given up, also when the agent changes the file meanwhile; it never overwrites what was not seen.
 * JavaFX thread only.
 */
final class ReviewEdits {
  /** A larger file is not opened in the sheet. */
  static final int MOST_BYTES = 2 << 20;

  private record Edit(String seenId, boolean crlf, EditCard card, SheetCard onSheet) {}

  /** What a content holds, as it is edited. */
  private record Text(String text, boolean crlf) {}

  private final ReviewModel model;
  private final Consumer<String> changed;
  private final Runnable done;
  private final Map<String, Edit> edits = new HashMap<>();

  /**
   * @param changed gets the path of a file whose cards changed
   * @param done called when nothing is edited any more where one was
   */
  ReviewEdits(ReviewModel model, Consumer<String> changed, Runnable done) {
    this.model = model;
    this.changed = changed;
    this.done = done;
  }

  /** The cards of a file: one when it is edited. */
  List<SheetCard> of(ReviewFile file) {
    Edit edit = edits.get(file.path());
    if (edit == null) {
      return List.of();
    }
    edit.card.stale(!edit.seenId.equals(file.change().newId()));
    return List.of(edit.onSheet);
  }

  /** Links, submodules, pictures and what is gone are not edited as text. */
  static boolean canEdit(FileChange change) {
    return change.kind() == FileChange.Kind.TEXT && change.status() != FileChange.Status.DELETED;
  }

  /** Whether something was typed that is not stored. */
  boolean unsaved() {
    return edits.values().stream().anyMatch(edit -> edit.card.unsaved());
  }

  boolean any() {
    return !edits.isEmpty();
  }

  /**
   * Opens a file for editing, at a line of its new side.
   *
   * @param shown gets the id of the card once it is on the sheet
   */
  void open(String path, int line, Consumer<String> shown) {
    ReviewFile file = model.file(path).orElse(null);
    if (file == null) {
      return;
    }
    if (edits.containsKey(path)) {
      shown.accept(id(path));
      return;
    }
    if (!canEdit(file.change())) {
      return;
    }
    String seen = file.change().newId();
    model
        .work()
        .read(
            seen,
            MOST_BYTES,
            content ->
                content.last()
                    ? text(content.bytes())
                    : refused("The file is too large to be edited here."),
            text -> {
              EditCard card =
                  new EditCard(path, text.text(), line, now -> store(path, now), () -> leave(path));
              edits.put(
                  path,
                  new Edit(
                      seen,
                      text.crlf(),
                      card,
                      new SheetCard(id(path), SheetCard.Side.NEW, 0, EditCard.HEIGHT, () -> card)));
              changed.accept(path);
              shown.accept(id(path));
              card.takeFocus();
            });
  }

  private static String id(String path) {
    return "edit " + path;
  }

  private static Text refused(String sentence) {
    throw new IllegalArgumentException(sentence);
  }

  /** What git stored, as lines; fails with a sentence when it would not come back as it was. */
  private static Text text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return refused("The file is not UTF-8 text; it cannot be edited here without damage.");
    }
    if (text.indexOf('\0') >= 0) {
      return refused("The file is not text.");
    }
    String plain = text.replace("\r\n", "\n");
    if (plain.indexOf('\r') >= 0) {
      return refused("The file has line ends that would not survive editing here.");
    }
    boolean crlf = !plain.equals(text);
    if (crlf && !plain.replace("\n", "\r\n").equals(text)) {
      return refused(
          "The lines of the file end in different ways; editing it here would change that.");
    }
    return new Text(plain, crlf);
  }

  private void store(String path, String now) {
    Edit edit = edits.get(path);
    if (edit == null) {
      return;
    }
    String text = edit.crlf ? now.replace("\n", "\r\n") : now;
    edit.card.saving(true);
    model
        .work()
        .edit(
            path,
            edit.seenId,
            text.getBytes(StandardCharsets.UTF_8),
            () -> leave(path),
            sentence -> {
              edit.card.saving(false);
              edit.card.show(sentence);
            });
  }

  private void leave(String path) {
    edits.remove(path);
    changed.accept(path);
    done.run();
  }
}
