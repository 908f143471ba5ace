package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.FileChange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The files whose new side is being edited on the sheet. What is typed stays until it is stored or
 * given up, also when the agent changes the file meanwhile; it never overwrites what was not seen.
 * JavaFX thread only.
 */
final class ReviewEdits {
  /** A larger file is not opened in the sheet. */
  static final int MOST_BYTES = 2 << 20;

  private static final String MEET =
      "What was changed meanwhile and what you typed are on the same lines.";

  private record Edit(
      FileChange opened, String seenId, boolean crlf, EditCard card, SheetCard onSheet) {
    Edit from(String id, boolean lineEnds) {
      return new Edit(opened, id, lineEnds, card, onSheet);
    }
  }

  /**
   * A file that was looked at again.
   *
   * @param merged with what was typed; null where the two meet
   */
  private record Again(Text now, @Nullable String merged) {}

  /** What a content holds, as it is edited. */
  private record Text(String text, boolean crlf) {}

  private final ReviewModel model;
  private final Consumer<String> changed;
  private final Runnable done;
  private final Map<String, Edit> edits = new HashMap<>();

  /** Files that are listed anew because one wants to go on with them. */
  private final Set<String> looking = new HashSet<>();

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
    if (edit == null || !canEdit(file.change())) {
      return List.of();
    }
    edit.card.onSheet();
    boolean stale = !edit.seenId.equals(file.change().newId());
    edit.card.stale(stale);
    if (stale && looking.remove(file.path())) {
      goOn(file, edit);
    }
    return List.of(edit.onSheet);
  }

  /** The editors of files that are gone or renamed: what was typed in them is not lost. */
  List<Region> beside() {
    List<Region> cards = new ArrayList<>();
    edits.forEach(
        (path, edit) -> {
          if (isLost(path)) {
            EditFate fate = fate(edit);
            ReviewFile into = fate.into();
            edit.card.lost(fate.sentence(), into != null ? into.path() : fate.here() ? path : null);
            cards.add(edit.card);
          }
        });
    return cards;
  }

  private boolean isLost(String path) {
    return model.file(path).filter(file -> canEdit(file.change())).isEmpty();
  }

  private EditFate fate(Edit edit) {
    return EditFate.of(edit.opened, edit.seenId, model);
  }

  /** Looks at a file again that is not what was opened. */
  private void look(String path) {
    Edit edit = edits.get(path);
    ReviewFile file = model.file(path).orElse(null);
    if (edit == null) {
      return;
    }
    if (file != null && canEdit(file.change()) && !edit.seenId.equals(file.change().newId())) {
      goOn(file, edit);
    } else {
      looking.add(path);
      model.reload();
    }
  }

  /** What the file holds now, with what was typed on top, where the two do not meet. */
  private void goOn(ReviewFile file, Edit edit) {
    String path = file.path();
    String seen = file.change().newId();
    String before = edit.card.before();
    String typed = edit.card.area().getText();
    model
        .work()
        .read(
            seen,
            MOST_BYTES,
            content -> again(content, before, typed),
            found -> {
              String merged = found.merged();
              if (edits.get(path) != edit || !typed.equals(edit.card.area().getText())) {
                return; // it was left, or typing went on: then what was put together is old
              }
              if (merged == null) {
                edit.card.show(
                    MEET + " Copy what you typed, cancel, and edit the file as it is now.");
              } else {
                edits.put(path, edit.from(seen, found.now().crlf()));
                edit.card.goOn(found.now().text(), merged);
              }
            });
  }

  private static Again again(Content content, String before, String typed) {
    Text now =
        content.last()
            ? text(content.bytes())
            : refused("The file is too large to be edited here.");
    return new Again(now, TextMerge.merge(before, typed, now.text()).orElse(null));
  }

  /** Links, submodules, pictures and what is gone are not edited as text. */
  static boolean canEdit(FileChange change) {
    return whyNot(change).isEmpty();
  }

  /** Why a file cannot be edited here, a sentence; empty when it can. */
  private static String whyNot(FileChange change) {
    String name = "“" + VisibleText.onOneLine(change.path()) + "”";
    if (change.status() == FileChange.Status.DELETED) {
      return name + " is deleted; there is nothing to edit.";
    }
    if (change.kind() != FileChange.Kind.TEXT) {
      return name + " is no text file; it cannot be edited here.";
    }
    // That is what stands for bytes that are no character.
    return change.path().indexOf('\uFFFD') < 0
        ? ""
        : "The name of " + name + " is not UTF-8; a file of such a name cannot be edited here.";
  }

  /** Whether something was typed that is not stored. */
  boolean unsaved() {
    return edits.values().stream().anyMatch(edit -> edit.card.unsaved());
  }

  boolean any() {
    return !edits.isEmpty();
  }

  /** What can be done about what is not stored, sentences. */
  String unsavedWords() {
    List<String> words = new ArrayList<>();
    edits.forEach(
        (path, edit) -> {
          if (edit.card.unsaved()) {
            words.add(
                "What you typed into “%s” is not stored. ".formatted(VisibleText.onOneLine(path))
                    + (!isLost(path)
                        ? edit.card.storable()
                            ? "Ctrl+S in it stores it, as long as the file was not changed since."
                            : "The file was changed since; “Look again” in it takes that in."
                        : fate(edit).sentence() + " It stands above the differences."));
          }
        });
    return String.join("\n", words);
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
      model.work().refuse(whyNot(file.change()));
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
                  new EditCard(
                      path,
                      text.text(),
                      line,
                      now -> store(path, now),
                      () -> look(path),
                      () -> leave(path));
              edits.put(
                  path,
                  new Edit(
                      file.change(),
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
    ReviewFile into = isLost(path) ? fate(edit).into() : null;
    String seen = into == null ? edit.seenId : into.change().newId();
    if (into == null || seen.equals(edit.seenId)) {
      write(path, edit, into == null ? path : into.path(), edit.seenId, now, edit.crlf);
      return;
    }
    // It was changed as well: both changes go in, where they do not meet.
    String target = into.path();
    String before = edit.card.before();
    edit.card.saving(true);
    model
        .work()
        .read(
            seen,
            MOST_BYTES,
            content -> again(content, before, now),
            found -> {
              String merged = found.merged();
              if (merged == null) {
                refuse(edit, MEET + " Copy what you typed, and edit the file as it is now.");
              } else if (edits.get(path) == edit) {
                write(path, edit, target, seen, merged, found.now().crlf());
              }
            },
            sentence -> refuse(edit, sentence));
  }

  private void refuse(Edit edit, String sentence) {
    edit.card.saving(false);
    edit.card.refuse(sentence);
  }

  private void write(String path, Edit edit, String into, String seen, String now, boolean crlf) {
    String text = crlf ? now.replace("\n", "\r\n") : now;
    edit.card.saving(true);
    model
        .work()
        .edit(
            into,
            seen,
            text.getBytes(StandardCharsets.UTF_8),
            () -> leave(path),
            sentence -> refuse(edit, sentence));
  }

  private void leave(String path) {
    boolean lost = isLost(path);
    edits.remove(path);
    looking.remove(path);
    changed.accept(lost ? "" : path);
    done.run();
  }
}
