package dev.muster.engine.demo;

import dev.muster.engine.Engine;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.FileChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What git must say of the worktrees of the demo's sessions: status letter, path, lines. */
public final class DemoChanges {
  private static final Map<String, List<String>> ALL =
      Map.of(
          "Fix the failing price test",
              List.of("M src/price.sh +1 -1", "M test/price_test.sh +5 -0"),
          "Slug helper with tests", List.of("M src/slug.sh +4 -2", "M test/slug_test.sh +16 -0"),
          "Rate-limit orders",
              List.of(
                  "M bin/shop +1 -1",
                  "M src/orders.sh +6 -1",
                  "A src/rate.sh +18 -0",
                  "A test/rate_test.sh +25 -0"),
          "Orders beyond the stock",
              List.of("M src/orders.sh +4 -0", "A test/short_test.sh +15 -0"),
          "Hunt the lost stock update",
              List.of("M src/stock.sh +15 -0", "M test/stock_test.sh +8 -0"),
          "One thing per file",
              List.of(
                  "M README.md +3 -3",
                  "M bin/shop +2 -2",
                  "R src/address.sh +0 -0",
                  "D src/compat.sh +0 -9",
                  "A src/limits.sh +8 -0",
                  "M src/orders.sh +0 -7",
                  "R test/address_test.sh +0 -0"),
          "Make the product list fast",
              List.of("M bin/shop +1 -8", "A src/list.sh +11 -0", "A test/list_test.sh +12 -0"),
          "Import products from CSV",
              List.of(
                  "M bin/shop +3 -2",
                  "A src/import.sh +16 -0",
                  "A test/import_test.sh +19 -0",
                  "A test/samples/products.csv +3 -0"),
          "Explain discounts and limits in the README", List.of("M README.md +8 -0"));

  private DemoChanges() {}

  /** What a session of this title leaves behind when everything is allowed. */
  public static List<String> of(String title) {
    return ALL.get(title);
  }

  /** What git says of a session's worktree now. */
  public static List<String> in(Engine engine, SessionId id) throws Exception {
    return engine.changes(id).get(60, TimeUnit.SECONDS).orElseThrow().files().stream()
        .map(DemoChanges::change)
        .toList();
  }

  private static String change(FileChange file) {
    return file.status().name().charAt(0)
        + " "
        + file.path()
        + " +"
        + file.added()
        + " -"
        + file.removed();
  }
}
