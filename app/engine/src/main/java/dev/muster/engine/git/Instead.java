package dev.muster.engine.git;

/** Names the branches that work could come into, where the one that was asked for is not there. */
final class Instead {
  private Instead() {}

  /** A sentence; the branch that was committed to last comes first. */
  static String of(Repository repository) throws GitException {
    var names =
        repository.branches(false).stream()
            .map(Branch::name)
            .filter(name -> !MusterRefs.isOwnBranch(name))
            .toList();
    return names.isEmpty()
        ? "There is no other branch but those of sessions."
        : "There is still: %s.".formatted(TargetPlaces.some(names));
  }
}
