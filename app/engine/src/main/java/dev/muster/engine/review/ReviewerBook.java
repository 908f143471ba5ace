package dev.muster.engine.review;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reviewers: four that come with Muster, and the user's own, each a file {@code NAME.md} in a
 * folder of the settings. A file of the same name takes the place of one that comes with Muster, an
 * empty one takes it away.
 */
final class ReviewerBook {
  private static final Logger LOG = LoggerFactory.getLogger(ReviewerBook.class);
  private static final List<String> BUILT_IN =
      List.of("correctness", "security", "simplicity", "tests");
  private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum}-]{0,39}");
  private static final String ENDING = ".md";
  private static final long LONGEST = 100_000;
  private static final int MOST = 20;

  private final Path folder;

  ReviewerBook(Path folder) {
    this.folder = folder;
  }

  /** All of them, those of Muster first. Blocks for some milliseconds. */
  List<Reviewer> all() {
    TreeMap<String, String> own = own();
    List<Reviewer> all = new ArrayList<>();
    for (String name : BUILT_IN) {
      String instead = own.remove(name);
      if (instead == null) {
        all.add(new Reviewer(name, builtIn(name)));
      } else if (!instead.isBlank()) {
        all.add(new Reviewer(name, instead));
      }
    }
    own.forEach(
        (name, prompt) -> {
          if (!prompt.isBlank()) {
            all.add(new Reviewer(name, prompt));
          }
        });
    return all;
  }

  private TreeMap<String, String> own() {
    TreeMap<String, String> own = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return own;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - ENDING.length());
        if (own.size() < MOST && NAME.matcher(name).matches() && Files.size(file) <= LONGEST) {
          own.put(name, Files.readString(file));
        } else {
          LOG.warn("{} is no reviewer's prompt: its name or size is out of bounds.", file);
        }
      }
    } catch (IOException unreadable) {
      LOG.warn(
          "The reviewers in {} cannot be read; those of Muster are there.", folder, unreadable);
    }
    return own;
  }

  private static String builtIn(String name) {
    String file = name + ENDING;
    try (InputStream in =
        Objects.requireNonNull(ReviewerBook.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("Muster's own file " + file + " cannot be read.", broken);
    }
  }
}
