package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Carries figures from the Java of each scenario to the one that makes the table: JSON lines. */
final class FigureFile {
  private FigureFile() {}

  static void append(Path file, List<Figure> figures) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Figure figure : figures) {
      lines.add(JsonMapper.shared().writeValueAsString(figure));
    }
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static List<Figure> read(Path file) throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      figures.add(JsonMapper.shared().readValue(line, Figure.class));
    }
    return figures;
  }
}
