package dev.muster.engine.review;

import dev.muster.engine.event.ObservedEvent.CheckRan;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.git.ShownPath;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.RunFold;
import dev.muster.engine.session.SessionSnapshot.Changes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words the text of a pull request: what the agent says is told as its words, what Muster saw as
 * that. Only what ran after the last edit counts.
 */
final class PullRequestText {
  /** The events it is made from. */
  static final Set<String> KINDS = RunFold.KINDS;

  private static final int MOST_FILES = 30;
  private static final int MOST_RUNS = 12;
  private static final int LONGEST_COMMAND = 160;

  private PullRequestText() {}

  /**
   * The proposed text, in Markdown.
   *
   * @param said what the agent said last; may be empty
   * @param changes against the session's base
   * @param story the session's events of {@link #KINDS}, in order
   */
  static String body(String said, Changes changes, List<Recorded> story, ReviewState review) {
    StringBuilder text = new StringBuilder();
    if (!said.isEmpty()) {
      text.append("The agent says, and Muster has not checked it:\n\n");
      said.lines().forEach(line -> text.append("> ").append(line).append('\n'));
      text.append('\n');
    }
    files(changes, text);
    observed(changes, story, text);
    comments(review, text);
    return text.toString().strip() + "\n";
  }

  private static void files(Changes changes, StringBuilder text) {
    if (changes.files().isEmpty()) {
      return;
    }
    text.append(
        "### Changes\n\n%,d %s, +%,d −%,d\n\n"
            .formatted(
                changes.files().size(),
                changes.files().size() == 1 ? "file" : "files",
                changes.added(),
                changes.removed()));
    changes.files().stream()
        .limit(MOST_FILES)
        .forEach(
            file ->
                text.append("- ")
                    .append(code(ShownPath.of(file.path())))
                    .append(counts(file))
                    .append('\n'));
    if (changes.files().size() > MOST_FILES) {
      text.append("- and %,d more\n".formatted(changes.files().size() - MOST_FILES));
    }
    text.append('\n');
  }

  private static String counts(FileDelta file) {
    Integer added = file.added();
    Integer removed = file.removed();
    return added == null || removed == null
        ? " (binary)"
        : " (+%,d −%,d)".formatted(added, removed);
  }

  private static void observed(Changes changes, List<Recorded> story, StringBuilder text) {
    List<CommandRun> runs = runs(story);
    Map<String, CheckRan> checks = new LinkedHashMap<>();
    for (Recorded recorded : story) {
      if (recorded.event() instanceof CheckRan check
          && check.treeHash().equals(changes.treeHash())) {
        checks.put(check.name(), check);
      }
    }
    if (runs.isEmpty() && checks.isEmpty()) {
      return;
    }
    text.append("### What ran after the last edit\n\n");
    checks
        .values()
        .forEach(
            check ->
                text.append(
                    "- %s: exit %d, run by Muster on these very files\n"
                        .formatted(code(check.command()), check.exitCode())));
    runs.stream()
        .skip(Math.max(0, runs.size() - MOST_RUNS))
        .forEach(
            run ->
                text.append(
                    "- %s: exit %d%s\n"
                        .formatted(
                            code(run.command()),
                            run.exitCode(),
                            run.observed() ? ", seen by Muster" : ", as the agent reports it")));
    text.append('\n');
  }

  /** The last run of each command that tells of the files as they are now, in order. */
  private static List<CommandRun> runs(List<Recorded> story) {
    RunFold fold = new RunFold(Integer.MAX_VALUE);
    story.stream().filter(each -> !(each.event() instanceof CheckRan)).forEach(fold::apply);
    return fold.runs().reversed().stream().filter(CommandRun::current).toList();
  }

  private static void comments(ReviewState review, StringBuilder text) {
    long sent = review.comments().stream().filter(c -> c.status() == Comment.Status.SENT).count();
    List<Comment> drafts = review.drafts();
    long mine = drafts.stream().filter(c -> c.by().equals(Reviews.YOU)).count();
    long found = drafts.size() - mine;
    if (sent + mine + found == 0) {
      return;
    }
    text.append("### Review\n\n");
    tell(text, sent, "comment was sent to the agent", "comments were sent to the agent");
    tell(text, mine, "comment of mine is not sent yet", "comments of mine are not sent yet");
    tell(text, found, "finding of a reviewer is open", "findings of reviewers are open");
  }

  private static void tell(StringBuilder text, long count, String one, String many) {
    if (count > 0) {
      text.append("- %,d %s\n".formatted(count, count == 1 ? one : many));
    }
  }

  /** As code on one line; a text with backticks in it gets more of them around it. */
  private static String code(String raw) {
    String line = raw.replaceAll("\\p{Cntrl}+", " ").strip();
    if (line.length() > LONGEST_COMMAND) {
      line = line.substring(0, LONGEST_COMMAND - 1) + "…";
    }
    int longest = 0;
    int run = 0;
    for (char c : line.toCharArray()) {
      run = c == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    return longest == 0 ? fence + line + fence : fence + " " + line + " " + fence;
  }
}
