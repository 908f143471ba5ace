package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
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
    int removed) {}
