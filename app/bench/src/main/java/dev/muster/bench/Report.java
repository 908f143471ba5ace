package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the table of all figures, for the terminal and as a page of the documentation. */
final class Report {
  private static final String INTRODUCTION =
      """
      # Benchmarks

      Made by `packaging/bench` on %s. Each figure stands beside the limit it has to keep, or beside
      a peer that was measured in the same run on the same machine; "× 1.3" after a peer means that
      so many times the peer is allowed. Times vary by some 30 %% from run to run, more when the
      machine does other things; ratios vary less.

      Machine: %s.

      """;

  private static final String HEAD =
      """
      ## %s

      | what | measured | limit or peer | ratio | ok? |
      | --- | ---: | ---: | ---: | :---: |
      """;

  private Report() {}

  /** Prints the table and writes the page; true when every limit is kept. */
  static boolean write(List<Figure> figures, Path page) throws IOException {
    Map<String, List<Figure>> byScenario =
        figures.stream()
            .collect(
                Collectors.groupingBy(Figure::scenario, LinkedHashMap::new, Collectors.toList()));
    StringBuilder text =
        new StringBuilder(
            INTRODUCTION.formatted(LocalDate.now(ZoneOffset.UTC), Machine.describe()));
    byScenario.forEach(
        (name, group) -> {
          text.append(HEAD.formatted(name));
          group.forEach(figure -> text.append(row(figure)).append('\n'));
          text.append('\n');
          System.out.println(name);
          group.forEach(figure -> System.out.println("  " + line(figure)));
        });
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, text.toString().stripTrailing() + "\n");
    long missed = figures.stream().filter(f -> Boolean.FALSE.equals(f.ok())).count();
    System.out.println(
        missed == 0 ? "Every limit is kept." : missed + " limits are not kept; see NO above.");
    return missed == 0;
  }

  /** One figure for the terminal. */
  static String line(Figure figure) {
    return "%-44s %20s  %-24s %6s  %-3s %s"
        .formatted(
            figure.what(),
            figure.measured(),
            figure.against(),
            ratio(figure),
            ok(figure),
            figure.note())
        .stripTrailing();
  }

  private static String row(Figure figure) {
    String what =
        figure.note().isEmpty() ? figure.what() : figure.what() + " (" + figure.note() + ")";
    return "| %s | %s | %s | %s | %s |"
        .formatted(what, figure.measured(), figure.against(), ratio(figure), ok(figure));
  }

  private static String ratio(Figure figure) {
    Double ratio = figure.ratio();
    return ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String ok(Figure figure) {
    Boolean ok = figure.ok();
    return ok == null ? "" : ok ? "yes" : "NO";
  }
}
