package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a target branch is checked out, and whether that checkout may move with it.
 *
 * @param checkout the checkout's folder, null when the branch is checked out nowhere
 * @param main whether it is the repository's first checkout, the user's own
 * @param inTheWay why that checkout cannot move, as sentences; empty when it is clean
 */
public record TargetPlace(@Nullable Path checkout, boolean main, List<String> inTheWay) {
  public TargetPlace {
    inTheWay = List.copyOf(inTheWay);
  }

  /** Checked out nowhere. */
  static final TargetPlace NOWHERE = new TargetPlace(null, false, List.of());

  public boolean checkedOut() {
    return checkout != null;
  }

  /** Whether it is checked out and nothing keeps the checkout from moving. */
  public boolean clean() {
    return checkout != null && inTheWay.isEmpty();
  }
}
