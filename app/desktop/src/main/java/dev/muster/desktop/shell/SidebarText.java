package dev.muster.desktop.shell;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.grid.Evidence;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.List;

/**
 * What the sidebar says of a session besides its title: the second line, and a word at the right.
 */
record SidebarText(String second, String right) {

  /**
   * @param place in the queue from 1; 0 when it is not in it
   */
  static SidebarText of(SessionSnapshot s, int place, Instant now) {
    String age = Words.age(s.stateSince(), now);
    return switch (Group.of(s.state())) {
      case NEEDS_YOU -> new SidebarText(needs(s), age);
      case WORKING -> new SidebarText(join(who(s), s.activity()), progress(s, now));
      case READY -> new SidebarText(made(s, now), Words.lines(s.changes().added(), 0));
      case QUEUE ->
          new SidebarText(
              place == 1
                  ? "next free slot"
                  : place == 0 ? "waits" : Words.ordinal(place) + " in line",
              place == 0 ? "" : "#" + place);
      case STOPPED -> new SidebarText("stopped, can be resumed", age);
      case CLOSED -> new SidebarText(closed(s), age);
    };
  }

  private static String needs(SessionSnapshot s) {
    String reason = s.reason();
    return switch (s.state()) {
      case FAILED -> reason == null ? "failed" : "failed: " + Words.line(reason, 80);
      case LOST -> reason == null ? "lost, can be resumed" : "lost: " + Words.line(reason, 80);
      default -> {
        WorktreeReady worktree = s.worktree();
        yield s.approvals().isEmpty()
            ? s.activity().isEmpty() ? "waits for you" : s.activity()
            : "wants: "
                + Words.inWorktree(
                    worktree == null ? null : worktree.path(), s.approvals().getFirst().exact());
      }
    };
  }

  private static String who(SessionSnapshot s) {
    return s.scripted() ? s.agentName() + " (scripted)" : s.agentName();
  }

  private static String join(String who, String what) {
    return what.isEmpty() ? who : who + " · " + what;
  }

  private static String progress(SessionSnapshot s, Instant now) {
    if (!s.plan().isEmpty()) {
      return s.planDone() + "/" + s.plan().size();
    }
    Instant since = s.turnSince();
    return Words.age(since == null ? s.stateSince() : since, now);
  }

  private static String made(SessionSnapshot s, Instant now) {
    String landedOn = s.landedOn();
    if (landedOn != null) {
      return "landed on " + landedOn;
    }
    int files = s.changes().files().size();
    String changed = files == 0 ? "nothing changed" : Words.count(files, "file", "files");
    List<Evidence> evidence = Evidence.of(s, now);
    boolean seen = evidence.stream().anyMatch(e -> e.tone() == Tone.SUCCESS);
    boolean failed = evidence.stream().anyMatch(e -> e.tone() == Tone.DANGER);
    return changed + (seen ? " · last run passed" : failed ? " · last run failed" : "");
  }

  private static String closed(SessionSnapshot s) {
    ClosedAs as = s.closedAs();
    WorktreeReady worktree = s.worktree();
    if (as == null) {
      return "closed";
    }
    return switch (as) {
      case MERGED -> "merged";
      case PULL_REQUEST -> "pull request";
      case DROPPED -> "dropped";
      case KEPT -> worktree == null ? "kept" : "kept as " + worktree.branch();
    };
  }
}
