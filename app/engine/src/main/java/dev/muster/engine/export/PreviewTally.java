package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.RedactionPreview.Found;
import dev.muster.engine.export.RedactionPreview.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what would be taken out. Bounded. Used by one thread. */
final class PreviewTally implements Masker.Sink {
  private static final int MOST = 2_000;
  private static final int PLACES = 3;
  private static final int CONTEXT = 40;
  private static final int WINDOW = 600;

  private record Key(MaskKind kind, String what) {}

  private record At(SessionId session, long seq, String where) {}

  private static final class Count {
    long count;
    final List<Place> places = new ArrayList<>();
  }

  private final Map<Key, Count> counts = new LinkedHashMap<>();
  private final Masker masker;
  private @Nullable At at;
  private long events;
  private int more;

  /**
   * @param masker takes everything out of what is shown around a place
   */
  PreviewTally(Masker masker) {
    this.masker = masker;
  }

  @Override
  public void at(SessionId session, long seq, String where) {
    at = new At(session, seq, where);
    events += seq > 0 ? 1 : 0;
  }

  @Override
  public void found(MaskKind kind, String what, String text, int start, int end) {
    Key key = new Key(kind, what);
    Count count = counts.get(key);
    if (count == null) {
      if (counts.size() >= MOST) {
        more++;
        return;
      }
      count = new Count();
      counts.put(key, count);
    }
    count.count++;
    At now = at;
    if (count.places.size() < PLACES && now != null) {
      count.places.add(
          new Place(
              now.session(),
              now.seq(),
              now.where(),
              before(text.substring(Math.max(0, start - WINDOW), start)),
              after(text.substring(end, Math.min(text.length(), end + WINDOW)))));
    }
  }

  /** More is masked than is shown, so that no key cut in two escapes. */
  private String before(String around) {
    String line = line(around);
    return line.substring(Math.max(0, line.length() - CONTEXT));
  }

  private String after(String around) {
    String line = line(around);
    return line.substring(0, Math.min(CONTEXT, line.length()));
  }

  private String line(String around) {
    return masker.mask(around, (kind, what, text, start, end) -> {}).replaceAll("\\s+", " ");
  }

  RedactionPreview preview() {
    List<Found> found = new ArrayList<>();
    counts.forEach(
        (key, count) -> found.add(new Found(key.kind(), key.what(), count.count, count.places)));
    found.sort(
        Comparator.comparing(Found::kind).thenComparing(Found::count, Comparator.reverseOrder()));
    return new RedactionPreview(found, more, events);
  }
}
