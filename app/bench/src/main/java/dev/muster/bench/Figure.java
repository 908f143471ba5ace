package dev.muster.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param scenario the part of the table it stands in
 * @param what is measured, with its unit
 * @param measured as it is shown
 * @param against the limit or the peer, as it is shown; empty for a figure that is only reported
 * @param ratio measured by limit or peer; null where there is none
 * @param ok whether it keeps to what is asked; null for a figure that is only reported
 * @param note what a reader should know; empty for nothing
 */
public record Figure(
    String scenario,
    String what,
    String measured,
    String against,
    @Nullable Double ratio,
    @Nullable Boolean ok,
    String note) {

  /** A figure that must not be above a limit. */
  static Figure atMost(String scenario, String what, double value, double limit, String unit) {
    return new Figure(
        scenario,
        what,
        number(value) + unit,
        "≤ " + number(limit) + unit,
        value / limit,
        value <= limit,
        "");
  }

  /** A figure that must reach a limit. */
  static Figure atLeast(String scenario, String what, double value, double limit, String unit) {
    return new Figure(
        scenario,
        what,
        number(value) + unit,
        "≥ " + number(limit) + unit,
        value / limit,
        value >= limit,
        "");
  }

  /** A figure beside a peer that was measured in the same run; it may be so many times as large. */
  static Figure besideAtMost(
      String scenario, String what, double value, double peer, String unit, double most) {
    return new Figure(
        scenario,
        what,
        number(value) + unit,
        number(peer) + unit + " × " + most,
        value / peer,
        value <= peer * most,
        "");
  }

  /** A figure beside a peer of which it must reach a part. */
  static Figure besideAtLeast(
      String scenario, String what, double value, double peer, String unit, double least) {
    return new Figure(
        scenario,
        what,
        number(value) + unit,
        number(peer) + unit + " × " + least,
        value / peer,
        value >= peer * least,
        "");
  }

  /** A figure without a limit. */
  static Figure told(String scenario, String what, String measured) {
    return new Figure(scenario, what, measured, "", null, null, "");
  }

  /** The same with a remark. */
  Figure noted(String remark) {
    return new Figure(scenario, what, measured, against, ratio, ok, remark);
  }

  /** Three digits that count, thousands parted. */
  static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, value).replace(',', ' ');
  }
}
