package dev.muster.desktop.shell;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Words;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.export.TakenIn.Outcome;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

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
   * @param fresh how many can be imported, or were
   * @param fraction how far it is, from 0 to 1
   * @param far the same in words, as "120 of 2,000 conversations"; empty while it is not known
   */
  record State(
      Stage stage,
      List<String> sentences,
      List<String> problems,
      int fresh,
      double fraction,
      String far) {
    State {
      sentences = List.copyOf(sentences);
      problems = List.copyOf(problems);
    }

    static State of(Stage stage, List<String> sentences, List<String> problems, int fresh) {
      return new State(stage, sentences, problems, fresh, 0, "");
    }
  }

  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", State.of(Stage.LOOKING, List.of(), List.of(), 0));
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean lookedEnough = new AtomicBoolean();
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
        report -> {
          if (state.get().stage() == Stage.LOOKING) {
            show(Stage.FOUND, report);
          }
        },
        sentence -> {
          if (state.get().stage() == Stage.LOOKING) {
            failed(sentence);
          }
        });
  }

  /** Imports what was found. */
  void start() {
    State found = state.get();
    if (found.stage() != Stage.FOUND || found.fresh() == 0) {
      return;
    }
    state.set(State.of(Stage.IMPORTING, List.of(), List.of(), found.fresh()));
    pump.deliver(
        backend.importConversations(false, new Following(Stage.IMPORTING)),
        report -> show(Stage.OVER, report),
        this::failed);
  }

  /** Takes files of Muster's own export in, one after the other; a bad one stops none of them. */
  void takeIn(List<Path> files) {
    if (files.isEmpty() || state.get().stage() == Stage.IMPORTING) {
      return;
    }
    lookedEnough.set(true);
    stopped.set(false);
    state.set(State.of(Stage.IMPORTING, List.of(), List.of(), files.size()));
    new ExportFiles(files).next();
  }

  /** Files of an export on their way into the history. */
  private final class ExportFiles implements ExportListener {
    private final List<Path> files;
    private final List<String> sentences = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int at;
    private int fresh;

    ExportFiles(List<Path> files) {
      this.files = List.copyOf(files);
    }

    void next() {
      if (at == files.size() || stopped.get()) {
        over();
        return;
      }
      Path file = files.get(at++);
      pump.deliver(
          backend.history().keeper().takeIn(file, this),
          taken -> {
            tell(file, taken);
            next();
          },
          sentence -> {
            problems.add(file.getFileName() + ": " + sentence);
            next();
          });
    }

    private void tell(Path file, List<TakenIn> taken) {
      int came = count(taken, Outcome.NEW) + count(taken, Outcome.BACK);
      int known = count(taken, Outcome.KNOWN);
      fresh += came;
      sentences.add(
          file.getFileName()
              + ": "
              + (came == 0
                  ? "nothing new"
                  : Words.count(came, "session taken in", "sessions taken in"))
              + (known == 0 ? "" : ", " + known + " already in history")
              + ".");
      taken.stream()
          .filter(one -> one.outcome() == Outcome.DIFFERENT)
          .forEach(one -> problems.add("“" + Words.line(one.title(), 60) + "”: " + one.note()));
    }

    private static int count(List<TakenIn> taken, Outcome outcome) {
      return (int) taken.stream().filter(one -> one.outcome() == outcome).count();
    }

    private void over() {
      if (at < files.size()) {
        sentences.add("Stopped before the end. What was taken in stays; the rest can follow.");
      }
      if (closed) {
        sentences.forEach(notices::info);
        problems.forEach(notices::problem);
      } else {
        state.set(State.of(Stage.OVER, sentences, problems, fresh));
      }
    }

    @Override
    public void progress(long done, long of) {
      pump.post(
          () -> {
            if (state.get().stage() == Stage.IMPORTING) {
              String far =
                  String.format(
                      Locale.ROOT, "file %,d of %,d, event %,d of %,d", at, files.size(), done, of);
              double part = of == 0 ? 0 : (double) done / of;
              state.set(
                  new State(
                      Stage.IMPORTING,
                      List.of(),
                      List.of(),
                      files.size(),
                      (at - 1 + part) / files.size(),
                      far));
            }
          });
    }

    @Override
    public boolean cancelled() {
      return stopped.get();
    }
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
    state.set(State.of(stage, report.sentences(), problems, report.fresh()));
  }

  private void failed(String sentence) {
    if (closed) {
      notices.problem(sentence);
    } else {
      state.set(State.of(Stage.OVER, List.of(), List.of(sentence), 0));
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
              String far =
                  String.format(
                      Locale.ROOT, "%,d of %,d conversations", progress.done(), progress.all());
              state.set(new State(in, List.of(), List.of(), now.fresh(), progress.fraction(), far));
            }
          });
    }

    @Override
    public boolean cancelled() {
      return stopped.get() || in == Stage.LOOKING && lookedEnough.get();
    }
  }
}
