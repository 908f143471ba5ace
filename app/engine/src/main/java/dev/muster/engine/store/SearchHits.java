package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.store.Search.Hit;
import dev.muster.engine.store.SearchFacts.Known;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads hits from the journal and cuts their snippets. Made for one page: its statements serve all
 * of it, and only what is shown is read whole, for to look through a long output for the words
 * costs more than to find it. Used by the searching thread.
 */
final class SearchHits implements AutoCloseable {
  private final EventJson json;
  private final SearchTerms terms;
  private final PreparedStatement kind;
  private final PreparedStatement event;

  SearchHits(Connection connection, EventJson json, SearchTerms terms) throws SQLException {
    this.json = json;
    this.terms = terms;
    this.kind = connection.prepareStatement("select kind from event where session = ? and seq = ?");
    this.event =
        connection.prepareStatement(
            "select at, kind, body from event where session = ? and seq = ?");
  }

  private record Weighed(long row, int weight) {}

  /** The hits of a session that say most: prompts before messages, and those before output. */
  List<Hit> best(Known session, SearchWalk.Tally tally, int many) throws SQLException {
    if (many == 0) {
      return List.of();
    }
    List<Weighed> weighed = new ArrayList<>();
    for (long row : tally.rows()) {
      weighed.add(new Weighed(row, weight(session, row)));
    }
    // Stable: of the same weight the last one comes first.
    weighed.sort(Comparator.comparingInt(Weighed::weight).reversed());
    List<Hit> best = new ArrayList<>();
    for (Weighed one : weighed) {
      Hit hit = best.size() < many ? hit(session, one.row()) : null;
      if (hit != null) {
        best.add(hit);
      }
    }
    return List.copyOf(best);
  }

  private int weight(Known session, long row) throws SQLException {
    try (ResultSet stored = stored(kind, session, row)) {
      return stored.next() ? weight(stored.getString(1)) : -1;
    }
  }

  private static ResultSet stored(PreparedStatement query, Known session, long row)
      throws SQLException {
    query.setString(1, session.facts().row().id().value());
    query.setLong(2, SearchRow.seq(row));
    return query.executeQuery();
  }

  /** A hit; null when the journal does not have the event. */
  @Nullable Hit hit(Known session, long row) throws SQLException {
    SessionRow facts = session.facts().row();
    try (ResultSet stored = stored(event, session, row)) {
      if (!stored.next()) {
        return null;
      }
      SessionEvent said = json.read(stored.getString(2), stored.getBytes(3));
      Snippet snippet = Snippet.of(SearchText.of(said), terms);
      return new Hit(
          facts.id(),
          facts.title(),
          facts.projectName(),
          row,
          SearchRow.seq(row),
          Instant.ofEpochMilli(stored.getLong(1)),
          stored.getString(2),
          snippet.text(),
          snippet.marks());
    }
  }

  @Override
  public void close() throws SQLException {
    kind.close();
    event.close();
  }

  private static int weight(String kind) {
    return switch (kind) {
      case "PromptSent" -> 3;
      case "MessageAdded", "ToolStarted" -> 2;
      default -> 0;
    };
  }
}
