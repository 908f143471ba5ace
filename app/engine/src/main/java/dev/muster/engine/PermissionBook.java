package dev.muster.engine;

import dev.muster.engine.session.RuleBook;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps permission rules: those for everywhere in the settings, those for a project in a file of
 * the data folder, one rule a line. What cannot be written still holds until Muster ends.
 */
final class PermissionBook implements RuleBook {
  private static final Logger LOG = LoggerFactory.getLogger(PermissionBook.class);

  private final Path folder;
  private final Supplier<List<String>> always;
  private final Consumer<String> addAlways;
  private final Map<String, List<String>> projects = new ConcurrentHashMap<>();

  PermissionBook(DataFolder folders, Supplier<List<String>> always, Consumer<String> addAlways) {
    this.folder = folders.data().resolve("rules");
    this.always = always;
    this.addAlways = addAlways;
  }

  @Override
  public List<String> ofProject(String projectId) {
    return projects.computeIfAbsent(projectId, this::read);
  }

  @Override
  public List<String> ofAlways() {
    return always.get();
  }

  @Override
  public void addForProject(String projectId, String rule) {
    projects.compute(
        projectId,
        (id, known) -> {
          List<String> rules = new ArrayList<>(known == null ? read(id) : known);
          if (!rules.contains(rule)) {
            rules.add(rule);
            write(id, rules);
          }
          return List.copyOf(rules);
        });
  }

  @Override
  public void addForAlways(String rule) {
    addAlways.accept(rule);
  }

  private List<String> read(String projectId) {
    Path file = file(projectId);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return List.copyOf(Files.readAllLines(file));
    } catch (IOException failed) {
      LOG.error("The rules of project {} cannot be read; every action asks.", projectId, failed);
      return List.of();
    }
  }

  private void write(String projectId, List<String> rules) {
    Path file = file(projectId);
    try {
      Files.createDirectories(folder);
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(next, rules);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      LOG.error("A rule of project {} holds only until Muster ends.", projectId, failed);
    }
  }

  private Path file(String projectId) {
    return folder.resolve(projectId.replaceAll("[^A-Za-z0-9]", "_") + ".rules");
  }
}
