package dev.muster.desktop.review;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.session.CommandRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.layout.VBox;

/**
 * What Muster observed of the work: commands with their exit codes, and changed files that the
 * agent's last message is silent about. What an agent says turns nothing green.
 */
final class EvidencePage extends VBox {
  /** More of them when they are asked for. */
  private static final int MORE = 200;

  private static final int TITLE = 14;
  private static final int LONGEST_SHOWN = 400;

  private final ReviewModel model;
  private final Consumer<String> show;
  private final ReviewSurroundings around;
  private int runs = 12;
  private int files = 8;

  /**
   * @param show brings a file of the review into view
   * @param around where a command that is long is shown whole
   */
  EvidencePage(ReviewModel model, Consumer<String> show, ReviewSurroundings around) {
    this.model = model;
    this.show = show;
    this.around = around;
    getStyleClass().add("side-page");
  }

  /** Shows what is known now. */
  void fill() {
    SessionRecord record = model.record().recordProperty().get();
    List<SideCard> cards = new ArrayList<>();
    for (CommandRun run : record.runs().stream().limit(runs).toList()) {
      cards.add(card(run));
    }
    if (cards.isEmpty()) {
      cards.add(
          new SideCard(Tone.WARNING, "No command ran", "")
              .fact(
                  "Nothing was run to its end in this session, so nothing was observed about"
                      + " whether the changes work."));
    } else if (record.runs().size() > runs || record.runsBefore() > 0) {
      cards.add(earlier(record));
    }
    if (!model.files().isEmpty()) {
      cards.add(files(record));
    }
    getChildren().setAll(cards);
  }

  /** What ran before the commands that are shown: more of them, or that no more are kept here. */
  private SideCard earlier(SessionRecord record) {
    int kept = Math.max(0, record.runs().size() - runs);
    int before = record.runsBefore();
    SideCard card =
        new SideCard(
            Tone.NEUTRAL,
            Words.count((long) kept + before, "earlier command", "earlier commands"),
            "");
    if (before > 0) {
      card.fact(
          "Only the %d that ran last are listed here; the session's history has all of them."
              .formatted(SessionRecord.MOST_RUNS));
    }
    return kept > 0 ? card.link("Show more of them", () -> more(MORE, 0)) : card;
  }

  private SideCard card(CommandRun run) {
    boolean good = run.exitCode() == 0;
    boolean brief = Words.line(run.command(), TITLE).equals(run.command().strip());
    Tone tone =
        !run.observed()
            ? Tone.NEUTRAL
            : !good ? Tone.DANGER : run.current() ? Tone.SUCCESS : Tone.INFO;
    SideCard card =
        new SideCard(
            tone,
            brief
                ? Words.line(run.command(), TITLE) + " · exit " + run.exitCode()
                : "Exit " + run.exitCode(),
            run.observed() ? "seen by Muster" : "the agent says so");
    if (!brief) {
      String shown = Words.line(run.command(), LONGEST_SHOWN);
      card.code(shown);
      if (!shown.equals(run.command().strip())) {
        card.link(
            "Read all of it",
            () -> WholeText.open(around, "Exit " + run.exitCode(), run.command()));
      }
    }
    List<String> facts = new ArrayList<>();
    facts.add("turn " + run.turn());
    facts.add(Words.took(run.millis()));
    if (run.times() > 1) {
      facts.add("run " + Words.count(run.times(), "time", "times"));
    }
    facts.add(Words.since(run));
    String tree = run.tree();
    if (tree != null) {
      facts.add(
          "tree "
              + tree.substring(0, Math.min(7, tree.length()))
              + (run.current() ? " = these files" : ""));
    }
    return card.fact(String.join(" · ", facts));
  }

  private SideCard files(SessionRecord record) {
    List<String> paths = model.files().stream().map(ReviewFile::path).toList();
    List<String> missing = RecordModel.unnamed(record.lastMessage(), paths);
    int named = paths.size() - missing.size();
    if (missing.isEmpty()) {
      return new SideCard(Tone.SUCCESS, "Files as described", "")
          .fact(
              "%,d of %,d changed files are named in the agent’s last message."
                  .formatted(named, paths.size()));
    }
    SideCard card =
        new SideCard(
                Tone.WARNING, Words.count(missing.size(), "file", "files") + " not mentioned", "")
            .fact(
                record.lastMessage() == null
                    ? "The agent has said nothing about what it changed."
                    : "%,d of %,d changed files are named in the agent’s last message; these are not:"
                        .formatted(named, paths.size()));
    for (String path : missing.stream().limit(files).toList()) {
      card.link(VisibleText.onOneLine(path), () -> show.accept(path));
    }
    return missing.size() > files
        ? card.link("and %,d more".formatted(missing.size() - files), () -> more(0, MORE))
        : card;
  }

  private void more(int moreRuns, int moreFiles) {
    runs += moreRuns;
    files += moreFiles;
    fill();
  }
}
