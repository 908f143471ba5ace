package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.TurnEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts what happens in one turn. Used by one thread. */
final class TurnTally {
  private static final int PROMPT_SHOWN = 200;

  private final int number;
  private final long first;
  private final Instant began;
  private long lastSeq;
  private Instant last;
  private String prompt = "";
  private int events;
  private int commands;
  private int edits;
  private int errors;
  private int added;
  private int removed;
  private @Nullable Long cost;
  private TurnEvent.@Nullable End end;
  private @Nullable String checkpoint;

  /** Begins with the turn's first event, which is not counted yet. */
  TurnTally(Recorded begin) {
    number = begin.turn();
    first = begin.seq();
    began = begin.at();
    last = begin.at();
  }

  /** Goes on. */
  TurnTally(Stories.Turn kept) {
    number = kept.number();
    first = kept.firstSeq();
    began = kept.began();
    lastSeq = kept.lastSeq();
    last = kept.last();
    prompt = kept.prompt();
    events = kept.events();
    commands = kept.commands();
    edits = kept.edits();
    errors = kept.errors();
    added = kept.added();
    removed = kept.removed();
    cost = kept.costMicros();
    end = kept.end();
    checkpoint = kept.checkpoint();
  }

  int number() {
    return number;
  }

  void add(Recorded next) {
    lastSeq = next.seq();
    last = next.at();
    events++;
  }

  /** The first prompt names the turn; what was said while it ran does not. */
  void prompt(String text) {
    if (prompt.isEmpty()) {
      String line = text.strip().lines().findFirst().orElse("");
      prompt = line.length() <= PROMPT_SHOWN ? line : line.substring(0, PROMPT_SHOWN);
    }
  }

  void command() {
    commands++;
  }

  void edit(@Nullable Integer plus, @Nullable Integer minus) {
    edits++;
    added += plus == null ? 0 : plus;
    removed += minus == null ? 0 : minus;
  }

  void error() {
    errors++;
  }

  void paid(@Nullable Long micros) {
    if (micros != null) {
      cost = (cost == null ? 0 : cost) + micros;
    }
  }

  void ended(TurnEvent.End how) {
    end = how;
  }

  void checkpoint(String commit) {
    checkpoint = commit;
  }

  Stories.Turn turn() {
    return new Stories.Turn(
        number,
        first,
        lastSeq,
        began,
        last,
        prompt,
        events,
        commands,
        edits,
        errors,
        added,
        removed,
        cost,
        end,
        checkpoint);
  }
}
