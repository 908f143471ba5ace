package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import java.util.List;

/**
 * What would be taken out of an export, each kind by itself, so that a person can decide.
 *
 * @param found what was found, the most frequent of each kind first
 * @param more how many different ones there are that are not in the list
 * @param events how many events were looked at
 */
public record RedactionPreview(List<Found> found, int more, long events) {
  public RedactionPreview {
    found = List.copyOf(found);
  }

  /** How often something of a kind was found. */
  public long count(MaskKind kind) {
    return found.stream().filter(f -> f.kind() == kind).mapToLong(Found::count).sum();
  }

  /**
   * Something that was found.
   *
   * @param what an address, a path, a name, a variable's name or a key's beginning: never a secret
   * @param count how often
   * @param places some of the places, at most 3
   */
  public record Found(MaskKind kind, String what, long count, List<Place> places) {
    public Found {
      places = List.copyOf(places);
    }
  }

  /**
   * Where it stands.
   *
   * @param seq of the event; 0 when it is in no event
   * @param event the event's kind; or, where it is in none, {@code head} for what stands above a
   *     session and, say, {@code changes of turn 2}
   * @param before some characters before it, masked like the rest
   * @param after some characters after it
   */
  public record Place(SessionId session, long seq, String event, String before, String after) {}
}
