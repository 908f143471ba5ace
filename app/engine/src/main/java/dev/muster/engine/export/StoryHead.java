package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.SessionRow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What stands above an exported session, masked like the rest. */
record StoryHead(
    SessionId id,
    String title,
    String project,
    String agent,
    @Nullable String model,
    boolean scripted,
    String state,
    Instant createdAt,
    Instant lastAt,
    int turns,
    long events,
    long tokens,
    @Nullable Long costMicros,
    int files,
    int added,
    int removed) {

  /** Of a session. */
  static StoryHead of(SessionRow row, EventMasker masker, Masker.Sink sink) {
    sink.at(row.id(), 0, "head");
    return new StoryHead(
        row.id(),
        masker.mask(row.title(), sink),
        masker.mask(row.projectName(), sink),
        row.agentName(),
        row.model(),
        row.scripted(),
        row.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        row.createdAt(),
        row.lastAt(),
        row.turns(),
        row.events(),
        row.tokens(),
        row.costMicros(),
        row.files(),
        row.added(),
        row.removed());
  }
}
