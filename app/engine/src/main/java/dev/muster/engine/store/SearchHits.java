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

/** Reads hits from the journal and cuts their snippets. */
final class SearchHits {
  private final EventJson json;

  SearchHits(EventJson json) {
    this.json = json;
  }

  private record Scored(Hit hit, int weight) {}

  /** The hits of a session that say most: prompts before messages, and those before output. */
  List<Hit> best(
      Connection connection, Known session, SearchWalk.Tally tally, SearchTerms terms, int many)
      throws SQLException {
    if (many == 0) {
      return List.of();
    }
    List<Scored> read = new ArrayList<>();
    for (long row : tally.rows()) {
      Scored hit = read(connection, session, row, terms);
      if (hit != null) {
        read.add(hit);
      }
    }
    // Stable: of the same weight the last one comes first.
    read.sort(Comparator.comparingInt(Scored::weight).reversed());
    return read.stream().limit(many).map(Scored::hit).toList();
  }

  /** A hit; null when the journal does not have the event. */
  @Nullable Hit hit(Connection connection, Known session, long row, SearchTerms terms)
      throws SQLException {
    Scored scored = read(connection, session, row, terms);
    return scored == null ? null : scored.hit();
  }

  private @Nullable Scored read(Connection connection, Known session, long row, SearchTerms terms)
      throws SQLException {
    SessionRow facts = session.facts().row();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select at, kind, body from event where session = ? and seq = ?")) {
      query.setString(1, facts.id().value());
      query.setLong(2, SearchRow.seq(row));
      try (ResultSet event = query.executeQuery()) {
        if (!event.next()) {
          return null;
        }
        SessionEvent said = json.read(event.getString(2), event.getBytes(3));
        Snippet snippet = Snippet.of(SearchText.of(said), terms);
        Hit hit =
            new Hit(
                facts.id(),
                facts.title(),
                facts.projectName(),
                row,
                SearchRow.seq(row),
                Instant.ofEpochMilli(event.getLong(1)),
                event.getString(2),
                snippet.text(),
                snippet.marks());
        return new Scored(hit, weight(hit.kind()) + Math.min(3, snippet.marks().size()));
      }
    }
  }

  private static int weight(String kind) {
    return switch (kind) {
      case "PromptSent" -> 3;
      case "MessageAdded", "ToolStarted" -> 2;
      default -> 0;
    };
  }
}
