package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.export.ExportFormat;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.MaskKind;
import dev.muster.engine.export.RedactionPreview;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster export}: writes sessions into a file, without what is secret. */
@Command(
    name = "export",
    description = {
      "Writes sessions into a file: Markdown to read, JSON lines that Muster can take in again, or",
      "a page that replays them in any browser. What is secret or personal is taken out."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ExportCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;
  private final Path folder;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The sessions.")
  private List<String> sessions = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "md, jsonl or html; without it what the file's name ends with, else md.")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to; without it muster-ID in the folder you are in.")
  private @Nullable String output;

  @Option(
      names = "--mask",
      paramLabel = "KINDS",
      description = {
        "What is taken out: any of key, environment, email, home, user, with commas; all (without",
        "this) or none. Only with none the same session comes back from JSON lines."
      })
  private String mask = "all";

  @Option(
      names = "--preview",
      description = "Only says what could be taken out, of every kind; writes nothing.")
  private boolean preview;

  @Option(names = "--overwrite", description = "A file that is there may be replaced.")
  private boolean overwrite;

  @Option(names = "--no-diffs", description = "Without what each turn changed in the files.")
  private boolean noDiffs;

  @Option(names = "--json", description = "What was done, as JSON objects in lines.")
  private boolean json;

  /**
   * @param folder where it was typed; relative paths begin there
   */
  ExportCommand(Muster muster, Terminal terminal, Path folder) {
    this.muster = muster;
    this.terminal = terminal;
    this.folder = folder;
  }

  @Override
  public Integer call() throws CliException {
    Set<MaskKind> masked = masked();
    ExportFormat as = format();
    Path file = file(as);
    if (preview) {
      return told(new KeepAsk(muster).ask(new KeepRequest.Preview(sessions)));
    }
    ExportReport report =
        new KeepAsk(muster)
            .ask(
                new KeepRequest.Export(
                    sessions, as, file.toString(), overwrite, List.copyOf(masked), !noDiffs));
    if (json) {
      terminal.out().println(new ControlJson().line(report));
      return Exit.DONE;
    }
    terminal.out().println(Plain.path(report.file().toString()));
    Map<MaskKind, Long> counts = new TreeMap<>(report.masked());
    StringBuilder out = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            out.append(out.isEmpty() ? "" : ", ").append(word(kind)).append(" ").append(count));
    terminal.say(
        Words.count(report.events())
            + " events, "
            + KeepAsk.bytes(report.bytes())
            + (out.isEmpty() ? ". Nothing was taken out." : ". Taken out: " + out + "."));
    return Exit.DONE;
  }

  private Integer told(RedactionPreview found) {
    if (json) {
      var lines = new ControlJson();
      found.found().forEach(one -> terminal.out().println(lines.line(one)));
      return Exit.DONE;
    }
    for (RedactionPreview.Found one : found.found()) {
      terminal
          .out()
          .println(
              String.format(
                  "%-12s %6s  %s",
                  word(one.kind()), Words.count(one.count()), Plain.line(one.what(), 100)));
      for (RedactionPreview.Place place : one.places()) {
        terminal
            .out()
            .println(
                "      "
                    + place.session()
                    + " event "
                    + place.seq()
                    + ": …"
                    + Plain.line(place.before(), 60)
                    + " ▮ "
                    + Plain.line(place.after(), 60)
                    + "…");
      }
    }
    if (found.found().isEmpty()) {
      terminal.out().println("Nothing was found that could be taken out.");
    }
    if (found.more() > 0) {
      terminal.say("and " + Words.count(found.more()) + " more of that kind.");
    }
    return Exit.DONE;
  }

  private static String word(MaskKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Set<MaskKind> masked() {
    return switch (mask) {
      case "all" -> EnumSet.allOf(MaskKind.class);
      case "none" -> EnumSet.noneOf(MaskKind.class);
      default -> {
        Set<MaskKind> kinds = EnumSet.noneOf(MaskKind.class);
        for (String name : mask.split(",")) {
          try {
            kinds.add(MaskKind.valueOf(name.strip().toUpperCase(Locale.ROOT)));
          } catch (IllegalArgumentException unknown) {
            throw bad(
                "--mask takes all, none, or any of key, environment, email, home and user, not \""
                    + name
                    + "\".");
          }
        }
        yield kinds;
      }
    };
  }

  private ExportFormat format() {
    String said = format;
    String name = output == null ? "" : output;
    if (said == null) {
      said = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "md";
    }
    for (ExportFormat known : ExportFormat.values()) {
      if (known.extension().equals(said.toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    if (format == null) {
      return ExportFormat.MARKDOWN;
    }
    throw bad("--format takes md, jsonl or html, not \"" + said + "\".");
  }

  private Path file(ExportFormat as) {
    String name = output;
    if (name == null) {
      String id = sessions.getFirst().replaceAll("[^A-Za-z0-9]", "");
      name = "muster-" + id + (sessions.size() > 1 ? "-and-more" : "") + "." + as.extension();
    }
    try {
      return folder.resolve(name).toAbsolutePath().normalize();
    } catch (InvalidPathException not) {
      throw bad("--output is no path: " + name);
    }
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
