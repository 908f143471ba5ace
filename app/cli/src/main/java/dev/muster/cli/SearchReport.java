package dev.muster.cli;

import dev.muster.engine.control.ControlJson;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionFacts;
import dev.muster.engine.store.SessionRow;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a search found, for people or as JSON. */
final class SearchReport {
  private final Terminal terminal;
  private final Clock clock;

  SearchReport(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /** A session in a line, for programs. */
  private record Line(
      SessionRow session,
      String result,
      @Nullable String outcome,
      @Nullable String model,
      long workedMillis,
      int claims,
      int confirmed,
      int contradicted,
      long hits,
      List<Search.Hit> best) {}

  /** The last line, for programs. */
  private record Whole(Found found) {}

  private record Found(
      int sessions,
      long hits,
      boolean complete,
      boolean more,
      long events,
      long millis,
      SearchFound.Facets facets,
      List<String> problems) {}

  /** One JSON object for each session, then one for the whole. */
  void json(SearchFound found) {
    var form = new ControlJson();
    for (SearchFound.Group group : found.groups()) {
      SessionFacts facts = group.session();
      terminal
          .out()
          .println(
              form.line(
                  new Line(
                      facts.row(),
                      facts.result().word(),
                      facts.outcome(),
                      facts.model(),
                      facts.worked().toMillis(),
                      facts.claims(),
                      facts.confirmed(),
                      facts.contradicted(),
                      group.hits(),
                      group.best())));
    }
    terminal
        .out()
        .println(
            form.line(
                new Whole(
                    new Found(
                        found.sessions(),
                        found.hits(),
                        found.complete(),
                        found.more(),
                        found.events(),
                        found.took().toMillis(),
                        found.facets(),
                        found.problems().stream().map(SearchFound.Problem::sentence).toList()))));
  }

  /** In lines for a person; what is about the search itself goes to standard error. */
  void tell(SearchFound found, int page, boolean facets) {
    found.problems().forEach(problem -> terminal.say(Plain.line(problem.sentence(), 400)));
    if (found.groups().isEmpty()) {
      terminal.say(
          found.sessions() == 0 || page == 1
              ? "Nothing found."
              : "There is no page %,d: %s found in all."
                  .formatted(page, many(found.sessions(), "session")));
    }
    found.groups().forEach(this::tell);
    if (facets) {
      facet("project", found.facets().projects());
      facet("agent", found.facets().agents());
      facet("result", found.facets().results());
      facet("time", found.facets().times());
    }
    if (!found.groups().isEmpty()) {
      terminal.say(
          "%s%s in %s events, %d ms.%s"
              .formatted(
                  many(found.sessions(), "session"),
                  found.hits() == 0 ? "" : ", " + many(found.hits(), "hit"),
                  Words.count(found.events()),
                  found.took().toMillis(),
                  found.more()
                      ? " There are more: --page " + (page + 1) + ", or more words."
                      : ""));
    }
  }

  private static String many(long number, String what) {
    return Words.count(number) + " " + what + (number == 1 ? "" : "s");
  }

  private void tell(SearchFound.Group group) {
    SessionFacts facts = group.session();
    SessionRow row = facts.row();
    Long cost = row.costMicros();
    terminal
        .out()
        .println(
            "%s  %s  %s ago  %s  %s  %s%s"
                .formatted(
                    row.id(),
                    facts.imported() ? "imported" : facts.result().label(),
                    Words.since(row.lastAt(), clock.instant()),
                    Plain.line(row.agentName(), 24),
                    Plain.line(row.projectName(), 24),
                    cost == null ? "" : Words.money(cost) + "  ",
                    Plain.line(row.title(), 80)));
    for (Search.Hit hit : group.best()) {
      terminal
          .out()
          .println(
              "    #%d %s  %s".formatted(hit.seq(), hit.kind(), Plain.line(hit.snippet(), 240)));
    }
    long more = group.hits() - group.best().size();
    if (more > 0 && !group.best().isEmpty()) {
      terminal.out().println("    " + many(more, "more hit"));
    }
  }

  private void facet(String name, List<SearchFound.Value> values) {
    for (SearchFound.Value value : values) {
      terminal
          .out()
          .println(
              "%-8s %6s  %s  (%s)"
                  .formatted(
                      name,
                      Words.count(value.sessions()),
                      Plain.line(value.label(), 40),
                      Plain.line(value.filter(), 60)));
    }
  }

  /** One hit of a session whose hits are listed. */
  void tell(Search.Hit hit) {
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
