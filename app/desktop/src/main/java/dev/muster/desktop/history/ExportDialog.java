package dev.muster.desktop.history;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryKeeper;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.Words;
import dev.muster.engine.export.ExportException;
import dev.muster.engine.export.ExportFormat;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.ExportRequest;
import dev.muster.engine.export.MaskKind;
import dev.muster.engine.export.RedactionPreview;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Asks as what and where a session is to be written, and shows first what could be taken out of it.
 */
final class ExportDialog {
  private static final double WIDE = 520;

  private final HistoryKeeper keeper;
  private final EventPump pump;
  private final Notices notices;
  private final HistorySurroundings around;
  private final HistoryEntry entry;
  private final SegmentedControl<ExportFormat> format =
      new SegmentedControl<>(
          List.of(
              new Segment<>(ExportFormat.MARKDOWN, "Markdown", "Markdown, to read anywhere"),
              new Segment<>(ExportFormat.HTML, "HTML replay", "one page that replays it"),
              new Segment<>(
                  ExportFormat.JSON_LINES, "JSON lines", "every event, to be taken in again")));
  private final TextField file = new TextField();
  private final Map<MaskKind, CheckBox> masks = new EnumMap<>(MaskKind.class);
  private final CheckBox diffs = new CheckBox("With the changes of each turn");
  private final Label said = words("Looks what could be taken out…");
  private final Button go = new Button("Export");
  private boolean replace;

  ExportDialog(
      HistoryKeeper keeper,
      EventPump pump,
      Notices notices,
      HistorySurroundings around,
      HistoryEntry entry) {
    this.keeper = keeper;
    this.pump = pump;
    this.notices = notices;
    this.around = around;
    this.entry = entry;
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
    file.setId("history.export-file");
    file.setAccessibleText("The file to be written");
    file.setPrefColumnCount(44);
    format.valueProperty().subscribe(now -> file.setText(path(now)));
    file.textProperty().subscribe((_, _) -> replace(false));
    said.setId("history.export-said");
    go.setId("history.export-go");
    go.getStyleClass().add(Styles.ACCENT);
    go.setDefaultButton(true);
    go.setOnAction(_ -> write());
    Button no = new Button("Cancel");
    no.setCancelButton(true);
    no.setOnAction(_ -> around.closeDialog());
    Label heading = words("Taken out of all texts:");
    VBox content = new VBox(11, format, file, diffs, heading, kinds, said);
    around.dialog(
        "Export “" + Words.line(entry.title(), 50) + "”", content, List.of(no, go), go, () -> {});
    pump.deliver(keeper.preview(entry.id()), this::show, said::setText);
  }

  private String path(ExportFormat as) {
    return Path.of(System.getProperty("user.home"), "muster-" + entry.id() + "." + as.extension())
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
    said.setText("What is taken out is replaced by a word that says so. Nothing is written yet.");
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
      said.setText("Write the whole path of the file, from " + path(format.valueProperty().get()));
      return;
    }
    Set<MaskKind> chosen = EnumSet.noneOf(MaskKind.class);
    masks.forEach(
        (kind, box) -> {
          if (box.isSelected()) {
            chosen.add(kind);
          }
        });
    go.setDisable(true);
    said.setText("Writes it…");
    CompletableFuture<ExportReport> written =
        keeper.write(
            new ExportRequest(
                List.of(entry.id()),
                format.valueProperty().get(),
                to,
                replace,
                chosen,
                diffs.isSelected()));
    boolean[] exists = {false};
    var marked =
        written.whenComplete((_, failed) -> exists[0] = failed instanceof ExportException.Exists);
    pump.deliver(
        marked,
        report -> {
          around.closeDialog();
          notices.info(
              "%s was written, %s."
                  .formatted(report.file(), Words.count(report.events(), "event", "events")));
        },
        sentence -> {
          go.setDisable(false);
          said.setText(sentence);
          replace(exists[0]);
        });
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
}
