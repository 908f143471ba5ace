package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.PermissionEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that differ between two texts, as a small unified diff for people and models.
 *
 * @param added lines only the new text has
 * @param removed lines only the old text has
 * @param text the hunks with three lines around each, at most {@link #MAX_CHARS}
 * @param whole the same for a person who has to judge it: lines at their full length, and no more
 *     than {@link PermissionEvent#MOST_DETAIL} characters
 */
public record LineDiff(int added, int removed, String text, String whole) {
  /** Longer diffs are cut, and say so. */
  public static final int MAX_CHARS = 16_000;

  private static final int CONTEXT = 3;
  private static final int MAX_LINE = 400;

  /** More differences than this are not told apart line by line: the whole block counts. */
  private static final int MAX_DIFFERENCES = 1_500;

  /** One stretch of lines: {@code ' '} in both, {@code '-'} in the old, {@code '+'} in the new. */
  private record Line(char sign, String text) {}

  /** What differs between two texts. */
  public static LineDiff between(String before, String after) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    int head = 0;
    while (head < old.size() && head < fresh.size() && old.get(head).equals(fresh.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < old.size() - head
        && tail < fresh.size() - head
        && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
      tail++;
    }
    List<Line> all = new ArrayList<>();
    old.subList(0, head).forEach(line -> all.add(new Line(' ', line)));
    all.addAll(
        middle(old.subList(head, old.size() - tail), fresh.subList(head, fresh.size() - tail)));
    old.subList(old.size() - tail, old.size()).forEach(line -> all.add(new Line(' ', line)));
    int added = (int) all.stream().filter(line -> line.sign() == '+').count();
    int removed = (int) all.stream().filter(line -> line.sign() == '-').count();
    List<String> lines = hunks(all);
    return new LineDiff(
        added, removed, text(lines), Said.boundedLines(joined(lines), PermissionEvent.MOST_DETAIL));
  }

  /** Lines as a person counts them; a missing last line end makes a line of its own kind. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', from)) {
      lines.add(text.substring(from, i));
      from = i + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from) + "\n\\ No newline at end of file");
    }
    return lines;
  }

  /** Myers' greedy algorithm; falls back to "all removed, all added" when too much differs. */
  private static List<Line> middle(List<String> old, List<String> fresh) {
    int n = old.size();
    int m = fresh.size();
    int most = Math.min(n + m, MAX_DIFFERENCES);
    List<int[]> trace = new ArrayList<>();
    int[] furthest = new int[2 * most + 3];
    int zero = most + 1;
    for (int d = 0; d <= most; d++) {
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
        int x = down ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
        int y = x - k;
        while (x < n && y < m && old.get(x).equals(fresh.get(y))) {
          x++;
          y++;
        }
        furthest[zero + k] = x;
        if (x >= n && y >= m) {
          trace.add(window(furthest, zero, d));
          return walk(old, fresh, trace);
        }
      }
      trace.add(window(furthest, zero, d));
    }
    List<Line> all = new ArrayList<>();
    old.forEach(line -> all.add(new Line('-', line)));
    fresh.forEach(line -> all.add(new Line('+', line)));
    return all;
  }

  /** The part of the front that step d has reached: diagonals -d to d. */
  private static int[] window(int[] furthest, int zero, int d) {
    return java.util.Arrays.copyOfRange(furthest, zero - d, zero + d + 1);
  }

  private static List<Line> walk(List<String> old, List<String> fresh, List<int[]> trace) {
    List<Line> backwards = new ArrayList<>();
    int x = old.size();
    int y = fresh.size();
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] before = trace.get(d - 1);
      int k = x - y;
      boolean down = k == -d || (k != d && at(before, d - 1, k - 1) < at(before, d - 1, k + 1));
      int fromK = down ? k + 1 : k - 1;
      int fromX = at(before, d - 1, fromK);
      int fromY = fromX - fromK;
      while (x > (down ? fromX : fromX + 1) && y > (down ? fromY + 1 : fromY)) {
        backwards.add(new Line(' ', old.get(--x)));
        y--;
      }
      if (down) {
        backwards.add(new Line('+', fresh.get(--y)));
      } else {
        backwards.add(new Line('-', old.get(--x)));
      }
    }
    while (x > 0) {
      backwards.add(new Line(' ', old.get(--x)));
    }
    return backwards.reversed();
  }

  private static int at(int[] front, int d, int k) {
    return k < -d || k > d ? -1 : front[k + d];
  }

  /** What is put in the place of what, where the text around it is not known. */
  public static String replaced(String old, String fresh) {
    StringBuilder all = new StringBuilder();
    lines(old).forEach(line -> all.append('-').append(line).append('\n'));
    lines(fresh).forEach(line -> all.append('+').append(line).append('\n'));
    return Said.boundedLines(all.toString(), PermissionEvent.MOST_DETAIL);
  }

  private static String joined(List<String> lines) {
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(line).append('\n'));
    return all.toString();
  }

  private static String text(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(shortened(line)).append('\n');
      if (text.length() > MAX_CHARS) {
        return text.substring(0, MAX_CHARS - 40) + "\n… the rest of the diff is left out\n";
      }
    }
    return text.toString();
  }

  private static List<String> hunks(List<Line> all) {
    List<String> lines = new ArrayList<>();
    int oldLine = 1;
    int newLine = 1;
    for (int i = 0; i < all.size(); ) {
      int end = hunkEnd(all, i);
      if (end > i) {
        List<Line> hunk = all.subList(i, end);
        long olds = hunk.stream().filter(line -> line.sign() != '+').count();
        long news = hunk.stream().filter(line -> line.sign() != '-').count();
        lines.add("@@ -%d,%d +%d,%d @@".formatted(oldLine, olds, newLine, news));
        hunk.forEach(line -> lines.add(line.sign() + line.text()));
        oldLine += (int) olds;
        newLine += (int) news;
        i = end;
      } else {
        oldLine++;
        newLine++;
        i++;
      }
    }
    return lines;
  }

  /** Where the hunk that begins here ends; the same place when none begins here. */
  private static int hunkEnd(List<Line> all, int from) {
    int firstChange = from;
    while (firstChange < all.size() && all.get(firstChange).sign() == ' ') {
      if (firstChange - from >= CONTEXT) {
        return from;
      }
      firstChange++;
    }
    if (firstChange == all.size()) {
      return from;
    }
    int lastChange = firstChange;
    for (int i = firstChange; i < all.size() && i - lastChange <= 2 * CONTEXT; i++) {
      if (all.get(i).sign() != ' ') {
        lastChange = i;
      }
    }
    return Math.min(all.size(), lastChange + 1 + CONTEXT);
  }

  private static String shortened(String line) {
    return line.length() <= MAX_LINE + 1 ? line : line.substring(0, MAX_LINE + 1) + "…";
  }
}
