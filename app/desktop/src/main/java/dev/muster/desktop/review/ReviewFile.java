package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffFile;
import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.Hunk;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One changed file in a review, with as much of it as has been read. JavaFX thread only. */
public final class ReviewFile {
  /** How much is known of a file. */
  public enum State {
    UNREAD,
    READING,
    READ,
    FAILED
  }

  /** A file with more changed lines is not opened unasked. */
  static final int LARGE = 2_000;

  private static final int MOST_EXPECTED = 400;

  private final FileChange change;
  private State state = State.UNREAD;
  private List<DiffHunk> hunks = List.of();
  private List<Hunk> original = List.of();
  private String note = "";
  private boolean crlf;
  private int after;
  private boolean open = true;
  private boolean asked;
  private boolean viewed;
  private @Nullable List<DiffLine> lines;
  private @Nullable Pictures pictures;

  ReviewFile(FileChange change) {
    this.change = change;
  }

  public FileChange change() {
    return change;
  }

  public String path() {
    return change.path();
  }

  public State state() {
    return state;
  }

  public boolean viewed() {
    return viewed;
  }

  public boolean open() {
    return open;
  }

  /** What it looked like before and after, for pictures; null when it is none or not read. */
  public @Nullable Pictures pictures() {
    return pictures;
  }

  /** Lines of the new side behind the last hunk; -1 when that is not known. */
  public int after() {
    return after;
  }

  /** The id of the content that counts as seen when it is marked as viewed. */
  String blob() {
    return change.contentId();
  }

  /** Whether it has so many lines that they are shown only when asked for. */
  boolean held() {
    return !asked && state == State.UNREAD && change.lines() > LARGE;
  }

  boolean isPicture() {
    String name = path().toLowerCase(Locale.ROOT);
    return change.kind() == FileChange.Kind.BINARY
        && (name.endsWith(".png")
            || name.endsWith(".jpg")
            || name.endsWith(".jpeg")
            || name.endsWith(".gif")
            || name.endsWith(".bmp"));
  }

  /** Whether more of its unchanged lines can be shown. */
  boolean canGrow() {
    return state == State.READ
        && !hunks.isEmpty()
        && change.status() != FileChange.Status.ADDED
        && change.status() != FileChange.Status.DELETED;
  }

  /** What a click would show instead of the lines that are not; empty for nothing. */
  public String offer() {
    return held() ? "Show %,d changed lines".formatted(change.lines()) : "";
  }

  /** Rows to be expected while it is not read. */
  public int expected() {
    return state == State.READ || state == State.FAILED || held()
        ? 0
        : Math.clamp(change.lines() + 6, 1, MOST_EXPECTED);
  }

  /** The file as the sheet lists it. */
  public DiffFile shown() {
    return new DiffFile(
        switch (change.status()) {
          case ADDED -> DiffFile.Change.ADDED;
          case MODIFIED -> DiffFile.Change.MODIFIED;
          case DELETED -> DiffFile.Change.DELETED;
          case RENAMED -> DiffFile.Change.RENAMED;
          case COPIED -> DiffFile.Change.COPIED;
          case TYPE_CHANGED, MODE_CHANGED -> DiffFile.Change.MODE;
        },
        change.path(),
        change.oldPath() == null ? change.path() : change.oldPath(),
        Math.max(0, change.added()),
        Math.max(0, change.removed()),
        hunks,
        note);
  }

  /** The hunks as git told of them. */
  List<Hunk> original() {
    return original;
  }

  List<DiffHunk> hunks() {
    return hunks;
  }

  @Nullable List<DiffLine> lines() {
    return lines;
  }

  boolean crlf() {
    return crlf;
  }

  void reading() {
    state = State.READING;
  }

  void read(ReviewLines.Listed listed) {
    state = State.READ;
    hunks = listed.hunks();
    original = listed.original();
    crlf = listed.crlf();
    note = hunks.isEmpty() && listed.note().isEmpty() ? "No difference to show." : listed.note();
    after = canGrow() && !atEnd() ? -1 : 0;
  }

  /** Git shows three lines around a change; where there are fewer the file ends. */
  private boolean atEnd() {
    List<DiffLine> last = hunks.getLast().lines();
    int same = 0;
    for (int i = last.size() - 1; i >= 0 && last.get(i).kind() == DiffLine.Kind.CONTEXT; i--) {
      same++;
    }
    return same < 3 || last.getLast().noNewline();
  }

  void failed(String sentence) {
    state = State.FAILED;
    note = sentence;
  }

  void unread() {
    state = State.UNREAD;
    hunks = List.of();
    note = "";
    lines = null;
  }

  void grown(List<DiffHunk> more, List<DiffLine> whole) {
    hunks = List.copyOf(more);
    lines = whole;
    after = ContextLines.after(hunks, whole.size());
  }

  void ask() {
    asked = true;
  }

  void setOpen(boolean now) {
    open = now;
  }

  void setViewed(boolean now) {
    viewed = now;
  }

  void setPictures(Pictures now) {
    pictures = now;
  }

  void setNote(String sentence) {
    note = sentence;
  }

  /** Takes over what a person did with the same file before. */
  void like(ReviewFile before) {
    open = before.open;
    asked = before.asked;
  }

  /** Whether another change is the very same. */
  boolean same(FileChange other) {
    return change.equals(other);
  }
}
