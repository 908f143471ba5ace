package dev.muster.engine.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what stands in a checkout, untracked or ignored, where new files would come. */
final class InTheWay {
  private static final Logger LOG = LoggerFactory.getLogger(InTheWay.class);

  private final Path root;
  private final Set<String> gone;
  private final Set<String> free = new HashSet<>();

  /**
   * @param root of the checkout, whose tracked files are as they were committed
   * @param gone names of tracked files that make room for the new ones
   */
  InTheWay(Path root, Set<String> gone) {
    this.root = root;
    this.gone = gone;
  }

  /** What is in the way of these new files: itself, above it, or in a folder of its name. */
  List<String> of(List<String> added) {
    var found = new LinkedHashSet<String>();
    for (var name : added) {
      try {
        inTheWay(name).ifPresent(found::add);
      } catch (InvalidPathException e) {
        // A name that Java cannot hold; git looks again itself, and refuses.
        LOG.debug("{} was not looked for.", name, e);
      }
    }
    return new ArrayList<>(found);
  }

  private Optional<String> inTheWay(String name) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      var above = name.substring(0, slash);
      if (free.contains(above)) {
        continue;
      }
      var folder = root.resolve(above);
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        return gone.contains(above) ? Optional.empty() : Optional.of(above);
      }
      free.add(above);
    }
    var file = root.resolve(name);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      return within(file);
    }
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(name) : Optional.empty();
  }

  /** The first file of a folder that no tracked one is; a folder without any makes room. */
  private Optional<String> within(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(
              path ->
                  root.relativize(path)
                      .toString()
                      .replace(path.getFileSystem().getSeparator(), "/"))
          .filter(name -> !gone.contains(name))
          .findFirst();
    } catch (IOException | UncheckedIOException unreadable) {
      // Git looks again itself, and refuses.
      LOG.debug("{} could not be looked through.", folder, unreadable);
      return Optional.empty();
    }
  }
}
