package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.doctor.Finding.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster doctor}: whether all that Muster needs is there, and what to do where not. */
@Command(
    name = "doctor",
    description = "Looks at all that Muster needs, and says what to do where something lacks.",
    footer = {"", "Ends with 0 when nothing is a problem, else with 1. Changes nothing."},
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class DoctorCommand implements Callable<Integer> {
  private static final int ABOUT = 26;

  private final Muster muster;
  private final Terminal terminal;
  private final Map<Level, Integer> counts = new EnumMap<>(Level.class);

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  DoctorCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var form = new ControlJson();
    muster.examine(
        finding -> {
          counts.merge(finding.level(), 1, Integer::sum);
          if (json) {
            terminal.out().println(form.line(finding));
          } else {
            tell(finding);
          }
          // Some of it takes a while: what is known is shown.
          terminal.out().flush();
        });
    int problems = counts.getOrDefault(Level.PROBLEM, 0);
    int warnings = counts.getOrDefault(Level.WARNING, 0);
    if (!json) {
      terminal
          .out()
          .println(
              "\n"
                  + (problems + warnings == 0
                      ? "All is well."
                      : Words.count(problems)
                          + (problems == 1 ? " problem, " : " problems, ")
                          + Words.count(warnings)
                          + (warnings == 1 ? " warning." : " warnings.")));
    }
    return problems == 0 ? Exit.DONE : Exit.FAILED;
  }

  private void tell(Finding finding) {
    terminal
        .out()
        .println(
            "%-8s %s  %s"
                .formatted(
                    Words.level(finding.level()),
                    padded(Plain.line(finding.about(), 60)),
                    Plain.line(finding.text(), 2_000)));
    String remedy = finding.remedy();
    if (remedy != null) {
      terminal.out().println(" ".repeat(9) + "→ " + Plain.line(remedy, 2_000));
    }
  }

  private static String padded(String about) {
    int width = about.codePointCount(0, about.length());
    return about + " ".repeat(Math.max(0, ABOUT - width));
  }
}
