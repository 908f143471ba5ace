package dev.muster.engine.git;

import java.util.List;

/**
 * Whether a landing can be undone now.
 *
 * @param landed which
 * @param refusals why not, as sentences; empty when it can
 * @param movesCheckout whether a checkout goes back with the branch, which must be asked for
 * @param tells what the user is told before agreeing, as sentences
 */
public record UndoPlan(
    Landed landed, List<String> refusals, boolean movesCheckout, List<String> tells) {
  public UndoPlan {
    refusals = List.copyOf(refusals);
    tells = List.copyOf(tells);
  }

  public boolean possible() {
    return refusals.isEmpty();
  }
}
