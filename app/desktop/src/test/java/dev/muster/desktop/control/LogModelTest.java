package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.LogSelection.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log without its nodes: buffer, line breaking, positions, selection, find. */
class LogModelTest {
  /** Every character 10 px wide. */
  private static final LineBreaker.Widths TEN =
      new LineBreaker.Widths() {
        @Override
        public float of(int codePoint) {
          return 10;
        }

        @Override
        public boolean fixed() {
          return true;
        }
      };

  private final LogBuffer buffer = new LogBuffer(100, 10_000);
  private final LogLayout layout = new LogLayout(buffer, _ -> TEN);
  private final LogScroll scroll = new LogScroll(layout);
  private final LogSelection selection = new LogSelection(buffer);
  private final LogFind find = new LogFind(buffer);

  @Test
  void the_oldest_rows_make_room_and_are_counted() {
    for (int i = 0; i < 1_000; i++) {
      buffer.append(LogRow.of(LogKind.OUTPUT, "line " + i));
    }
    assertThat(buffer.end() - buffer.first()).isEqualTo(100);
    assertThat(buffer.cut()).isEqualTo(900);
    assertThat(buffer.text(buffer.first())).isEqualTo("line 900");
    assertThat(buffer.text(buffer.end() - 1)).isEqualTo("line 999");
  }

  @Test
  void what_was_emptied_was_not_cut() {
    LogBuffer buffer = new LogBuffer(100, 1_000_000);
    for (int i = 0; i < 50; i++) {
      buffer.append(LogRow.of(LogKind.OUTPUT, "line " + i));
    }
    buffer.clear();
    buffer.append(LogRow.of(LogKind.OUTPUT, "of another session"));
    assertThat(buffer.cut()).isZero();
  }

  @Test
  void characters_are_bounded_as_well_as_rows() {
    for (int i = 0; i < 50; i++) {
      buffer.append(LogRow.of(LogKind.OUTPUT, "x".repeat(3_000)));
    }
    assertThat(buffer.end() - buffer.first()).isEqualTo(3);
    buffer.append(LogRow.of(LogKind.OUTPUT, "y".repeat(50_000)));
    assertThat(buffer.end() - buffer.first()).as("the newest row stays in any case").isEqualTo(1);
    assertThat(buffer.text(buffer.first()))
        .hasSizeLessThan(LogBuffer.MAX_ROW_CHARS + 100)
        .endsWith("… (34,000 more characters are not shown here)");
  }

  @Test
  void a_row_with_a_key_is_replaced_where_it_stands() {
    buffer.append(LogRow.of(LogKind.RUN, "npm test").withKey("call-1"));
    buffer.append(LogRow.of(LogKind.OUTPUT, "ok"));
    LogRow done =
        LogRow.of(LogKind.RUN, "npm test").withKey("call-1").withNote("exit 0", Tone.SUCCESS);
    assertThat(buffer.put(done)).isEqualTo(0);
    assertThat(buffer.row(0)).isEqualTo(done);
    assertThat(buffer.end()).isEqualTo(2);

    for (int i = 0; i < 200; i++) {
      buffer.append(LogRow.of(LogKind.OUTPUT, "line"));
    }
    assertThat(buffer.put(done)).as("its row is gone, so it comes again").isEqualTo(-1);
    assertThat(buffer.row(buffer.end() - 1)).isEqualTo(done);
  }

  @Test
  void prose_breaks_between_words_and_code_at_the_edge() {
    assertThat(lines("the quick brown fox", 100, true)).containsExactly("the quick ", "brown fox");
    assertThat(lines("src/api/server.ts", 100, false)).containsExactly("src/api/se", "rver.ts");
    assertThat(lines("aaaaaaaaaaaaaaaaaaaaaaaa b", 100, true))
        .containsExactly("aaaaaaaaaa", "aaaaaaaaaa", "aaaa b");
    assertThat(lines("one\n\ntwo", 100, true)).containsExactly("one", "", "two");
    assertThat(lines("", 100, true)).containsExactly("");
    assertThat(lines("日本語の文章はここで折り返す", 100, true)).hasSize(2);
  }

  @Test
  void counting_by_division_agrees_with_breaking() {
    for (int length = 0; length < 200; length++) {
      String text = "x".repeat(length);
      for (double width : new double[] {69, 70, 70.5, 100, 999}) {
        assertThat(LineBreaker.count(text, TEN, width, false))
            .as("%d characters in %s px", length, width)
            .isEqualTo(LineBreaker.breaks(text, TEN, width, false).length / 2);
      }
    }
  }

  @Test
  void a_surrogate_pair_is_never_torn_apart() {
    String text = "😀".repeat(25);
    for (String line : lines(text, 95, false)) {
      assertThat(Character.isLowSurrogate(line.charAt(0))).isFalse();
    }
    assertThat(VisibleText.forLog("ab😀cd", 3)).startsWith("ab …");
  }

  @Test
  void a_row_that_grows_moves_what_is_below_it() {
    layout.setWidth(LogLayout.TEXT_X + LogLayout.RIGHT + 100);
    buffer.append(LogRow.of(LogKind.TEXT, "short").withKey("k"));
    buffer.append(LogRow.of(LogKind.TEXT, "next"));
    layout.measure();
    assertThat(buffer.entry(1).top).isEqualTo(21);
    layout.replaced(buffer.put(LogRow.of(LogKind.TEXT, "now of three lines").withKey("k")));
    assertThat(buffer.entry(1).top).isEqualTo(3 * 17 + 4);
    assertThat(layout.bottom()).isEqualTo(3 * 17 + 4 + 21);
    assertThat(layout.rowAt(60)).isEqualTo(1);
  }

  @Test
  void it_follows_the_newest_row_until_one_scrolls_away() {
    scroll.resize(100, 0);
    add(20);
    assertThat(scroll.top()).isEqualTo(20 * 17 + LogScroll.MARGIN - 100);
    scroll.by(-50);
    double reading = scroll.top();
    add(20);
    assertThat(scroll.following()).isFalse();
    assertThat(scroll.top()).isEqualTo(reading);
    scroll.to(scroll.max());
    add(5);
    assertThat(scroll.following()).isTrue();
    assertThat(scroll.top()).isEqualTo(45 * 17 + LogScroll.MARGIN - 100);
  }

  @Test
  void what_one_reads_stays_in_place_when_older_rows_are_dropped() {
    scroll.resize(100, 0);
    add(100);
    scroll.to(80 * 17);
    String reading = buffer.text(layout.rowAt(scroll.top()));
    add(60);
    assertThat(buffer.text(layout.rowAt(scroll.top()))).isEqualTo(reading);
    add(60);
    assertThat(scroll.top()).as("its row is gone, so the oldest there is").isEqualTo(scroll.min());
  }

  @Test
  void rows_that_come_and_go_unseen_are_never_measured() {
    List<String> measured = new ArrayList<>();
    LogBuffer small = new LogBuffer(10, 10_000);
    LogLayout counting =
        new LogLayout(
            small,
            _ ->
                new LineBreaker.Widths() {
                  @Override
                  public float of(int codePoint) {
                    measured.add("one");
                    return 10;
                  }

                  @Override
                  public boolean fixed() {
                    return false;
                  }
                });
    for (int i = 0; i < 5_000; i++) {
      small.append(LogRow.of(LogKind.OUTPUT, "x"));
    }
    counting.measure();
    assertThat(measured).hasSizeLessThanOrEqualTo(10 * 3);
    assertThat(counting.bottom() - counting.top()).isEqualTo(10 * 17);
  }

  @Test
  void the_tail_counts_as_a_last_row_until_it_has_ended() {
    add(3);
    buffer.tail(LogRow.of(LogKind.TEXT, "still com"));
    layout.measure();
    assertThat(buffer.text(buffer.end())).isEqualTo("still com");
    assertThat(layout.bottom()).isEqualTo(3 * 17 + 21);
    buffer.tail(null);
    layout.measure();
    assertThat(buffer.endWithTail()).isEqualTo(buffer.end());
    assertThat(layout.bottom()).isEqualTo(3 * 17);
  }

  @Test
  void selected_text_spans_rows_and_survives_their_being_dropped() {
    add(10);
    selection.select(new Position(2, 2), new Position(4, 3));
    assertThat(selection.text()).isEqualTo("w 2\nrow 3\nrow");
    selection.select(new Position(4, 3), new Position(2, 2));
    assertThat(selection.text()).as("backwards").isEqualTo("w 2\nrow 3\nrow");
    add(95);
    assertThat(selection.isEmpty()).as("rows 0 to 4 are gone").isTrue();
    selection.all();
    assertThat(selection.text().lines()).hasSize(100);
  }

  @Test
  void a_double_click_takes_a_whole_path() {
    buffer.append(LogRow.of(LogKind.EDIT, "wrote src/middleware/rateLimit.ts now"));
    selection.word(new Position(0, 12));
    assertThat(selection.text()).isEqualTo("src/middleware/rateLimit.ts");
  }

  @Test
  void find_starts_at_the_newest_match_and_goes_around() {
    add(10);
    find.setWord("ROW");
    assertThat(find.count()).isEqualTo(10);
    assertThat(find.current()).isEqualTo(new LogFind.Match(9, 0, 3));
    find.step(-1);
    assertThat(find.number()).isEqualTo(9);
    find.step(1);
    find.step(1);
    assertThat(find.number()).isEqualTo(1);
    find.setWord("nowhere");
    assertThat(find.current()).isNull();
    assertThat(find.in("aXaXa")).isEmpty();
    find.setWord("xa");
    assertThat(find.in("aXaXa")).containsExactly(1, 3);
  }

  private void add(int rows) {
    for (int i = 0; i < rows; i++) {
      buffer.append(LogRow.of(LogKind.OUTPUT, "row " + buffer.end()));
    }
    layout.measure();
    scroll.settle();
  }

  private static List<String> lines(String text, double width, boolean words) {
    int[] spans = LineBreaker.breaks(text, TEN, width, words);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < spans.length; i += 2) {
      lines.add(text.substring(spans[i], spans[i + 1]));
    }
    return lines;
  }
}
