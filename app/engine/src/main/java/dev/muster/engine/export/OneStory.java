package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One session on its way into a file. Used by one thread, once. */
final class OneStory {
  private final Journal journal;
  private final SessionRow row;
  private final StoryHead head;
  private final StoryWriter writer;
  private final EventMasker masker;
  private final Masker.Sink count;
  private final ExportProgress progress;
  private int turn;

  OneStory(
      Journal journal,
      SessionRow row,
      StoryHead head,
      StoryWriter writer,
      EventMasker masker,
      Masker.Sink count,
      ExportProgress progress) {
    this.journal = journal;
    this.row = row;
    this.head = head;
    this.writer = writer;
    this.masker = masker;
    this.count = count;
    this.progress = progress;
  }

  /**
   * Writes it.
   *
   * @param changes what each turn changed; null when that is not wanted
   */
  void write(@Nullable ChangesOfTurns changes) throws IOException {
    writer.session(head);
    try {
      journal.replay(
          row.id(),
          recorded -> {
            // The head says how many there are; what was appended since then is left out.
            if (recorded.seq() > row.events()) {
              return;
            }
            if (recorded.turn() > turn) {
              tell(changes);
              turn = recorded.turn();
            }
            progress.step();
            count.at(row.id(), recorded.seq(), EventJson.kind(recorded.event()));
            Recorded masked = masker.mask(recorded, count);
            unchecked(() -> writer.event(masked));
          });
      tell(changes);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void tell(@Nullable ChangesOfTurns changes) {
    TurnChanges of = changes == null || turn == 0 ? null : changes.of(turn);
    progress.look(); // the repository may have taken its time
    if (of != null) {
      count.at(row.id(), 0, "changes of turn " + of.turn());
      List<TurnChanges.FilePatch> files = new ArrayList<>();
      of.files()
          .forEach(
              file ->
                  files.add(
                      new TurnChanges.FilePatch(
                          masker.mask(file.path(), count),
                          file.status(),
                          file.added(),
                          file.removed(),
                          masker.mask(file.patch(), count))));
      unchecked(() -> writer.changes(new TurnChanges(of.turn(), files, of.note())));
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.write();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
