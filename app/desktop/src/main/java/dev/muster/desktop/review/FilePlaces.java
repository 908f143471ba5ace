package dev.muster.desktop.review;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds in a list of changed files the one that was meant when the list was another: it may have
 * got another name since. JavaFX thread only.
 */
final class FilePlaces {
  private final Map<String, ReviewFile> byPath = new HashMap<>();
  private final Map<String, ReviewFile> byOldPath = new HashMap<>();

  /** Only of files with a new name, and only where one alone has that content. */
  private final Map<String, ReviewFile> byContent = new HashMap<>();

  private final Map<String, ReviewFile> byOldContent = new HashMap<>();

  FilePlaces(List<ReviewFile> listed) {
    Set<String> twice = new HashSet<>();
    for (ReviewFile file : listed) {
      FileChange change = file.change();
      byPath.put(file.path(), file);
      String before = change.oldPath();
      boolean renamed = change.status() == Status.RENAMED;
      if (renamed && before != null) {
        byOldPath.put(before, file);
        if (byOldContent.put(change.oldId(), file) != null) {
          twice.add("old " + change.oldId());
        }
      }
      boolean named = renamed || change.status() == Status.ADDED;
      if (named && byContent.put(change.newId(), file) != null) {
        twice.add("new " + change.newId());
      }
    }
    byContent.keySet().removeIf(id -> twice.contains("new " + id));
    byOldContent.keySet().removeIf(id -> twice.contains("old " + id));
  }

  Optional<ReviewFile> file(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** The file that had this name before the changes and has another now. */
  Optional<ReviewFile> renamed(String before) {
    return Optional.ofNullable(byOldPath.get(before));
  }

  /** The one file with a new name that holds this. */
  Optional<ReviewFile> holding(String contentId) {
    return Optional.ofNullable(byContent.get(contentId));
  }

  /** The file a place is in; empty when it is not listed. */
  Optional<ReviewFile> of(Place place) {
    String content = place.blob();
    return file(place.path())
        .or(() -> renamed(place.path()))
        .or(
            () ->
                content == null
                    ? Optional.empty()
                    : Optional.ofNullable(
                        (place.side() == Side.OLD ? byOldContent : byContent).get(content)));
  }
}
