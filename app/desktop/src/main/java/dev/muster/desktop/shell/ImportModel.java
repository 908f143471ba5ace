package dev.muster.desktop.shell;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Notices;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The import of old conversations as the dialog shows it: first what there is, then how far it is,
 * then what came of it. Knows no node. JavaFX thread only.
 */
final class ImportModel {
  /** How far it is. */
  enum Stage {
    /** Looks what there is. */
    LOOKING,
    /** Says what there is, and waits for the person. */
    FOUND,
    IMPORTING,
    /** Says what came of it. */
    OVER
  }

  /**
   * What is shown.
   *
   * @param sentences what was found or came of it, one for each agent
   * @param problems what could not be read
   * @param fresh how many can be imported
   * @param progress how far it is; null while that is not known
   */
  record State(
      Stage stage,
      List<String> sentences,
      List<String> problems,
      int fresh,
      @Nullable ImportProgress progress) {
    State {
      sentences = List.copyOf(sentences);
      problems = List.copyOf(problems);
    }

    /** As "120 of 2,000 conversations". */
    String far() {
      ImportProgress now = progress;
      return now == null
          ? ""
          : String.format(Locale.ROOT, "%,d of %,d conversations", now.done(), now.all());
    }
  }

  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(
          this, "state", new State(Stage.LOOKING, List.of(), List.of(), 0, null));
  private final AtomicBoolean stopped = new AtomicBoolean();
  private boolean closed;

  ImportModel(Backend backend, EventPump pump, Notices notices) {
    this.backend = backend;
    this.pump = pump;
    this.notices = notices;
  }

  ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** Looks what there is. */
  void look() {
    pump.deliver(
        backend.importConversations(true, new Following(Stage.LOOKING)),
        report -> show(Stage.FOUND, report),
        this::failed);
  }

  /** Imports what was found. */
  void start() {
    State found = state.get();
    if (found.stage() != Stage.FOUND || found.fresh() == 0) {
      return;
    }
    state.set(new State(Stage.IMPORTING, List.of(), List.of(), found.fresh(), null));
    pump.deliver(
        backend.importConversations(false, new Following(Stage.IMPORTING)),
        report -> show(Stage.OVER, report),
        this::failed);
  }

  /** Ends it; what was taken in stays. */
  void stop() {
    stopped.set(true);
  }

  /** The dialog is gone, and with it whatever it had begun. */
  void close() {
    closed = true;
    stop();
  }

  private void show(Stage stage, ImportReport report) {
    if (closed) {
      if (stage == Stage.OVER) {
        report.sentences().forEach(notices::info);
      }
      return;
    }
    List<String> problems =
        report.problemsMore() == 0
            ? report.problems()
            : java.util.stream.Stream.concat(
                    report.problems().stream(),
                    java.util.stream.Stream.of("… and " + report.problemsMore() + " more."))
                .toList();
    state.set(new State(stage, report.sentences(), problems, report.fresh(), null));
  }

  private void failed(String sentence) {
    if (closed) {
      notices.problem(sentence);
    } else {
      state.set(new State(Stage.OVER, List.of(), List.of(sentence), 0, null));
    }
  }

  /** Told on a thread of the engine, some times a second. */
  private final class Following implements ImportListener {
    private final Stage in;

    Following(Stage in) {
      this.in = in;
    }

    @Override
    public void progress(ImportProgress progress) {
      pump.post(
          () -> {
            State now = state.get();
            if (now.stage() == in) {
              state.set(new State(in, List.of(), List.of(), now.fresh(), progress));
            }
          });
    }

    @Override
    public boolean cancelled() {
      return stopped.get();
    }
  }
}
