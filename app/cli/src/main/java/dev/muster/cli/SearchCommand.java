package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Search;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code muster search WORDS}: finds what was said and run, the newest first. */
@Command(
    name = "search",
    description = "Finds what was said and run in any session, the newest first.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class SearchCommand implements Callable<Integer> {
  private static final int MOST = 200;

  private final Muster muster;
  private final Terminal terminal;
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "WORDS",
      description = "All of them must be there. \"a phrase\" and begin* are understood.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  @Option(
      names = "--in",
      paramLabel = "ID",
      description = "Only in this session (its id or a beginning of it).")
  private @Nullable String session;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, 1 to " + MOST + " (50 without this).")
  private int limit;

  SearchCommand(Muster muster, Terminal terminal, Clock clock) {
    this.muster = muster;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws CliException {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--limit takes a number from 1 to " + MOST + ", not " + limit + ".");
    }
    String text = String.join(" ", words.stream().map(SearchCommand::phrase).toList());
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "Search for what? Give a word.");
    }
    Search.Page page;
    try (var open = muster.toRead()) {
      String wanted = session;
      SessionId only = wanted == null ? null : open.reach().show(wanted, 0, event -> {}).id();
      page = open.reach().search(new Search.Query(text, only, null, null, limit));
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    if (json) {
      var form = new ControlJson();
      page.hits().forEach(hit -> terminal.out().println(form.line(hit)));
    } else if (page.hits().isEmpty()) {
      terminal.say("Nothing found.");
    } else {
      page.hits().forEach(this::tell);
      if (page.next() != null) {
        terminal.say("There is more: --limit " + MOST + ", or more words.");
      }
    }
    return Exit.DONE;
  }

  /** The shell took the quotes away from a phrase; it is still one. */
  private static String phrase(String word) {
    boolean quoted = word.startsWith("\"");
    return word.strip().contains(" ") && !quoted ? '"' + word.replace("\"", "") + '"' : word;
  }

  private void tell(Search.Hit hit) {
    terminal
        .out()
        .println(
            "%s #%d  %s ago  %s  %s"
                .formatted(
                    hit.session(),
                    hit.seq(),
                    Words.since(hit.at(), clock.instant()),
                    hit.kind(),
                    Plain.line(hit.sessionTitle(), 80)));
    terminal.out().println("    " + Plain.line(hit.snippet(), 240));
  }
}
