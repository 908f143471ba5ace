package dev.muster.bench;

import java.util.Arrays;

/** Values gathered in a run, and what may be said of them. */
final class Spread {
  private double[] values = new double[1024];
  private int count;
  private boolean sorted;

  void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
    sorted = false;
  }

  int count() {
    return count;
  }

  double median() {
    return percentile(50);
  }

  /** The value that so many per cent of all do not exceed; NaN when there is none. */
  double percentile(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(values, 0, count);
      sorted = true;
    }
    int index = (int) Math.ceil(percent / 100 * count) - 1;
    return values[Math.clamp(index, 0, count - 1)];
  }
}
