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

  /** Of a file with more changed lines only the beginning is read unasked. */
  static final int LARGE = 2_000;

  /** Lines of the beginning of a large file. */
  static final int BEGINNING = 400;

  /** Lines that come when more of a large file is asked for; each time eight times as many. */
  private static final int MORE = 50_000;

  private static final int MOST_EXPECTED = 400;

  private FileChange change;
  private State state = State.UNREAD;
  private List<DiffHunk> hunks = List.of();
  private List<Hunk> original = List.of();
  private String note = "";
  private boolean crlf;
  private int after;
  private boolean open = true;
  private int limit;
  private boolean cut;
  private boolean counted;
  private boolean uncountable;
  private boolean allOfIt;
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

  /** Whether it has so many lines that it is read in pieces, and the first when it is looked at. */
  boolean large() {
    return change.uncounted() || change.lines() > LARGE;
  }

  /** How many lines of it are to be read; 0 for as many as usual. */
  int limit() {
    return limit == 0 && large() ? BEGINNING : limit;
  }

  /** Takes over how many lines it has, which the list did not say. */
  void count(FileChange now) {
    change = now;
    counted = true;
    uncountable = now.uncounted();
  }

  /** Says that nobody can tell how many lines it has. */
  void uncountable() {
    uncountable = true;
  }

  /** Whether its lines are still to be counted. */
  boolean counting() {
    return change.uncounted() && !uncountable;
  }

  /** Whether its lines were not in the list and were counted, or tried to be, since. */
  boolean counted() {
    return counted || uncountable;
  }

  /** Whether its first lines can be told before all of it was compared. */
  boolean beginsSoon() {
    return change.uncounted() && limit == 0;
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
        && !cut
        && !hunks.isEmpty()
        && change.status() != FileChange.Status.ADDED
        && change.status() != FileChange.Status.DELETED;
  }

  /** What a click would show after the lines that are; empty for nothing. */
  public String offer() {
    if (!cut || state != State.READ) {
      return "";
    }
    return change.uncounted() || changedLines() >= change.lines()
        ? "Show more of it"
        : "Show more of %,d changed lines".formatted(change.lines());
  }

  /** Rows to be expected while it is not read. */
  public int expected() {
    if (state == State.READ || state == State.FAILED) {
      return 0;
    }
    return hunks.isEmpty() ? Math.clamp(change.lines() + 6, 1, MOST_EXPECTED) : 1;
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
    cut = listed.cut();
    note = hunks.isEmpty() && listed.note().isEmpty() ? "No difference to show." : listed.note();
    after = !cut && canGrow() && !atEnd() ? -1 : 0;
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

  private int changedLines() {
    int lines = 0;
    for (DiffHunk hunk : hunks) {
      for (DiffLine line : hunk.lines()) {
        lines += line.kind() == DiffLine.Kind.CONTEXT ? 0 : 1;
      }
    }
    return lines;
  }

  /**
   * Shows how it begins while all of it is compared.
   *
   * @return whether that is as much as was wanted
   */
  boolean begun(ReviewLines.Listed listed) {
    int lines = listed.hunks().stream().mapToInt(hunk -> hunk.lines().size()).sum();
    if (!listed.cut() || lines >= BEGINNING) {
      read(listed);
      return true;
    }
    hunks = listed.hunks();
    original = listed.original();
    crlf = listed.crlf();
    return false;
  }

  /** Whether its unchanged lines are wanted although it is very large. */
  boolean allOfIt() {
    return allOfIt;
  }

  /** Has all of it read the next time its unchanged lines are wanted. */
  void askAllOfIt(String sentence) {
    allOfIt = true;
    note = sentence;
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
    cut = false;
  }

  void grown(List<DiffHunk> more, List<DiffLine> whole) {
    hunks = List.copyOf(more);
    lines = whole;
    after = ContextLines.after(hunks, whole.size());
  }

  /** Wants more of a file that was cut; what is shown of it stays until that is read. */
  void ask() {
    if (cut) {
      limit = limit < MORE ? MORE : (int) Math.min(limit * 8L, 1 << 28);
      cut = false;
      state = State.UNREAD;
    }
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
    limit = before.limit;
  }

  /** Whether another change is the very same, be its lines counted or not. */
  boolean same(FileChange other) {
    return change.equals(other)
        || other.uncounted()
            && change.path().equals(other.path())
            && change.status() == other.status()
            && change.changeId().equals(other.changeId());
  }
}
