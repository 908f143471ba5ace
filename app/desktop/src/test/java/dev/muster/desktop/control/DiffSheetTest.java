package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.SheetCard.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.AccessibleAttribute;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@FxTest
class DiffSheetTest {
  private final List<String> asked = new ArrayList<>();
  private DiffSheet sheet;
  private Stage stage;

  @AfterEach
  void close() {
    if (stage != null) {
      Fx.close(stage);
    }
  }

  private void open(SheetFile... files) {
    sheet = Fx.get(() -> new DiffSheet(new Asked()));
    stage = Fx.show(900, 400, () -> sheet);
    Fx.run(
        () -> {
          sheet.show(List.of(files));
          sheet.requestFocus();
        });
    Fx.pulses(3);
  }

  @Test
  void a_hundred_thousand_lines_have_nodes_for_those_in_view_only() {
    open(IntStream.range(0, 1_000).mapToObj(i -> file(i, 100)).toArray(SheetFile[]::new));
    assertThat(Fx.get(() -> sheet.sheet().height())).isGreaterThan(1_000 * 100 * SheetRow.LINE);
    assertThat(Fx.get(sheet::drawnRows)).isLessThan(40);
    Fx.run(() -> sheet.showFile("src/file700.ts"));
    Fx.pulses(3);
    assertThat(Fx.get(() -> sheet.currentProperty().get())).isEqualTo("src/file700.ts");
    assertThat(Fx.get(sheet::drawnRows)).as("their nodes are used again").isLessThan(60);
  }

  @Test
  void j_and_k_lead_from_change_to_change_and_stop_at_a_file_without_lines() {
    open(
        sheetFile("a.ts", " 1", "-2", "+2", " 3", "+4"),
        notice("logo.png", "Not text."),
        sheetFile("b.ts", "-1"));
    List<String> stops = new ArrayList<>();
    while (Fx.get(() -> sheet.stepChange(1))) {
      stops.add(said());
    }
    assertThat(stops)
        .containsExactly(
            "line 2 was: 2; line 2 is: 2",
            "added line 4: 4",
            "logo.png , 0 added, 0 removed, open, not viewed",
            "removed line 1: 1");
    Fx.run(() -> sheet.stepChange(-1));
    assertThat(said()).startsWith("logo.png");
  }

  @Test
  void side_by_side_puts_a_line_beside_the_one_it_replaced() {
    open(sheetFile("a.ts", " 1", "-2", "-3", "+two", " 4"));
    assertThat(lines()).containsExactly("0|0", "1|3", "2|-1", "4|4");
    Fx.run(() -> sheet.setMode(SheetMode.UNIFIED));
    assertThat(lines()).containsExactly("0|0", "1|-1", "2|-1", "-1|3", "4|4");
  }

  @Test
  void what_one_reads_stays_where_it_is_when_a_file_above_grows_or_the_mode_changes() {
    open(IntStream.range(0, 5).mapToObj(i -> file(i, 40)).toArray(SheetFile[]::new));
    Fx.run(() -> sheet.showLine("src/file3.ts", Side.NEW, 30));
    Fx.pulses(3);
    double before = onScreen("src/file3.ts", 30);
    Fx.run(() -> sheet.update(file(0, 90)));
    Fx.pulses(3);
    assertThat(onScreen("src/file3.ts", 30)).isEqualTo(before);
    Fx.run(() -> sheet.setMode(SheetMode.UNIFIED));
    Fx.pulses(3);
    assertThat(onScreen("src/file3.ts", 30)).isBetween(-400.0, 800.0);
    assertThat(said()).contains("line 30");
  }

  @Test
  void lines_are_selected_by_keyboard_and_copied_as_they_are_in_the_file() {
    open(sheetFile("a.ts", " 1", "-\told", "+\tnew", "+more", " 3"));
    Fx.run(() -> sheet.stepChange(1));
    Fx.press(sheet, KeyCode.DOWN, KeyCode.SHIFT);
    assertThat(Fx.get(sheet::selection))
        .isEqualTo(
            new SheetSelection(
                "a.ts", Side.NEW, 2, 3, List.of("\tnew", "more"), List.of(2), List.of(2, 3)));
    Fx.press(sheet, KeyCode.C, KeyCode.CONTROL);
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo("\tnew" + System.lineSeparator() + "more");
  }

  @Test
  void enter_does_what_a_row_offers() {
    DiffFile far =
        DiffFile.modified("far.ts", List.of(new DiffHunk(50, 50, "f()", lines(" a", "+b", " c"))));
    open(
        new SheetFile(far, 0, "", -1, true, false, List.of()),
        new SheetFile(
            notice("big.json", "").file(), 0, "Show 9,000 lines", 0, true, false, List.of()));
    Fx.press(sheet, KeyCode.ENTER);
    Fx.press(sheet, KeyCode.DOWN);
    assertThat(said()).isEqualTo("change at line 50");
    Fx.press(sheet, KeyCode.ENTER);
    for (int i = 0; i < 4; i++) {
      Fx.press(sheet, KeyCode.DOWN);
    }
    Fx.press(sheet, KeyCode.ENTER);
    Fx.press(sheet, KeyCode.DOWN);
    Fx.press(sheet, KeyCode.DOWN);
    Fx.press(sheet, KeyCode.ENTER);
    assertThat(asked)
        .containsExactly("open far.ts", "more far.ts 0", "more far.ts 1", "offer big.json");
  }

  @Test
  void a_card_stands_under_its_line_with_the_height_it_needs() {
    Region node = Fx.get(Region::new);
    node.setPrefHeight(77);
    SheetCard card = new SheetCard("c1", Side.NEW, 2, 20, () -> node);
    SheetFile with = sheetFile("a.ts", " 1", "+2", " 3");
    open(new SheetFile(with.file(), 0, "", 0, true, false, List.of(card)));
    List<SheetRow> rows = Fx.get(() -> sheet.sheet().sections().getFirst().rows());
    int at =
        IntStream.range(0, rows.size())
            .filter(i -> rows.get(i) instanceof SheetRow.Card)
            .findFirst()
            .orElseThrow();
    assertThat(((SheetRow.Line) rows.get(at - 1)).text().newNumber(1)).isEqualTo(2);
    assertThat(rows.get(at).height()).isEqualTo(77);
    assertThat(Fx.get(() -> sheet.stepCard(1))).isTrue();
  }

  @Test
  void a_line_of_a_megabyte_is_cut_and_says_so() {
    open(sheetFile("min.js", "+" + "x=1;".repeat(250_000)));
    HunkText text =
        Fx.get(
            () ->
                sheet.sheet().sections().getFirst().rows().stream()
                    .filter(SheetRow.Line.class::isInstance)
                    .map(row -> ((SheetRow.Line) row).text())
                    .findFirst()
                    .orElseThrow());
    assertThat(text.shown(0)).hasSizeLessThan(2_100).endsWith("(998,000 more characters)");
  }

  private double onScreen(String path, int line) {
    return Fx.get(
        () -> {
          SheetLayout layout = sheet.sheet();
          return layout.top(new SheetPlace(path, false, 0, line).in(layout)) - sheet.scrolledTo();
        });
  }

  private String said() {
    return Fx.get(() -> (String) sheet.queryAccessibleAttribute(AccessibleAttribute.TEXT));
  }

  private List<String> lines() {
    return Fx.get(
        () ->
            sheet.sheet().sections().getFirst().rows().stream()
                .filter(SheetRow.Line.class::isInstance)
                .map(row -> ((SheetRow.Line) row).left() + "|" + ((SheetRow.Line) row).right())
                .toList());
  }

  private static SheetFile notice(String path, String sentence) {
    return new SheetFile(
        new DiffFile(DiffFile.Change.MODIFIED, path, path, 0, 0, List.of(), sentence),
        0,
        "",
        0,
        true,
        false,
        List.of());
  }

  private static SheetFile file(int number, int lines) {
    List<DiffLine> all =
        IntStream.range(0, lines)
            .mapToObj(
                i -> i % 3 == 0 ? DiffLine.added("const a = " + i) : DiffLine.context("b" + i))
            .toList();
    return new SheetFile(
        DiffFile.modified("src/file" + number + ".ts", List.of(new DiffHunk(1, 1, "f", all))),
        0,
        "",
        0,
        true,
        false,
        List.of());
  }

  private static SheetFile sheetFile(String path, String... lines) {
    return new SheetFile(
        DiffFile.modified(path, List.of(new DiffHunk(1, 1, "", lines(lines)))),
        0,
        "",
        0,
        true,
        false,
        List.of());
  }

  private static List<DiffLine> lines(String... lines) {
    return Arrays.stream(lines)
        .map(
            line ->
                switch (line.charAt(0)) {
                  case '+' -> DiffLine.added(line.substring(1));
                  case '-' -> DiffLine.removed(line.substring(1));
                  default -> DiffLine.context(line.substring(1));
                })
        .toList();
  }

  private final class Asked implements SheetTools {
    @Override
    public void toggleOpen(String path) {
      asked.add("open " + path);
    }

    @Override
    public void toggleViewed(String path) {
      asked.add("viewed " + path);
    }

    @Override
    public void more(String path, int hunk) {
      asked.add("more " + path + " " + hunk);
    }

    @Override
    public void offer(String path) {
      asked.add("offer " + path);
    }

    @Override
    public void inView(List<String> paths) {
      // What is in view is looked at through the layout.
    }
  }
}
