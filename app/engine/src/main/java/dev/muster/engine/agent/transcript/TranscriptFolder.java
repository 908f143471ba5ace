package dev.muster.engine.agent.transcript;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the files of conversations below a folder: follows no symbolic link, so that none can lead
 * in a circle or out of it, and goes no deeper than told.
 */
public final class TranscriptFolder {
  private static final int MOST_FILES = 50_000;

  private final Path folder;
  private final int depth;
  private final Predicate<String> wanted;

  /**
   * @param depth how many folders lie between it and the files
   * @param wanted whether a file of this name is one
   */
  public TranscriptFolder(Path folder, int depth, Predicate<String> wanted) {
    this.folder = folder;
    this.depth = depth;
    this.wanted = wanted;
  }

  /** Whether the folder is there. */
  public boolean isThere() {
    return Files.isDirectory(folder);
  }

  /**
   * The files, the one that was written last first.
   *
   * @param problem gets a sentence for each folder that cannot be read
   */
  public List<TranscriptFile> files(Consumer<String> problem) {
    List<TranscriptFile> all = new ArrayList<>();
    if (isThere()) {
      look(folder, depth, all, problem);
    }
    all.sort(
        Comparator.comparing(TranscriptFile::changed)
            .reversed()
            .thenComparing(TranscriptFile::path));
    return all;
  }

  private void look(Path in, int deeper, List<TranscriptFile> all, Consumer<String> problem) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(in)) {
      for (Path entry : entries) {
        if (all.size() >= MOST_FILES) {
          return;
        }
        BasicFileAttributes facts;
        try {
          facts = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
          continue; // it was there a moment ago
        }
        if (facts.isDirectory() && deeper > 0) {
          look(entry, deeper - 1, all, problem);
        } else if (facts.isRegularFile() && deeper == 0 && wanted.test(name(entry))) {
          all.add(new TranscriptFile(entry, facts.size(), facts.lastModifiedTime().toInstant()));
        }
      }
    } catch (IOException unreadable) {
      problem.accept(sentence(in, unreadable));
    } catch (DirectoryIteratorException unreadable) {
      IOException cause = unreadable.getCause();
      problem.accept(sentence(in, cause == null ? new IOException(unreadable) : cause));
    }
  }

  private static String sentence(Path folder, IOException unreadable) {
    return "The folder "
        + folder
        + " cannot be read ("
        + TranscriptFile.reason(unreadable)
        + "); its conversations are left out.";
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }
}
