package dev.muster.engine.keep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What would be thrown away and what stays, decided from facts alone: it is shown before anything
 * is done, and exactly it is done.
 *
 * @param rule what was asked for
 * @param goes the sessions that go, the oldest first
 * @param stays those that were asked for and stay, with the reason
 * @param total bytes of all sessions now, those not asked for included
 */
public record PrunePlan(PruneRule rule, List<Going> goes, List<Staying> stays, long total) {
  public PrunePlan {
    goes = List.copyOf(goes);
    stays = List.copyOf(stays);
  }

  /**
   * A session that goes.
   *
   * @param tells what goes and what is kept of it, a sentence each
   */
  public record Going(PruneFacts facts, List<String> tells) {}

  /**
   * A session that stays.
   *
   * @param why a sentence
   */
  public record Staying(PruneFacts facts, String why) {}

  /** Bytes that are given back. */
  public long bytes() {
    return goes.stream().mapToLong(going -> going.facts().use().total()).sum();
  }

  /** Decides. Pure: the same facts give the same plan. */
  public static PrunePlan of(PruneRule rule, List<PruneFacts> all) {
    long total = all.stream().mapToLong(facts -> facts.use().total()).sum();
    List<Going> goes = new ArrayList<>();
    List<Staying> stays = new ArrayList<>();
    long left = total;
    List<PruneFacts> oldestFirst =
        all.stream()
            .sorted(
                Comparator.comparing(PruneFacts::lastAt)
                    .thenComparing(facts -> facts.session().value()))
            .toList();
    for (PruneFacts facts : oldestFirst) {
      if (!rule.only().isEmpty() && !rule.only().contains(facts.session())) {
        continue;
      }
      String why = why(rule, facts, left);
      if (why == null) {
        goes.add(new Going(facts, tells(rule, facts)));
        left -= facts.use().total();
      } else {
        stays.add(new Staying(facts, why));
      }
    }
    return new PrunePlan(rule, goes, stays, total);
  }

  private static @org.jspecify.annotations.Nullable String why(
      PruneRule rule, PruneFacts facts, long left) {
    if (!facts.over()) {
      return "It is not over: close it first.";
    }
    switch (facts.shelf()) {
      case PRUNED -> {
        return "It was pruned before.";
      }
      case ACTIVE, ARCHIVED -> {
        if (!rule.closedToo()) {
          return "It is not in the trash.";
        }
      }
      case TRASHED -> {}
    }
    if (!facts.refusals().isEmpty()) {
      return String.join(" ", facts.refusals());
    }
    if (rule.before() != null && !facts.lastAt().isBefore(rule.before())) {
      return "Something happened in it since then.";
    }
    if (rule.downTo() != null && left <= rule.downTo()) {
      return "All sessions together take no more than was asked for without it.";
    }
    return null;
  }

  private static List<String> tells(PruneRule rule, PruneFacts facts) {
    List<String> tells = new ArrayList<>();
    tells.add("%,d events and the files of the session go.".formatted(facts.use().events()));
    if (facts.worktree() != null) {
      tells.add("The worktree “%s” goes.".formatted(facts.worktree()));
    }
    tells.addAll(facts.worktreeTells());
    if (facts.otherRefs() > 0) {
      tells.add(
          "%,d %s under refs/muster/ %s."
              .formatted(
                  facts.otherRefs(),
                  facts.otherRefs() == 1 ? "checkpoint or other state" : "checkpoints and states",
                  facts.otherRefs() == 1 ? "goes" : "go"));
    }
    if (facts.holdsWork()) {
      tells.add(
          rule.workToo()
              ? "Its work, which was never landed, goes with it, as you asked."
              : "Its work, which was never landed, stays as refs/muster/archive/%s."
                  .formatted(facts.session()));
    }
    if (facts.repositoryGone()) {
      tells.add("Its repository is not there; what it keeps of the session stays in it.");
    }
    return List.copyOf(tells);
  }
}
