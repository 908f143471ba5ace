package dev.muster.desktop.review;

import dev.muster.desktop.control.Completions;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.SessionCompletions;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.UnsavedComment;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The comments that are being typed. Each is kept as it is typed, so that it is there again when
 * the window was closed, another state was compared or Muster ended. JavaFX thread only.
 */
final class ReviewWriting {
  /**
   * One of them.
   *
   * @param commentId of the one that is changed; null for a new one
   * @param place null for one on the whole
   * @param before what stood there when typing began; empty for a new one
   */
  record Typed(
      String key,
      @Nullable String commentId,
      @Nullable Place place,
      StringProperty text,
      String before) {
    /** Whether something would be lost with it. */
    boolean unsaved() {
      return !text.get().isBlank() && !text.get().equals(before);
    }
  }

  private final SessionId session;
  private final ReviewSource source;
  private final EventPump pump;
  private final Consumer<String> failed;
  private final Completions completions;
  private final SequencedMap<String, Typed> all = new LinkedHashMap<>();
  private boolean read;
  private boolean keeping;
  private boolean again;

  /**
   * @param failed gets a sentence when what is typed cannot be kept
   */
  ReviewWriting(SessionId session, ReviewSource source, EventPump pump, Consumer<String> failed) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.failed = failed;
    completions = new SessionCompletions(source.naming(), pump, session);
  }

  /**
   * Brings back what was typed before.
   *
   * @param there called when it is there
   */
  void read(Runnable there) {
    pump.deliver(
        source.unsavedComments(session),
        found -> {
          for (UnsavedComment one : found) {
            all.computeIfAbsent(
                one.key(), key -> typed(key, one.commentId(), one.place(), one.text(), ""));
          }
          read = true;
          there.run();
          if (again) {
            keep();
          }
        },
        sentence -> {
          read = true;
          failed.accept(sentence);
        });
  }

  /** What can be named in them. */
  Completions completions() {
    return completions;
  }

  /** In the order in which they were begun. */
  Collection<Typed> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  boolean has(String key) {
    return all.containsKey(key);
  }

  /** Begins one, or goes on with the one of that key. */
  void begin(String key, @Nullable String commentId, @Nullable Place place, String text) {
    all.computeIfAbsent(key, _ -> typed(key, commentId, place, text, text));
  }

  private Typed typed(
      String key, @Nullable String commentId, @Nullable Place place, String text, String before) {
    StringProperty typed = new SimpleStringProperty(text);
    typed.subscribe((_, _) -> keep());
    return new Typed(key, commentId, place, typed, before);
  }

  /** Ends one, because it was added or given up. */
  void end(String key) {
    if (all.remove(key) != null) {
      keep();
    }
  }

  /** One write at a time: while it runs, whatever else is typed waits for the next. */
  private void keep() {
    if (keeping || !read) {
      again = true;
      return;
    }
    keeping = true;
    again = false;
    List<UnsavedComment> now =
        all.values().stream()
            .filter(Typed::unsaved)
            .map(
                one ->
                    new UnsavedComment(one.key(), one.commentId(), one.place(), one.text().get()))
            .toList();
    pump.deliver(
        source.keepUnsaved(session, now),
        _ -> kept(),
        sentence -> {
          failed.accept(sentence);
          kept();
        });
  }

  private void kept() {
    keeping = false;
    if (again) {
      keep();
    }
  }
}
