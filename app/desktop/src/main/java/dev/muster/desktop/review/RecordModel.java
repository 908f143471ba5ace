package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.review.RecordFold;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.SessionRecord.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What the reviewed session ran and said, read anew at most once a second while it goes on. JavaFX
 * thread only.
 */
final class RecordModel {
  private final SessionItem item;
  private final ReviewSource source;
  private final EventPump pump;
  private final Consumer<String> failed;
  private final RecordFold fold = new RecordFold();
  private final ReadOnlyObjectWrapper<SessionRecord> record =
      new ReadOnlyObjectWrapper<>(this, "record", SessionRecord.EMPTY);
  private long asked = -1;
  private boolean reading;

  /**
   * @param failed gets a sentence when it cannot be read
   */
  RecordModel(SessionItem item, ReviewSource source, EventPump pump, Consumer<String> failed) {
    this.item = item;
    this.source = source;
    this.pump = pump;
    this.failed = failed;
  }

  ReadOnlyObjectProperty<SessionRecord> recordProperty() {
    return record.getReadOnlyProperty();
  }

  /** Reads what has been added; nothing when there is nothing new. */
  void read() {
    long now = item.now().lastSeq();
    if (reading || now == asked) {
      return;
    }
    reading = true;
    asked = now;
    pump.deliver(
        source.record(item.id(), fold),
        found -> {
          reading = false;
          record.set(found);
        },
        sentence -> {
          reading = false;
          failed.accept(sentence);
        });
  }

  /**
   * Reads what was said whole, where the record has only its beginning.
   *
   * @param use gets all of it; not called when it cannot be read, which is told
   */
  void whole(Said said, Consumer<String> use) {
    if (!said.cut()) {
      use.accept(said.text());
      return;
    }
    pump.deliver(
        source.fleet().events(item.id(), said.seq(), 1),
        events ->
            use.accept(
                events.isEmpty()
                    ? said.text()
                    : switch (events.getFirst().event()) {
                      case PromptSent prompt -> prompt.text();
                      case MessageAdded message -> message.text();
                      // Of a call only its title stands here; what it was is in the log.
                      default -> said.text() + "\n\nThe rest of it is in the session's log.";
                    }),
        failed);
  }

  /** The changed files that a message names neither by path nor by name; all when it is null. */
  static List<String> unnamed(@Nullable String message, List<String> paths) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    List<String> missing = new ArrayList<>();
    for (String path : paths) {
      String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      if (!text.contains(name)) {
        missing.add(path);
      }
    }
    return missing;
  }
}
