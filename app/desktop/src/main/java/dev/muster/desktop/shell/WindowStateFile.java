package dev.muster.desktop.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The small file in which the window's state waits for the next start. */
final class WindowStateFile {
  private static final Logger LOG = LoggerFactory.getLogger(WindowStateFile.class);

  private final Path file;

  /**
   * @param config the folder of the settings; need not be there yet
   */
  WindowStateFile(Path config) {
    file = config.resolve("window.properties");
  }

  /** What was left; the state of a first start when there is nothing. Blocks for a moment. */
  WindowState load() {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    } catch (NoSuchFileException first) {
      return WindowState.FIRST;
    } catch (IOException | IllegalArgumentException unreadable) {
      // Nothing is lost but the window's place.
      LOG.warn("The window's state in {} could not be read.", file, unreadable);
      return WindowState.FIRST;
    }
    return WindowState.of(all);
  }

  /** Keeps it. Blocks for a moment: not on the JavaFX thread. */
  void save(WindowState state) {
    Path fresh = file.resolveSibling("window.properties.new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(fresh)) {
        state.toProperties().store(out, "How the window was left. Written by Muster.");
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      // Nothing is lost but the window's place.
      LOG.warn("The window's state could not be kept in {}.", file, failed);
    }
  }
}
