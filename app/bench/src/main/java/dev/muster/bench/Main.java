package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs one scenario and writes its figures to a file, or makes the table of all that were written.
 * Each scenario has a Java of its own; {@code packaging/bench} runs them one after the other.
 */
public final class Main {
  private Main() {}

  /**
   * Runs.
   *
   * @param args the scenario's name and the file for its figures; or {@code report}, the file with
   *     all figures and the page to write
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: bench journal|… FIGURES, or bench report FIGURES PAGE");
      System.exit(64);
    }
    Path figures = Path.of(args[1]);
    if (args[0].equals("report")) {
      System.exit(Report.write(FigureFile.read(figures), Path.of(args[2])) ? 0 : 1);
    }
    Path folder = Files.createTempDirectory("muster-bench");
    try {
      List<Figure> measured = scenario(args[0]).measure(folder);
      FigureFile.append(figures, measured);
      measured.forEach(figure -> System.err.println("  " + Report.line(figure)));
    } finally {
      remove(folder);
    }
    // A toolkit or a pool may still hold the Java open; what was measured is written.
    System.exit(0);
  }

  private static Scenario scenario(String name) {
    return switch (name) {
      case "journal" -> new JournalScenario();
      case "search" -> new SearchScenario();
      case "history" -> new HistoryScenario();
      case "git" -> new GitScenario();
      case "review" -> new ReviewScenario();
      case "logs" -> new LogViewScenario();
      case "window" -> new WindowScenario();
      case "start" -> new StartScenario();
      case "agents" -> new AgentsScenario();
      default -> throw new IllegalArgumentException("There is no scenario " + name + ".");
    };
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
