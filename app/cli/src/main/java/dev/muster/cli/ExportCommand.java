package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.export.ExportFormat;
import dev.muster.engine.export.ExportPlace;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.MaskKind;
import dev.muster.engine.export.RedactionPreview;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "Writes sessions into a file, without what is secret or personal.",
      "Markdown to read, JSON lines that Muster can take in again, or a page that replays them in"
          + " any browser."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class ExportCommand implements Callable<Integer> {
  private static final int PAGE = 200;
  private static final int MOST = 10_000;

  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Path folder;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The sessions.")
  private List<String> sessions = new ArrayList<>();

  @Option(
      names = "--query",
      paramLabel = "SEARCH",
      description = "All sessions that muster search finds with this; besides the ones named.")
  private @Nullable String query;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "md, jsonl or html; without it what the file's name ends with, else md.")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = {
        "Where to: a file; a folder, or a name that ends with a slash, for a file of each session;",
        "a name that ends with .zip for an archive of them. Without it muster-ID where you are."
      })
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
  ExportCommand(Muster muster, Terminal terminal, Path folder, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.folder = folder;
  }

  @Override
  public Integer call() throws CliException {
    Set<MaskKind> masked = masked();
    ExportFormat as = format();
    if (sessions.isEmpty() && query == null) {
      throw bad("Which sessions? Give their ids, or --query with a search.");
    }
    find();
    Path file = file(as);
    ExportPlace place = place(file);
    if (preview) {
      return told(ask(new KeepRequest.Preview(sessions, noDiffs || as == ExportFormat.JSON_LINES)));
    }
    ExportReport report =
        ask(
            new KeepRequest.Export(
                sessions, as, file.toString(), place, overwrite, List.copyOf(masked), !noDiffs));
    return told(report, place);
  }

  private int told(ExportReport report, ExportPlace place) {
    boolean whole = report.failed().isEmpty() && !report.stopped();
    if (json) {
      terminal.out().println(new ControlJson().line(report));
      return whole ? Exit.DONE : Exit.FAILED;
    }
    if (place == ExportPlace.FOLDER) {
      report.written().forEach(one -> terminal.out().println(Plain.path(one.file().toString())));
    } else {
      terminal.out().println(Plain.path(report.file().toString()));
    }
    for (ExportReport.Failed one : report.failed()) {
      terminal.say("muster: " + one.session() + " was not written: " + Plain.text(one.why()));
    }
    Map<MaskKind, Long> counts = new TreeMap<>(report.masked());
    StringBuilder out = new StringBuilder();
    counts.forEach(
        (kind, count) ->
            out.append(out.isEmpty() ? "" : ", ").append(word(kind)).append(" ").append(count));
    terminal.say(
        Words.count(report.sessions())
            + (report.sessions() == 1 ? " session, " : " sessions, ")
            + Words.count(report.events())
            + (report.events() == 1 ? " event, " : " events, ")
            + KeepAsk.bytes(report.bytes())
            + (out.isEmpty() ? ". Nothing was taken out." : ". Taken out: " + out + "."));
    if (report.stopped()) {
      terminal.say("muster: Stopped before the end. What is told above is written and whole.");
    }
    return whole ? Exit.DONE : Exit.FAILED;
  }

  /** Adds what the search finds. */
  private void find() throws CliException {
    String said = query;
    if (said == null) {
      return;
    }
    String wanted = SearchWords.line(List.of(said));
    try (var open = muster.toRead()) {
      Set<String> all = new LinkedHashSet<>(sessions);
      int page = 0;
      SearchFound found;
      do {
        found =
            open.reach()
                .find(
                    new SearchAsk(
                        wanted, SearchAsk.Sort.NEWEST, page * PAGE, PAGE, 0, false, false));
        if (!found.problems().isEmpty()) {
          throw new CliException(
              Exit.BAD_USAGE,
              found.problems().stream()
                      .map(SearchFound.Problem::sentence)
                      .collect(Collectors.joining(" "))
                  + " Nothing was written.");
        }
        found.groups().forEach(group -> all.add(group.session().row().id().value()));
        page++;
      } while (!found.groups().isEmpty() && all.size() < MOST);
      if (all.isEmpty()) {
        throw new CliException(
            Exit.BAD_USAGE, "Nothing was found with \"" + said + "\". Nothing was written.");
      }
      if (all.size() >= MOST) {
        throw new CliException(
            Exit.BAD_USAGE,
            "More than "
                + Words.count(MOST)
                + " sessions were found, and nothing was written. Narrow the search.");
      }
      sessions = List.copyOf(all);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
  }

  private ExportPlace place(Path file) {
    String name = output == null ? "" : output;
    if (name.endsWith("/") || name.endsWith(java.io.File.separator) || Files.isDirectory(file)) {
      return ExportPlace.FOLDER;
    }
    return name.toLowerCase(Locale.ROOT).endsWith(".zip") ? ExportPlace.ARCHIVE : ExportPlace.FILE;
  }

  private <A> A ask(KeepRequest<A> request) throws CliException {
    try {
      return new KeepAsk(muster, terminal, interrupts).ask(request);
    } catch (CliException failed) {
      if (failed.getCause() instanceof ControlException told
          && told.code() == ControlException.Code.EXISTS) {
        throw new CliException(
            failed.exit(),
            told.getMessage() + " To replace it say --overwrite; or give another --output.",
            failed);
      }
      throw failed;
    }
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
                    + (place.seq() == 0 ? " " + place.event() : " event " + place.seq())
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
    if (name.isBlank()) {
      throw bad("Where to? --output is empty.");
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
