package dev.muster.engine;

import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.RuleBook;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps permission rules: those for everywhere in the settings, those for a project in a file of
 * the data folder, one rule a line. A file that cannot be read is never taken for an empty one, nor
 * written over.
 */
final class PermissionBook implements RuleBook {
  private final Path folder;
  private final Always always;
  private final Map<String, List<String>> projects = new HashMap<>();

  /** The rules that hold everywhere. */
  interface Always {
    List<String> rules() throws FleetException;

    void add(String rule);
  }

  PermissionBook(DataFolder folders, Always always) {
    this.folder = folders.data().resolve("rules");
    this.always = always;
  }

  @Override
  public synchronized List<String> ofProject(String projectId) throws FleetException {
    List<String> known = projects.get(projectId);
    if (known == null) {
      known = read(projectId);
      projects.put(projectId, known);
    }
    return known;
  }

  @Override
  public List<String> ofAlways() throws FleetException {
    return always.rules();
  }

  @Override
  public synchronized void addForProject(String projectId, String rule) throws FleetException {
    List<String> rules = new ArrayList<>(ofProject(projectId));
    if (!rules.contains(rule)) {
      rules.add(rule);
      write(projectId, rules);
      projects.put(projectId, List.copyOf(rules));
    }
  }

  @Override
  public void addForAlways(String rule) {
    always.add(rule);
  }

  private List<String> read(String projectId) throws FleetException {
    Path file = file(projectId);
    try {
      return List.copyOf(Files.readAllLines(file));
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException failed) {
      throw new FleetException(
          "The permission rules of this project cannot be read, so you are asked about"
              + " everything. Mend or remove "
              + file
              + ".",
          failed);
    }
  }

  private void write(String projectId, List<String> rules) throws FleetException {
    Path file = file(projectId);
    try {
      Files.createDirectories(folder);
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(next, rules);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new FleetException("The rules could not be written to " + file + ".", failed);
    }
  }

  private Path file(String projectId) {
    return folder.resolve(projectId.replaceAll("[^A-Za-z0-9]", "_") + ".rules");
  }
}
