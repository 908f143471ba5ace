package dev.muster.engine.demo;

import dev.muster.engine.event.PermissionMode;
import java.util.List;

/**
 * One session of the demo.
 *
 * @param file of its script, without folder and ending
 */
record DemoTask(String file, String title, PermissionMode mode, String task) {

  /** The nine, in the order in which they stand in the grid. */
  static final List<DemoTask> ALL =
      List.of(
          new DemoTask(
              "fix-price",
              "Fix the failing price test",
              PermissionMode.EDIT,
              "sh test/run.sh price fails. Find out why and fix it."),
          new DemoTask(
              "slug-tests",
              "Slug helper with tests",
              PermissionMode.EDIT,
              "Make slug safe for addresses: a-z, 0-9 and single dashes. Write the tests first."),
          new DemoTask(
              "rate-limit",
              "Rate-limit orders",
              PermissionMode.EDIT,
              "A customer may place three orders a minute. Refuse more and say when to come back."),
          new DemoTask(
              "short-stock",
              "Orders beyond the stock",
              PermissionMode.EDIT,
              "An order can take more than there is in stock. Deal with it."),
          new DemoTask(
              "lost-update",
              "Hunt the lost stock update",
              PermissionMode.EDIT,
              "After a busy day the stock is off by one or two. Find out why and fix it."),
          new DemoTask(
              "tidy-modules",
              "One thing per file",
              PermissionMode.EDIT,
              "Give the limits a file of their own, rename slug.sh to what it is for, and drop the"
                  + " old function names."),
          new DemoTask(
              "faster-list",
              "Make the product list fast",
              PermissionMode.EDIT,
              "shop list starts several processes per product. Make it one pass."),
          new DemoTask(
              "csv-import",
              "Import products from CSV",
              PermissionMode.EDIT,
              "Add shop import FILE: take new products and new prices from a CSV with the columns"
                  + " sku, name, price, tax."),
          new DemoTask(
              "explain-rules",
              "Explain discounts and limits in the README",
              PermissionMode.SUGGEST,
              "Tell in the README what an order costs and what its limits are."));
}
