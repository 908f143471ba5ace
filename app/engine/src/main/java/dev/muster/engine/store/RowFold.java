package dev.muster.engine.store;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.ModeChanged;
import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.Shelved;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Folds a session's events into its {@link SessionRow}: the same events give the same row, whether
 * they come live or from the journal. Used by one thread.
 */
final class RowFold {
  /** To be raised when the fold says something else of the same events: all rows are made again. */
  static final int FORM = 3;

  private static final int PROMPT_SHOWN = 300;

  private final SessionId id;
  private String title = "";
  private String projectId = "";
  private String projectName = "";
  private String repository = "";
  private String agentId = "";
  private String agentName = "";
  private @Nullable String model;
  private PermissionMode mode = PermissionMode.SUGGEST;
  private boolean scripted;
  private @Nullable String worktree;
  private @Nullable String branch;
  private SessionState state = SessionState.QUEUED;
  private @Nullable String stateReason;
  private @Nullable ClosedAs closedAs;
  private String firstPrompt = "";
  private @Nullable Instant createdAt;
  private Instant lastAt = Instant.EPOCH;
  private int turns;
  private long events;
  private long tokens;
  private @Nullable Long costMicros;
  private int files;
  private int added;
  private int removed;
  private Shelf shelf = Shelf.ACTIVE;

  RowFold(SessionId id) {
    this.id = id;
  }

  /** Goes on where a row stands. */
  RowFold(SessionRow row) {
    id = row.id();
    title = row.title();
    projectId = row.projectId();
    projectName = row.projectName();
    repository = row.repository();
    agentId = row.agentId();
    agentName = row.agentName();
    model = row.model();
    mode = row.mode();
    scripted = row.scripted();
    worktree = row.worktree();
    branch = row.branch();
    state = row.state();
    stateReason = row.stateReason();
    closedAs = row.closedAs();
    firstPrompt = row.firstPrompt();
    createdAt = row.createdAt();
    lastAt = row.lastAt();
    turns = row.turns();
    events = row.events();
    tokens = row.tokens();
    costMicros = row.costMicros();
    files = row.files();
    added = row.added();
    removed = row.removed();
    shelf = row.shelf();
  }

  /** The sequence number of the last event folded in; 0 before the first. */
  long events() {
    return events;
  }

  /** Takes in the next event of the session. */
  void add(Recorded next) {
    events = next.seq();
    // The latest, not the last: after a clock was set back, the session is not older than it was.
    lastAt = next.at().isAfter(lastAt) ? next.at() : lastAt;
    turns = Math.max(turns, next.turn());
    if (createdAt == null) {
      createdAt = next.at();
    }
    switch (next.event()) {
      case SessionCreated created -> {
        title = created.title();
        projectId = created.projectId();
        projectName = created.projectName();
        repository = created.repository();
        agentId = created.agentId();
        agentName = created.agentName();
        model = created.model();
        mode = created.mode();
        scripted = created.scripted();
      }
      case Renamed renamed -> title = renamed.title();
      case WorktreeReady ready -> {
        worktree = ready.path();
        branch = ready.branch();
      }
      case ModeChanged changed -> mode = changed.mode();
      case StateChanged changed -> {
        state = changed.to();
        stateReason = changed.reason();
        closedAs = changed.closedAs();
      }
      case PromptQueued prompt -> prompt(prompt.text());
      case PromptSent prompt -> prompt(prompt.text());
      case Shelved shelved -> shelf = shelved.to();
      case Pruned pruned -> pruned(pruned);
      case UsageReported usage -> {
        tokens += usage.input() + usage.output();
        Long cost = usage.costMicros();
        if (cost != null) {
          costMicros = (costMicros == null ? 0 : costMicros) + cost;
        }
      }
      case TreeChanged tree -> {
        files = tree.files().size();
        added = tree.added();
        removed = tree.removed();
      }
      // The row is a choice of facts for lists; all other kinds are told by the story itself.
      default -> {}
    }
  }

  /** What is left says it all: the row is the same with and without what came before. */
  private void pruned(Pruned left) {
    title = left.title();
    projectId = left.projectId();
    projectName = left.projectName();
    repository = left.repository();
    agentId = left.agentId();
    agentName = left.agentName();
    model = null;
    mode = PermissionMode.SUGGEST;
    scripted = left.scripted();
    worktree = null;
    branch = null;
    state = SessionState.CLOSED;
    stateReason = "Pruned: its story and its files were thrown away on purpose.";
    closedAs = left.closedAs();
    firstPrompt = "";
    createdAt = left.createdAt();
    lastAt = left.lastAt();
    turns = left.turns();
    tokens = left.tokens();
    costMicros = left.costMicros();
    files = 0;
    added = 0;
    removed = 0;
    shelf = Shelf.PRUNED;
  }

  private void prompt(String text) {
    if (firstPrompt.isEmpty()) {
      firstPrompt = text.length() <= PROMPT_SHOWN ? text : text.substring(0, PROMPT_SHOWN);
    }
  }

  /** The row as it is now. */
  SessionRow row() {
    return new SessionRow(
        id,
        title,
        projectId,
        projectName,
        repository,
        agentId,
        agentName,
        model,
        mode,
        scripted,
        worktree,
        branch,
        state,
        stateReason,
        closedAs,
        firstPrompt,
        createdAt == null ? lastAt : createdAt,
        lastAt,
        turns,
        events,
        tokens,
        costMicros,
        files,
        added,
        removed,
        shelf);
  }
}
