package dev.muster.desktop.grid;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Actions;
import dev.muster.desktop.control.ApprovalRequest;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Continuation.Memory;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Successor;
import dev.muster.engine.session.Successor.Told;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done with one session, as actions: for a pane's own session, or for the
 * one that has the focus.
 */
public final class SessionActions {
  /** Asks the person before, or for more. */
  public interface Asking {
    /** Asks for a new title and gives it on. */
    void newTitle(SessionItem item, Consumer<String> use);

    /** Asks what another session is to do that begins where this one stands, and gives it on. */
    void nextTask(SessionItem item, Consumer<String> use);

    /**
     * Asks with which agent and files a session begins that takes after another one.
     *
     * @param agents those that can be started
     */
    void successor(SessionItem item, Told told, List<AgentProfile> agents, Consumer<Successor> use);

    /** Shows what a request would do with more room; it is answered where it is asked. */
    void look(ApprovalRequest request);

    /** Asks whether it is meant; runs {@code yes} if so. */
    void confirm(String title, String sentence, String yesLabel, Runnable yes);
  }

  private final ObservableValue<@Nullable SessionItem> target;
  private final ObservableValue<@Nullable SessionSnapshot> now;
  private final SessionOps ops;
  private final Asking asking;
  private final SessionWindows windows;
  private final Actions all = new Actions();

  /**
   * @param target the session they act on; its value may change and be null
   * @param windows shows a session in windows of its own
   */
  public SessionActions(
      ObservableValue<@Nullable SessionItem> target,
      SessionOps ops,
      Asking asking,
      SessionWindows windows) {
    this.target = target;
    this.now = target.flatMap(SessionItem::snapshotProperty);
    this.ops = ops;
    this.asking = asking;
    this.windows = windows;
    ways();
    modes();
    ends();
    copies();
  }

  /** The actions, in the order of the menu. */
  public Actions all() {
    return all;
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException when there is none of that id
   */
  public Action get(String id) {
    return all.find(id)
        .orElseThrow(() -> new IllegalArgumentException("There is no action " + id + "."));
  }

  private void ways() {
    add(
        Action.named("session.review", "Review changes")
            .description("Shows what it changed in a window of its own.")
            .icon(Icons.DIFF)
            .key("Shortcut+R"),
        s -> s.worktree() != null,
        windows.review());
    add(
        Action.named("session.land", "Land the work…")
            .description("Shows first what would happen; nothing moves before you agree.")
            .icon(Icons.MERGE),
        SessionActions::hasWork,
        windows.land());
    add(
        Action.named("session.pull-request", "Pull request…")
            .description("Shows first where it goes; nothing is pushed before you agree.")
            .icon(Icons.DIFF),
        SessionActions::hasWork,
        windows.pullRequest());
    add(
        Action.named("session.race", "Race view…")
            .description("Shows it beside the others that began with the same prompt.")
            .icon(Icons.TEAM)
            .key("Shortcut+Shift+R"),
        s -> true,
        windows.race());
    add(
        Action.named("session.interrupt", "Interrupt the turn")
            .description("Ends the running turn; the agent waits for your next prompt.")
            .icon(Icons.STOP)
            .key("Shortcut+PERIOD"),
        s -> s.turnSince() != null && s.state().takesSlot(),
        item -> ops.interrupt(item.id()));
    add(
        Action.named(
                "session.resume",
                now.map(s -> ops.continuation(s).memory() == Memory.FROM_JOURNAL)
                    .orElse(false)
                    .map(told -> told ? "Resume from the journal" : "Resume"))
            .description("Goes on where the journal ends.")
            .icon(Icons.PLAY),
        s -> s.state().resumable(),
        item -> ops.resume(item.id()));
    add(
        Action.named("session.start", "Start now")
            .description("Starts it although no slot is free.")
            .icon(Icons.PLAY),
        s -> s.state() == SessionState.QUEUED,
        item -> ops.startNow(item.id()));
    add(
        Action.named("session.stop", "Stop the agent")
            .description("Ends the agent; the session keeps its work and can be resumed.")
            .icon(Icons.STOP),
        s -> s.state().takesSlot() || s.state() == SessionState.READY,
        item -> ops.stop(item.id()));
    add(
        Action.named("session.fork", "Go on in another session…")
            .description(
                "Begins a session with all that was said in this one and its files as they are.")
            .icon(Icons.BRANCH),
        s -> s.standsAt() > 0 && !s.state().takesSlot(),
        item -> asking.nextTask(item, task -> ops.fork(item.id(), task)));
    add(
        Action.named("session.summary", "Start another with its summary…")
            .description("Begins a session whose agent is told in short what was done in this one.")
            .icon(Icons.ADD),
        s -> s.turn() > 0,
        item -> asking.successor(item, Told.SUMMARY, ops.ready(), ops::after));
    add(
        Action.named("session.again", "Give its prompt to another agent…")
            .description(
                "Begins a session with the first prompt of this one and what went with it.")
            .icon(Icons.AGENT),
        s -> true,
        item -> asking.successor(item, Told.NOTHING, ops.ready(), ops::after));
    add(
        Action.named("session.rename", "Rename…").icon(Icons.EDIT).key("F2"),
        s -> s.state() != SessionState.CLOSED,
        item -> asking.newTitle(item, title -> ops.rename(item.id(), title)));
  }

  private void modes() {
    for (PermissionMode mode : PermissionMode.values()) {
      add(
          Action.named(modeId(mode), "It may: " + Words.mode(mode)).icon(Icons.LOCK),
          s -> s.state() != SessionState.CLOSED && s.mode() != mode,
          item -> setMode(item, mode));
    }
  }

  /** Changes what a session may do; full auto is asked about, as there is no sandbox. */
  public void setMode(SessionItem item, PermissionMode mode) {
    if (mode == PermissionMode.FULL_AUTO && item.now().mode() != mode) {
      asking.confirm(
          "Full auto without a sandbox?",
          "It will run commands without asking, with your rights, on this machine: there is no"
              + " sandbox yet. It still asks for what is outside its worktree.",
          "Full auto",
          () -> ops.mode(item.id(), mode));
    } else {
      ops.mode(item.id(), mode);
    }
  }

  /** The id of the action that sets a mode. */
  public static String modeId(PermissionMode mode) {
    return switch (mode) {
      case SUGGEST -> "session.mode.suggest";
      case EDIT -> "session.mode.edit";
      case FULL_AUTO -> "session.mode.full-auto";
    };
  }

  private void ends() {
    add(
        Action.named("session.remove", "Remove from the queue")
            .description("It was not started; its prompt stays in the history.")
            .icon(Icons.REMOVE),
        s -> s.state() == SessionState.QUEUED,
        item -> ops.close(item.id(), ClosedAs.DROPPED, item.now().title()));
    add(
        Action.named("session.close", "Close, keep the branch")
            .description("Takes the worktree away and leaves the branch in your repository.")
            .icon(Icons.CHECK),
        SessionActions::canClose,
        item -> ops.close(item.id(), ClosedAs.KEPT, item.now().title()));
    add(
        Action.named("session.drop", "Drop the work…")
            .description("Takes worktree and branch away; what was there stays reachable.")
            .icon(Icons.REMOVE)
            .danger(),
        SessionActions::canClose,
        item ->
            asking.confirm(
                "Drop “" + Words.line(item.now().title(), 50) + "”?",
                "Its worktree and branch go away. What was there stays reachable under"
                    + " refs/muster/archive/"
                    + item.id()
                    + " and can be fetched back with git.",
                "Drop",
                () -> ops.close(item.id(), ClosedAs.DROPPED, item.now().title())));
  }

  private static boolean hasWork(SessionSnapshot s) {
    return s.worktree() != null && s.state() != SessionState.CLOSED;
  }

  private static boolean canClose(SessionSnapshot s) {
    return switch (s.state()) {
      case READY, STOPPED, FAILED, LOST -> true;
      case QUEUED, STARTING, WORKING, NEEDS_YOU, CLOSED -> false;
    };
  }

  private void copies() {
    add(
        Action.named("session.copy-branch", "Copy the branch's name").icon(Icons.COPY),
        s -> s.worktree() != null,
        item -> copy(item, WorktreeReady::branch));
    add(
        Action.named("session.copy-path", "Copy the worktree's path").icon(Icons.COPY),
        s -> s.worktree() != null,
        item -> copy(item, WorktreeReady::path));
  }

  private static void copy(
      SessionItem item, java.util.function.Function<WorktreeReady, String> what) {
    WorktreeReady worktree = item.now().worktree();
    if (worktree != null) {
      ClipboardContent content = new ClipboardContent();
      content.putString(what.apply(worktree));
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void add(
      Action.Builder action, Predicate<SessionSnapshot> when, Consumer<SessionItem> does) {
    all.add(
        action
            .enabledWhen(now.map(when::test).orElse(false))
            .does(
                () -> {
                  SessionItem item = target.getValue();
                  if (item != null) {
                    does.accept(item);
                  }
                }));
  }
}
