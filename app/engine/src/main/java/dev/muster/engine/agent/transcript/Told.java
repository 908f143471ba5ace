package dev.muster.engine.agent.transcript;

import dev.muster.engine.event.SessionEvent;
import java.time.Instant;

/** An event of an old conversation and when it happened, as its file says. */
public record Told(Instant at, SessionEvent event) {}
