package dev.muster.cli;

import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import java.util.Optional;
import java.util.function.Function;

/** Answers what the command itself has answered: whether full auto may do without a sandbox. */
final class GivenBeforehand implements Function<ApprovalAsked, Optional<String>> {
  private final boolean withoutSandbox;

  GivenBeforehand(boolean withoutSandbox) {
    this.withoutSandbox = withoutSandbox;
  }

  @Override
  public Optional<String> apply(ApprovalAsked asked) {
    return Optional.empty();
  }
}
