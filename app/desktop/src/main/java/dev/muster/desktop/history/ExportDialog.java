package dev.muster.desktop.history;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.MeterBar;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryKeeper;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.ExportException;
import dev.muster.engine.export.ExportFormat;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.export.ExportPlace;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.ExportRequest;
import dev.muster.engine.export.MaskKind;
import dev.muster.engine.export.RedactionPreview;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Asks as what and where sessions are to be written, and shows first what could be taken out of
 * them, then how far it is. Closing it ends what is under way.
 */
final class ExportDialog {
  private static final double WIDE = 520;
  private static final int TOLD = 5;

  private final HistoryKeeper keeper;
  private final EventPump pump;
  private final Notices notices;
  private final HistorySurroundings around;
  private final List<HistoryEntry> entries;
  private final List<SessionId> ids;
  private final SegmentedControl<ExportFormat> format =
      new SegmentedControl<>(
          List.of(
              new Segment<>(ExportFormat.MARKDOWN, "Markdown", "Markdown, to read anywhere"),
              new Segment<>(ExportFormat.HTML, "HTML replay", "one page that replays it"),
              new Segment<>(
                  ExportFormat.JSON_LINES, "JSON lines", "every event, to be taken in again")));
  private final SegmentedControl<ExportPlace> place =
      new SegmentedControl<>(
          List.of(
              new Segment<>(ExportPlace.FILE, "One file", "all sessions in one file"),
              new Segment<>(ExportPlace.FOLDER, "A folder", "a file of each session, in a folder"),
              new Segment<>(
                  ExportPlace.ARCHIVE, "A zip archive", "a file of each session, in an archive")));
  private final TextField file = new TextField();
  private final Map<MaskKind, CheckBox> masks = new EnumMap<>(MaskKind.class);
  private final CheckBox diffs = new CheckBox("With the changes of each turn");
  private final Map<Boolean, RedactionPreview> looked = new HashMap<>();
  private final Set<Boolean> asked = new HashSet<>();
  private final MeterBar meter = new MeterBar(Tone.INFO, "How much is done");
  private final Label said = words("Looks what could be taken out…");
  private final Button go = new Button("Export");
  private final Button no = new Button("Cancel");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private boolean writing;
  private boolean replace;

  /**
   * @param entries one at least
   */
  ExportDialog(
      HistoryKeeper keeper,
      EventPump pump,
      Notices notices,
      HistorySurroundings around,
      List<HistoryEntry> entries) {
    this.keeper = keeper;
    this.pump = pump;
    this.notices = notices;
    this.around = around;
    this.entries = List.copyOf(entries);
    this.ids = entries.stream().map(HistoryEntry::id).toList();
  }

  /** Shows it. */
  void open() {
    VBox kinds = new VBox(5);
    for (MaskKind kind : MaskKind.values()) {
      CheckBox box = new CheckBox(name(kind));
      box.setMnemonicParsing(false);
      box.setSelected(true);
      masks.put(kind, box);
      kinds.getChildren().add(box);
    }
    diffs.setSelected(true);
    diffs.disableProperty().bind(format.valueProperty().isEqualTo(ExportFormat.JSON_LINES));
    boolean several = entries.size() > 1;
    place.setId("history.export-place");
    place.setVisible(several);
    place.setManaged(several);
    file.setId("history.export-file");
    file.setAccessibleText("The file or folder to be written");
    file.setPrefColumnCount(44);
    format.valueProperty().subscribe(now -> file.setText(path(now, place.valueProperty().get())));
    place.valueProperty().subscribe(now -> file.setText(path(format.valueProperty().get(), now)));
    file.textProperty().subscribe((_, _) -> replace(false));
    meter.setPrefWidth(WIDE);
    meter.setVisible(false);
    said.setId("history.export-said");
    go.setId("history.export-go");
    go.getStyleClass().add(Styles.ACCENT);
    go.setDefaultButton(true);
    go.setOnAction(_ -> write());
    no.setId("history.export-no");
    no.setCancelButton(true);
    no.setOnAction(_ -> stopOrClose());
    Label heading = words("Taken out of all texts:");
    VBox content = new VBox(11, format, place, file, diffs, heading, kinds, meter, said);
    String title =
        several
            ? "Export " + Words.count(entries.size(), "session", "sessions")
            : "Export “" + Words.line(entries.getFirst().title(), 50) + "”";
    around.dialog(title, content, List.of(no, go), go, () -> closed.set(true));
    diffs.selectedProperty().subscribe((_, _) -> look());
    format.valueProperty().subscribe((_, _) -> look());
    look();
  }

  /** Whether the changes of the turns go with it, which may hold what is to be taken out, too. */
  private boolean withDiffs() {
    return diffs.isSelected() && format.valueProperty().get() != ExportFormat.JSON_LINES;
  }

  /** Looks what could be taken out of what is to be written now, and shows it. */
  private void look() {
    boolean with = withDiffs();
    RedactionPreview known = looked.get(with);
    if (known != null) {
      show(known);
      return;
    }
    masks.forEach((kind, box) -> box.setText(name(kind)));
    if (asked.add(with)) {
      pump.deliver(
          keeper.preview(ids, with, new Following("Looks what could be taken out")),
          found -> {
            looked.put(with, found);
            if (with == withDiffs()) {
              show(found);
            }
          },
          sentence -> {
            asked.remove(with);
            said.setText(sentence);
          });
    }
  }

  private void stopOrClose() {
    if (writing) {
      stopped.set(true);
      said.setText("Stops…");
    } else {
      around.closeDialog();
    }
  }

  private String path(ExportFormat as, ExportPlace into) {
    Path home = Path.of(System.getProperty("user.home"));
    String name = entries.size() == 1 ? "muster-" + entries.getFirst().id() : "muster-sessions";
    return home.resolve(
            switch (into) {
              case FILE -> name + "." + as.extension();
              case FOLDER -> name;
              case ARCHIVE -> name + ".zip";
            })
        .toString();
  }

  private void show(RedactionPreview preview) {
    masks.forEach(
        (kind, box) -> {
          long count = preview.count(kind);
          String examples =
              preview.found().stream()
                  .filter(found -> found.kind() == kind)
                  .limit(3)
                  .map(found -> Words.line(found.what(), 40))
                  .reduce((one, other) -> one + ", " + other)
                  .map(all -> ": " + all)
                  .orElse("");
          box.setText(
              name(kind) + "  –  " + (count == 0 ? "none found" : count + " found" + examples));
        });
    if (!writing) {
      meter.setVisible(false);
      said.setText("What is taken out is replaced by a word that says so. Nothing is written yet.");
    }
  }

  private void write() {
    Path to;
    try {
      to = Path.of(file.getText().strip());
    } catch (InvalidPathException bad) {
      said.setText("“" + file.getText() + "” is no path of a file.");
      return;
    }
    if (!to.isAbsolute()) {
      said.setText(
          "Write the whole path, from "
              + path(format.valueProperty().get(), place.valueProperty().get()));
      return;
    }
    Set<MaskKind> chosen = EnumSet.noneOf(MaskKind.class);
    masks.forEach(
        (kind, box) -> {
          if (box.isSelected()) {
            chosen.add(kind);
          }
        });
    begin();
    var request =
        new ExportRequest(
            ids,
            format.valueProperty().get(),
            to,
            place.valueProperty().get(),
            replace,
            chosen,
            diffs.isSelected());
    boolean[] exists = {false};
    var marked =
        keeper
            .write(request, new Following("Writes it"))
            .whenComplete((_, failed) -> exists[0] = failed instanceof ExportException.Exists);
    pump.deliver(
        marked,
        this::done,
        sentence -> {
          failed(sentence);
          replace(exists[0]);
        });
  }

  private void begin() {
    writing = true;
    stopped.set(false);
    go.setDisable(true);
    no.setText("Stop");
    said.setText("Writes it…");
  }

  private void over() {
    writing = false;
    go.setDisable(false);
    no.setText("Cancel");
    meter.setVisible(false);
  }

  /** Says what was written where; what was not, each by itself. */
  private void done(ExportReport report) {
    over();
    if (!closed.get()) {
      around.closeDialog();
    }
    if (report.sessions() > 0) {
      String what =
          report.sessions() == 1
              ? ""
              : Words.count(report.sessions(), "session", "sessions") + ", ";
      notices.info(
          "%s was written, %s%s, %s."
              .formatted(
                  report.file(),
                  what,
                  Words.count(report.events(), "event", "events"),
                  Words.memory(report.bytes())));
    }
    report.failed().stream()
        .limit(TOLD)
        .forEach(one -> notices.problem("“" + Words.line(one.title(), 50) + "”: " + one.why()));
    int more = report.failed().size() - TOLD;
    if (more > 0) {
      notices.problem(
          Words.count(more, "more session was", "more sessions were") + " not written.");
    }
    if (report.stopped()) {
      notices.info(
          "Stopped: %d of %d sessions were written, each of them whole."
              .formatted(report.sessions(), ids.size()));
    }
  }

  /** A sentence; where nobody would see it here any more, beside the window's other notices. */
  private void failed(String sentence) {
    over();
    if (closed.get()) {
      notices.info(sentence);
    } else {
      said.setText(sentence);
    }
  }

  private void replace(boolean is) {
    replace = is;
    go.setText(is ? "Replace it" : "Export");
  }

  private static String name(MaskKind kind) {
    return switch (kind) {
      case KEY -> "Keys, tokens and passwords";
      case ENVIRONMENT -> "Values of secret environment variables";
      case EMAIL -> "E-mail addresses";
      case HOME -> "The path of your home folder";
      case USER -> "Your user name";
    };
  }

  private static Label words(@Nullable String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setPrefWidth(WIDE);
    return label;
  }

  /** Told on a thread of the engine, some times a second. */
  private final class Following implements ExportListener {
    private final String what;

    Following(String what) {
      this.what = what;
    }

    @Override
    public void progress(long events, long of) {
      pump.post(
          () -> {
            meter.setVisible(true);
            meter.setValue(of == 0 ? 0 : (double) events / of);
            said.setText(String.format(Locale.ROOT, "%s: %,d of %,d events", what, events, of));
          });
    }

    @Override
    public boolean cancelled() {
      return closed.get() || stopped.get();
    }
  }
}
