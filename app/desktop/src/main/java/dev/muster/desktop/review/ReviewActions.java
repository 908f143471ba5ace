package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.Actions;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.SheetMode;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.event.SessionState;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;

/** Everything that can be done in a review window. */
final class ReviewActions {
  /** What the window itself does. */
  interface Window {
    /** Puts the keyboard where the file filter is typed. */
    void filter();

    /** Leaves what is going on: a filter, else the window. */
    void escape();

    /** Closes the window. */
    void close();

    /** Shows what is selected whole, however long its lines are. */
    void wholeLines();

    /** Writes a comment on what is selected. */
    void comment();

    /** Writes a comment on the file. */
    void commentFile();

    /** Writes a comment on all of it. */
    void commentAll();

    /** Sends what was written to the agent. */
    void send();

    /** Takes the hunk out in which the cursor is. */
    void dropHunk();

    /** Takes the selected lines out. */
    void dropLines();

    /** Takes all that happened to the file back. */
    void revert();

    /** Edits the new side of the file, at the line of the cursor. */
    void edit();

    /** Shows or hides the right panel. */
    void side();

    /** Shows a page of the right panel. */
    void side(SidePanel.Tab tab);

    /** Puts back what was taken out last. */
    void undo();

    /** Goes to the list of checkpoints. */
    void checkpoints();

    /** Takes the last rewind back. */
    void forward();

    /** Shows how the work would come into a branch. */
    void land();

    /** Lists the keys. */
    void shortcuts();
  }

  private final Actions all = new Actions();
  private final Action nextChange;
  private final Action previousChange;
  private final Action whiteSpace;
  private final Action reload;
  private final Action everything;
  private final Action escape;
  private final Action commentAll;
  private final Action send;
  private final Action undo;
  private final Action forward;

  ReviewActions(ReviewModel model, DiffSheet sheet, Window window) {
    nextChange = step("next-change", "Next change", "J", () -> sheet.stepChange(1));
    previousChange = step("previous-change", "Previous change", "K", () -> sheet.stepChange(-1));
    step("next-file", "Next file", "N", () -> sheet.stepFile(1));
    step("previous-file", "Previous file", "P", () -> sheet.stepFile(-1));
    step("next-comment", "Next comment", "M", () -> sheet.stepCard(1));
    step("previous-comment", "Previous comment", "Shift+M", () -> sheet.stepCard(-1));
    add("comment", "Comment on the line or the selected lines", "C", window::comment);
    add("comment-file", "Comment on the file", "F", window::commentFile);
    commentAll = add("comment-all", "Comment on all of it", "G", window::commentAll);
    var unsent =
        model.talk().stateProperty().map(state -> ReviewCards.unsent(state.comments()).size());
    send =
        all.add(
            Action.named(
                    "review.send",
                    unsent.map(
                        count ->
                            count == 1
                                ? "Send 1 comment to agent"
                                : "Send %d comments to agent".formatted(count)))
                .description("All comments that were not sent yet go to the agent as one prompt.")
                .icon(Icons.SEND)
                .key("Shortcut+Enter")
                .enabledWhen(unsent.map(count -> count > 0))
                .does(window::send));
    var dropped =
        model
            .talk()
            .stateProperty()
            .map(state -> state.dropped().stream().anyMatch(part -> !part.restored()));
    // With Shift, so that words typed into no field take nothing out.
    add("drop-hunk", "Drop the hunk", "Shift+D", window::dropHunk);
    add("drop-lines", "Drop the selected lines", "Shift+L", window::dropLines);
    add("revert", "Revert the file", "Shift+F", window::revert);
    add("edit", "Edit the file", "Shortcut+E", window::edit);
    add("side", "Show or hide the right panel", "I", window::side);
    add("evidence", "Evidence", "1", () -> window.side(SidePanel.Tab.EVIDENCE));
    add("findings", "Findings", "2", () -> window.side(SidePanel.Tab.FINDINGS));
    add("conversation", "Conversation", "3", () -> window.side(SidePanel.Tab.CONVERSATION));
    undo =
        all.add(
            Action.named("review.undo", "Undo")
                .description("Puts back what was taken out last.")
                .icon(Icons.REWIND)
                .key("Shortcut+Z")
                .enabledWhen(dropped)
                .does(window::undo));
    add("viewed", "Mark the file as viewed", "V", () -> current(sheet, model::toggleViewed));
    whiteSpace =
        all.add(
            Action.named("review.white-space", "Hide white space")
                .description("Lines that differ in white space alone count as equal.")
                .key("W")
                .does(
                    () ->
                        model.hideWhiteSpaceProperty().set(!model.hideWhiteSpaceProperty().get())));
    add(
        "mode",
        "Unified or side by side",
        "U",
        () ->
            model
                .modeProperty()
                .set(
                    model.modeProperty().get() == SheetMode.SPLIT
                        ? SheetMode.UNIFIED
                        : SheetMode.SPLIT));
    add("more", "Show more unchanged lines", "E", () -> more(sheet, model));
    add("whole", "Show the whole file", "Shift+E", () -> current(sheet, model::whole));
    add("lines", "Show the line or the selected lines whole", "L", window::wholeLines);
    add("fold", "Open or close the file", "O", () -> current(sheet, model::toggleOpen));
    reload =
        all.add(
            Action.named("review.reload", "Show them")
                .description("Lists the files as they are now.")
                .icon(Icons.REFRESH)
                .key("R")
                .enabledWhen(model.staleProperty())
                .does(model::reload));
    everything =
        all.add(
            Action.named("review.everything", "Show all changes")
                .description("Compares the files as they are now with the base of the session.")
                .icon(Icons.DIFF)
                .key("A")
                .enabledWhen(model.comparedProperty().map(now -> !now.equals(Compared.ALL)))
                .does(() -> model.compare(Compared.ALL)));
    var canLand =
        model
            .item()
            .snapshotProperty()
            .map(s -> s.worktree() != null && s.state() != SessionState.CLOSED);
    all.add(
        Action.named("review.land", "Land the work…")
            .description("Shows first what would happen; nothing moves before you agree.")
            .icon(Icons.MERGE)
            .key("Shortcut+M")
            .enabledWhen(canLand)
            .does(window::land));
    add("checkpoints", "Go to the checkpoints", "T", window::checkpoints);
    forward =
        all.add(
            Action.named("review.forward", "Forward again")
                .description("Takes the session forward again to where it was taken back from.")
                .icon(Icons.RIGHT)
                .key("Shortcut+Shift+Z")
                .enabledWhen(model.rewind().rewound().map(last -> true).orElse(false))
                .does(window::forward));
    add("filter", "Filter the files", "SLASH", window::filter);
    escape = add("escape", "Leave the filter, or close", "Esc", window::escape);
    add("close", "Close the window", "Shortcut+W", window::close);
    all.add(
        Action.named("review.shortcuts", "Keyboard shortcuts")
            .icon(Icons.INFO)
            .key("F1")
            .does(window::shortcuts));
  }

  private Action step(String id, String title, String key, Runnable does) {
    return add(id, title, key, does);
  }

  private Action add(String id, String title, String key, Runnable does) {
    return all.add(Action.named("review." + id, title).key(key).does(does));
  }

  private static void current(DiffSheet sheet, java.util.function.Consumer<String> does) {
    String path = sheet.currentProperty().get();
    if (path != null) {
      does.accept(path);
    }
  }

  private static void more(DiffSheet sheet, ReviewModel model) {
    int hunk = sheet.hunk();
    if (hunk >= 0) {
      current(sheet, path -> model.more(path, hunk));
    }
  }

  /** Whether there is something to act on. */
  static ObservableValue<Boolean> any(ReviewModel model) {
    return Bindings.greaterThan(model.countProperty(), 0);
  }

  Actions all() {
    return all;
  }

  Action nextChange() {
    return nextChange;
  }

  Action previousChange() {
    return previousChange;
  }

  Action whiteSpace() {
    return whiteSpace;
  }

  Action reload() {
    return reload;
  }

  Action commentAll() {
    return commentAll;
  }

  Action send() {
    return send;
  }

  Action undo() {
    return undo;
  }

  Action forward() {
    return forward;
  }

  Action everything() {
    return everything;
  }

  Action escape() {
    return escape;
  }

  /** Those that have a key, for the sheet of shortcuts. */
  List<Action> withKeys() {
    return all.all().stream().filter(action -> action.key() != null).toList();
  }
}
