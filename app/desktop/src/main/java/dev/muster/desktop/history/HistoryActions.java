package dev.muster.desktop.history;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Actions;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Continuation;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Successor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** Everything that can be done with a session of the history. */
final class HistoryActions {
  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;
  private final FleetModel fleet;
  private final ReaderModel reader;
  private final ReplayModel replay;
  private final HistorySurroundings around;
  private final ObservableValue<@Nullable SessionSnapshot> now;
  private final ForkDialog asking;
  private final Actions all = new Actions();
  private final Action resume;
  private final Action pane;
  private final Action fork;
  private final Action rerun;
  private final Action summary;
  private final Action review;
  private final Action importing;
  private final Action whole;
  private LongSupplier chosenTurn = () -> 0;

  /**
   * @param wide whether the session that is read has the whole window
   * @param asking asks what the new session is to do
   */
  HistoryActions(
      Backend backend,
      EventPump pump,
      Notices notices,
      FleetModel fleet,
      ReaderModel reader,
      ReplayModel replay,
      HistorySurroundings around,
      BooleanProperty wide,
      ForkDialog asking) {
    this.backend = backend;
    this.pump = pump;
    this.notices = notices;
    this.fleet = fleet;
    this.reader = reader;
    this.replay = replay;
    this.around = around;
    this.asking = asking;
    now =
        reader
            .entryProperty()
            .map(entry -> fleet.find(entry.id()).orElse(null))
            .flatMap(SessionItem::snapshotProperty);
    resume =
        all.add(
            Action.named("history.resume", "Resume")
                .description("Goes on where the journal ends, with all that was said.")
                .icon(Icons.PLAY)
                .enabledWhen(when(s -> s.state().resumable()))
                .does(this::resume));
    pane =
        all.add(
            Action.named("history.pane", "Go to its pane")
                .description("Shows it in the grid, where it goes on.")
                .icon(Icons.GRID)
                .enabledWhen(when(s -> s.state() != SessionState.CLOSED))
                .does(() -> item().ifPresent(around::goTo)));
    fork =
        all.add(
            Action.named(
                    "history.fork",
                    replay.activeProperty().map(at -> at ? "Fork from here…" : "Fork…"))
                .description(
                    "Begins a session with what was said until there and the files as they were.")
                .icon(Icons.BRANCH)
                .key("Shortcut+B")
                .enabledWhen(reader.entryProperty().map(entry -> entry.turns() > 0).orElse(false))
                .does(this::askFork));
    rerun =
        all.add(
            Action.named("history.rerun", "Rerun with…")
                .description("Gives its first prompt to an agent of your choice, from the start.")
                .enabledWhen(reader.entryProperty().map(entry -> entry.turns() > 0).orElse(false))
                .does(() -> askRerun(asking)));
    summary =
        all.add(
            Action.named("history.summary", "Start with its summary…")
                .description("Begins a session whose agent is told what was said and done here.")
                .enabledWhen(reader.entryProperty().map(entry -> entry.turns() > 0).orElse(false))
                .does(() -> askSummary(asking)));
    review =
        all.add(
            Action.named("history.review", "Review diff")
                .description("Shows what it changed in a window of its own.")
                .icon(Icons.DIFF)
                .enabledWhen(when(s -> s.worktree() != null))
                .does(() -> item().ifPresent(around::review)));
    importing =
        all.add(
            Action.named("history.import", "Import from Claude Code and Codex…")
                .description("Takes in what they did without Muster. What is there is not doubled.")
                .does(around::importConversations));
    whole =
        all.add(
            Action.named("history.whole", wide.map(is -> is ? "Show the list" : "Open whole"))
                .description("Gives the session that is read the whole window, or the list back.")
                .icon(Icons.EXTERNAL)
                .key("Shortcut+Shift+W")
                .enabledWhen(reader.entryProperty().map(entry -> true).orElse(false))
                .does(() -> wide.set(!wide.get())));
  }

  private ObservableValue<Boolean> when(Predicate<SessionSnapshot> test) {
    return now.map(test::test).orElse(false);
  }

  private java.util.Optional<SessionItem> item() {
    HistoryEntry entry = reader.entryProperty().get();
    return entry == null ? java.util.Optional.empty() : fleet.find(entry.id());
  }

  private void resume() {
    item()
        .ifPresent(
            session ->
                pump.deliver(
                    backend.fleet().resume(session.id()),
                    _ -> around.goTo(session),
                    notices::problem));
  }

  /** Where a new one begins is the last kept point that the moment shown has reached. */
  private void askFork() {
    HistoryEntry entry = reader.entryProperty().get();
    if (entry == null) {
      return;
    }
    SessionId id = entry.id();
    long chosen = chosenTurn.getAsLong();
    if (chosen > 0) {
      forkFrom(turnAt(chosen));
      return;
    }
    if (!replay.activeProperty().get()) {
      pump.deliver(
          backend.fleet().continuation(id),
          how -> asking.ask(sentence(how), task -> begin(backend.fleet().fork(id, task, null))),
          notices::problem);
      return;
    }
    forkFrom(turnAt(reader.shownToProperty().get()));
  }

  /** The turn that an event lies in; 0 before the first, or while that is not known. */
  int turnAt(long seq) {
    Integer turn = reader.turnOf(seq);
    return turn == null ? 0 : turn;
  }

  /** Which turn is chosen in a list of them, by its first event; 0 for none. */
  void chosenTurn(LongSupplier chosen) {
    chosenTurn = chosen;
  }

  /** Asks what a session is to do that begins with the files of a turn's end. */
  void forkFrom(int turn) {
    HistoryEntry entry = reader.entryProperty().get();
    if (entry != null) {
      SessionId id = entry.id();
      pump.deliver(
          backend.fleet().points(id), points -> askFork(id, points, turn), notices::problem);
    }
  }

  private void askFork(SessionId id, List<RewindPoint> points, int at) {
    RewindPoint point =
        points.stream().filter(one -> one.turn() <= at).reduce((_, later) -> later).orElse(null);
    if (point == null) {
      notices.problem(
          "Nothing was kept of this session's files until here, so that no session can begin from"
              + " this moment. Fork it from its end.");
      return;
    }
    String end = point.turn() == 0 ? "its beginning" : "the end of turn " + point.turn();
    String from =
        point.turn() == at ? end : end + ", for nothing was kept at the end of turn " + at;
    asking.ask(
        "It begins from "
            + from
            + (point.conversation()
                ? ", with what was said and the files of then."
                : ", with the files of then; its agent cannot be given what was said."),
        task -> begin(backend.fleet().fork(id, point.turn(), task, null)));
  }

  /** Whether its agent remembers, or is told from the journal. */
  private static String sentence(Continuation how) {
    String hindrance = how.hindrance();
    String memory =
        switch (how.memory()) {
          case AGENTS_OWN ->
              "Its agent takes its own conversation along, or is told from the journal where it"
                  + " cannot. It begins";
          case FROM_JOURNAL ->
              "Its agent cannot take the conversation up: it is told from the journal what was said"
                  + " and done. It begins";
          case NOTHING_SAID -> "Nothing was said yet. It begins";
        };
    return memory + " with the files as they are." + (hindrance == null ? "" : " " + hindrance);
  }

  private void askRerun(ForkDialog asking) {
    HistoryEntry entry = reader.entryProperty().get();
    if (entry != null) {
      asking.choose(
          "“"
              + Words.line(entry.firstPrompt(), 120)
              + "” once more, from the commit it began with.",
          ready(),
          agent ->
              begin(
                  backend
                      .fleet()
                      .after(Successor.rerun(entry.id(), agent, Successor.Start.SAME_BASE))));
    }
  }

  private void askSummary(ForkDialog asking) {
    HistoryEntry entry = reader.entryProperty().get();
    if (entry != null) {
      asking.ask(
          "A new session of the same agent, told what was said and done in “"
              + Words.line(entry.title(), 60)
              + "”. It begins with the branch as it is now.",
          task ->
              begin(
                  backend
                      .fleet()
                      .after(
                          Successor.withSummary(
                              entry.id(), task, null, Successor.Start.PRESENT_TIP))));
    }
  }

  private List<AgentProfile> ready() {
    return backend.agents().stream().filter(agent -> agent.availability().ready()).toList();
  }

  private void begin(CompletableFuture<SessionId> made) {
    pump.deliver(
        made,
        id -> {
          notices.info("The new session has begun; its pane is in the grid.");
          fleet.find(id).ifPresent(around::goTo);
        },
        notices::problem);
  }

  Actions all() {
    return all;
  }

  Action resumeAction() {
    return resume;
  }

  Action pane() {
    return pane;
  }

  Action fork() {
    return fork;
  }

  Action rerun() {
    return rerun;
  }

  Action summary() {
    return summary;
  }

  Action review() {
    return review;
  }

  Action importing() {
    return importing;
  }

  Action whole() {
    return whole;
  }
}
