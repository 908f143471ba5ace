package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

@FxTest
class DiffTest {
  private final SyntaxColours syntax = new SyntaxColours();

  @Test
  void lines_carry_the_numbers_of_both_sides() {
    HunkText text = hunk("a.txt", 10, 20, " a", "-b", "-c", "+d", " e");
    assertThat(IntStream.range(0, 5).map(text::oldNumber)).containsExactly(10, 11, 12, 0, 13);
    assertThat(IntStream.range(0, 5).map(text::newNumber)).containsExactly(20, 0, 0, 21, 22);
  }

  @Test
  void removed_and_added_lines_pair_up_within_their_block() {
    assertThat(HunkText.pair(lines("-a", "-b", "+c", " d", "+e", "-f", "+g")))
        .containsExactly(2, -1, 0, -1, -1, 6, 5);
  }

  @Test
  void only_the_words_that_differ_stand_out() {
    HunkText text =
        hunk("pool.ts", 1, 1, "-  return query('SELECT 2')", "+  return query('SELECT 1')");
    assertThat(text.changed(0)).containsExactly(23, 24);
    assertThat(text.changed(1)).containsExactly(23, 24);
    HunkText other = hunk("pool.ts", 1, 1, "-import a from 'b'", "+} // something else entirely");
    assertThat(other.changed(0)).as("two different lines are not compared word by word").isEmpty();
  }

  @Test
  void code_is_coloured_by_its_language_and_a_comment_goes_on_in_the_next_line() {
    HunkText text =
        hunk(
            "pool.ts",
            1,
            1,
            "+  async probe() { // ok",
            "+  /* open",
            "+  still",
            "+  closed */ return 1",
            "-  was");
    assertThat(inks(text, 0)).contains(DiffInk.KEYWORD, DiffInk.FUNCTION, DiffInk.COMMENT);
    assertThat(inks(text, 3)).startsWith(DiffInk.COMMENT).contains(DiffInk.NUMBER);
    assertThat(inks(text, 2)).as("asked out of order").contains(DiffInk.COMMENT);
    assertThat(inks(text, 4)).as("the other side has no open comment").containsOnly(DiffInk.CODE);
    assertThat(inks(hunk("notes.unknown", 1, 1, "+return 1"), 0)).containsExactly(DiffInk.CODE);
  }

  @Test
  void spans_cover_a_line_without_gaps_in_every_language() {
    String line = "\tconst s = \"a < b\" + 'c' && f(x, 0xFF) # // <a href=\"b\"> @x $y; 日本 ";
    for (String name :
        List.of(
            "a.java",
            "a.ts",
            "a.py",
            "a.go",
            "a.rs",
            "a.html",
            "a.yml",
            "a.sh",
            "a.md",
            "Dockerfile",
            "a.json",
            "a.css")) {
      HunkText text = hunk(name, 1, 1, "+" + line);
      int at = 0;
      for (SyntaxColours.Span span : text.colours(0, syntax)) {
        assertThat(span.start()).as(name).isEqualTo(at);
        at = span.end();
      }
      assertThat(at).as(name).isEqualTo(text.shown(0).length());
    }
  }

  @Test
  void the_end_of_a_huge_new_file_is_coloured_without_reading_all_of_it() {
    List<DiffLine> many = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      many.add(DiffLine.added("const x" + i + " = " + i));
    }
    HunkText text =
        new HunkText(DiffFile.modified("big.ts", List.of()), new DiffHunk(0, 1, "", many));
    assertThat(inks(text, 199_999)).contains(DiffInk.KEYWORD, DiffInk.NUMBER);
  }

  @Test
  void nothing_in_a_line_can_hide() {
    HunkText text = hunk("a.ts", 1, 1, "+if (admin\u202E) {\tx\u200B\r", "+" + "y".repeat(5_000));
    assertThat(text.shown(0)).isEqualTo("if (admin⟨U+202E⟩) {    x⟨U+200B⟩␍");
    assertThat(text.shown(1)).hasSizeLessThan(2_100).endsWith("… (3,000 more characters)");
  }

  @Test
  void files_open_and_close_by_keyboard_and_stay_so_when_the_changes_go_on() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(500, 300, () -> view);
    Fx.run(() -> view.show(document(3, 20)));
    ListView<?> list = (ListView<?>) view.lookup(".list-view");
    assertThat(Fx.get(() -> view.rows().size())).isEqualTo(3 * (1 + 21 + 1));
    Fx.run(() -> list.getSelectionModel().select(0));
    Fx.press(list, KeyCode.ENTER);
    assertThat(Fx.get(() -> view.rows().size())).isEqualTo(3 * 23 - 22);
    Fx.run(() -> view.show(document(3, 21)));
    assertThat(Fx.get(() -> view.rows().size())).isEqualTo(3 * 24 - 23);
    Fx.press(list, KeyCode.RIGHT);
    assertThat(Fx.get(() -> view.rows().size())).isEqualTo(3 * 24);
    Fx.close(stage);
  }

  @Test
  void j_and_k_go_from_change_to_change() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(500, 300, () -> view);
    Fx.run(() -> view.show(document(4, 10)));
    ListView<?> list = (ListView<?>) view.lookup(".list-view");
    Fx.press(list, KeyCode.J);
    Fx.press(list, KeyCode.J);
    Fx.press(list, KeyCode.J);
    assertThat(selected(list)).isEqualTo(1 + 2 * 13);
    Fx.press(list, KeyCode.K);
    assertThat(selected(list)).isEqualTo(1 + 13);
    Fx.close(stage);
  }

  @Test
  void copied_lines_are_the_file_s_own_text() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(500, 300, () -> view);
    DiffFile file =
        DiffFile.modified(
            "a.ts", List.of(new DiffHunk(1, 1, "", lines("-\tone", "+\ttwo", " three"))));
    Fx.run(() -> view.show(DiffDocument.of(List.of(file), "")));
    ListView<?> list = (ListView<?>) view.lookup(".list-view");
    Fx.run(() -> list.getSelectionModel().selectRange(1, 5));
    Fx.press(list, KeyCode.C, KeyCode.CONTROL);
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo("\tone\n\ttwo\nthree");
    Fx.close(stage);
  }

  @Test
  void a_hundred_thousand_lines_have_nodes_for_those_in_view_only() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(600, 300, () -> view);
    DiffDocument big = document(1_000, 100);
    Fx.run(() -> view.show(big));
    Fx.pulses(3);
    assertThat(Fx.get(() -> view.rows().size())).isEqualTo(1_000 * 103);
    assertThat(Fx.get(() -> view.lookupAll(".diff-cell").size())).isLessThan(40);
    Fx.close(stage);
  }

  @Test
  void what_one_reads_stays_in_view_when_a_file_above_grows() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(500, 200, () -> view);
    Fx.run(() -> view.show(document(5, 30)));
    Fx.run(() -> view.showFile("src/file3.ts"));
    Fx.pulses(3);
    String reading = first(view);
    List<DiffFile> files = new ArrayList<>(document(5, 30).files());
    files.set(0, file(0, 60));
    Fx.run(() -> view.show(DiffDocument.of(files, "")));
    Fx.pulses(3);
    assertThat(first(view)).isEqualTo(reading);
    Fx.close(stage);
  }

  @Test
  void a_file_with_a_line_break_in_its_name_is_listed_with_its_whole_name() {
    DiffView view = Fx.get(DiffView::new);
    Stage stage = Fx.show(500, 200, () -> view);
    Fx.run(
        () ->
            view.show(
                DiffDocument.of(
                    List.of(
                        DiffFile.modified(
                            "new\nline.txt", List.of(new DiffHunk(1, 1, "", lines("+one"))))),
                    "")));
    Fx.pulses(3);
    assertThat(
            Fx.get(
                () ->
                    view.lookupAll(".diff-text").stream()
                        .map(node -> ((javafx.scene.text.Text) node).getText())
                        .toList()))
        .contains("new⟨U+000A⟩line.txt");
    Fx.close(stage);
  }

  @Test
  void files_without_lines_say_why() {
    DiffFile binary =
        new DiffFile(
            DiffFile.Change.ADDED, "logo.png", "logo.png", 0, 0, List.of(), "Binary file, 12 KB.");
    DiffFile renamed = new DiffFile(DiffFile.Change.RENAMED, "b.ts", "a.ts", 0, 0, List.of(), "");
    assertThat(
            DiffDocument.of(List.of(binary, renamed), "3 more files are not shown.")
                .rows(_ -> true))
        .containsExactly(
            new DiffRow.File(binary),
            new DiffRow.Notice(binary, "Binary file, 12 KB."),
            new DiffRow.Space(),
            new DiffRow.File(renamed),
            new DiffRow.Notice(renamed, "3 more files are not shown."));
  }

  private static String first(DiffView view) {
    return Fx.get(
        () ->
            ((VirtualFlow<?>) view.lookup(".virtual-flow"))
                .getFirstVisibleCell()
                .getAccessibleText());
  }

  private static int selected(ListView<?> list) {
    return Fx.get(() -> list.getSelectionModel().getSelectedIndex());
  }

  private List<DiffInk> inks(HunkText text, int index) {
    return text.colours(index, syntax).stream().map(SyntaxColours.Span::ink).toList();
  }

  private static DiffDocument document(int files, int lines) {
    return DiffDocument.of(IntStream.range(0, files).mapToObj(i -> file(i, lines)).toList(), "");
  }

  private static DiffFile file(int number, int lines) {
    List<DiffLine> all =
        IntStream.range(0, lines)
            .mapToObj(
                i -> i % 3 == 0 ? DiffLine.added("const a = " + i) : DiffLine.context("b" + i))
            .toList();
    return DiffFile.modified("src/file" + number + ".ts", List.of(new DiffHunk(1, 1, "f", all)));
  }

  private static HunkText hunk(String path, int oldStart, int newStart, String... lines) {
    return new HunkText(
        DiffFile.modified(path, List.of()), new DiffHunk(oldStart, newStart, "", lines(lines)));
  }

  private static List<DiffLine> lines(String... lines) {
    return java.util.Arrays.stream(lines)
        .map(
            line ->
                switch (line.charAt(0)) {
                  case '+' -> DiffLine.added(line.substring(1));
                  case '-' -> DiffLine.removed(line.substring(1));
                  default -> DiffLine.context(line.substring(1));
                })
        .toList();
  }
}
