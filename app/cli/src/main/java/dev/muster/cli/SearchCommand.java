package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.control.Reading;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster search WORDS}: finds sessions by what was said and run, or the hits in one. */
@Command(
    name = "search",
    description = "Finds sessions by what was said and run in them, and by what they are.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 200;
  private static final int MOST_HITS = 20;

  private final Muster muster;
  private final Terminal terminal;
  private final SearchReport report;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "WORDS",
      description =
          "All of them must be in the same event. \"a phrase\", begin*, -without, and filters such"
              + " as project:shop, result:merged, after:7d, cost:>1, kind:error, file:pool.ts. Put"
              + " -- before what begins with a minus.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  @Option(
      names = "--in",
      paramLabel = "ID",
      description = "Every hit in this session (its id or a beginning of it), the last first.")
  private @Nullable String session;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "newest",
      description = "newest, relevance, cost, duration or hits.")
  private String sort = "newest";

  @Option(
      names = "--hits",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many hits of each session are shown, 0 to " + MOST_HITS + ".")
  private int hits;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which page of sessions.")
  private int page;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many sessions (or hits), 1 to " + MOST + " (50 without this).")
  private int limit;

  @Option(names = "--facets", description = "Also by project, agent, result and time.")
  private boolean facets;

  SearchCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.report = new SearchReport(terminal, clock);
  }

  @Override
  public Integer call() throws CliException {
    within("--limit", limit, 1, MOST);
    within("--hits", hits, 0, MOST_HITS);
    within("--page", page, 1, 1_000_000);
    SearchAsk.Sort order = order();
    String text = SearchWords.line(words);
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Search for what? Give a word.");
    }
    try (var open = muster.toRead()) {
      String wanted = session;
      if (wanted == null) {
        long skip = Math.min((page - 1L) * limit, Integer.MAX_VALUE - MOST);
        var ask = new SearchAsk(text, order, (int) skip, limit, hits, true, false);
        sessions(open.reach().find(ask));
      } else {
        hits(open.reach(), wanted, text);
      }
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    return Exit.DONE;
  }

  private void sessions(SearchFound found) {
    if (json) {
      report.json(found);
    } else {
      report.tell(found, page, facets);
    }
  }

  private void hits(Reading reach, String wanted, String text) throws ControlException {
    SessionId only = reach.show(wanted, 0, event -> {}).id();
    Search.Page found = reach.search(new Search.Query(text, only, null, null, limit));
    if (json) {
      var form = new ControlJson();
      found.hits().forEach(hit -> terminal.out().println(form.line(hit)));
    } else if (found.hits().isEmpty()) {
      terminal.say("Nothing found.");
    } else {
      found.hits().forEach(report::tell);
      if (found.next() != null) {
        terminal.say("There is more: --limit " + MOST + ", or more words.");
      }
    }
  }

  private SearchAsk.Sort order() {
    for (SearchAsk.Sort one : SearchAsk.Sort.values()) {
      if (one.name().equalsIgnoreCase(sort)) {
        return one;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "--sort takes newest, started, relevance, cost, duration or hits, not "
            + sort.toLowerCase(Locale.ROOT)
            + ".");
  }

  private void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s takes a number from %d to %d, not %d.".formatted(option, least, most, value));
    }
  }
}
