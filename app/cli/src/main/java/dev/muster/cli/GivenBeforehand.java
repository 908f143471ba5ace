package dev.muster.cli;

import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.policy.Rule;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers what the command itself has answered: whether full auto may do without a sandbox. Nothing
 * else: what reaches beyond the worktree is still asked.
 */
final class GivenBeforehand implements Function<ApprovalAsked, Optional<String>> {
  private final boolean withoutSandbox;

  GivenBeforehand(boolean withoutSandbox) {
    this.withoutSandbox = withoutSandbox;
  }

  @Override
  public Optional<String> apply(ApprovalAsked asked) {
    if (!withoutSandbox) {
      return Optional.empty();
    }
    String rule = Rule.FULL_AUTO_UNSANDBOXED.toString();
    return asked.options().stream()
        .filter(option -> option.allows() && rule.equals(option.rule()))
        .map(Option::id)
        .findFirst();
  }
}
