package dev.muster.desktop.history;

import dev.muster.desktop.control.PlanView;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.history.OutlineList.Row;
import dev.muster.desktop.live.PastMoment;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionDigest.Command;
import dev.muster.desktop.live.SessionDigest.FilesThen;
import dev.muster.desktop.live.SessionDigest.MomentKind;
import dev.muster.desktop.live.SessionDigest.Spent;
import dev.muster.desktop.live.SessionDigest.TouchedFile;
import dev.muster.desktop.live.SessionDigest.Turn;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.WorkEvent.PlanStep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is in a session, in words: its turns, commands, files and cost. */
final class DigestRows {
  private DigestRows() {}

  /** The turns up to an event. */
  static List<Row> turns(SessionDigest digest, long until) {
    ZoneId zone = ZoneId.systemDefault();
    return digest.turns().stream()
        .filter(turn -> turn.seq() <= until)
        .map(turn -> turn(turn, zone))
        .toList();
  }

  private static Row turn(Turn turn, ZoneId zone) {
    String prompt = Words.line(turn.prompt(), 200);
    Instant ended = turn.ended();
    String took = ended == null ? "" : HistoryWords.took(Duration.between(turn.at(), ended));
    String calls =
        turn.calls() == 0
            ? ""
            : Words.count(turn.calls(), "call", "calls")
                + (turn.failed() == 0 ? "" : ", " + turn.failed() + " failed");
    String second =
        Stream.of(
                "Turn " + turn.number(),
                HistoryWords.hour(turn.at(), zone),
                origin(turn.origin()),
                calls)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
    return new Row(
        prompt.isEmpty() ? "Turn " + turn.number() : prompt,
        second,
        end(turn.end(), took),
        tone(turn.end()),
        false,
        turn.seq());
  }

  private static String origin(PromptOrigin origin) {
    return switch (origin) {
      case USER -> "You";
      case QUEUE -> "You, from the queue";
      case REVIEW -> "You, from the review";
      case GOAL -> "from the goal";
      case LEAD -> "from the lead";
      case HOOK -> "from a hook";
      case MUSTER -> "Muster";
    };
  }

  private static String end(@Nullable End end, String took) {
    return switch (end) {
      case null -> "not ended";
      case DONE -> took;
      case INTERRUPTED -> "interrupted";
      case FAILED -> "failed";
      case LIMIT -> "limit";
    };
  }

  private static Tone tone(@Nullable End end) {
    return switch (end) {
      case null -> Tone.NEUTRAL;
      case DONE, INTERRUPTED -> Tone.NEUTRAL;
      case FAILED -> Tone.DANGER;
      case LIMIT -> Tone.WARNING;
    };
  }

  /** The commands up to an event. */
  static List<Row> commands(SessionDigest digest, long until) {
    List<Row> rows = new ArrayList<>();
    for (Command command : digest.commands()) {
      if (command.seq() <= until) {
        rows.add(command(command, digest.insideMuster()));
      }
    }
    if (digest.cut() && rows.size() >= SessionDigest.MOST_COMMANDS) {
      rows.add(
          new Row(
              "The commands after these are in the log alone.",
              "",
              "",
              Tone.NEUTRAL,
              false,
              rows.getLast().seq()));
    }
    return rows;
  }

  private static Row command(Command command, boolean observed) {
    Integer exit = command.exitCode();
    String how = exit == null ? (command.ok() ? "" : "failed · ") : "exit " + exit + " · ";
    Tone tone =
        !command.ok() ? Tone.DANGER : observed && exit != null ? Tone.SUCCESS : Tone.NEUTRAL;
    return new Row(
        Words.line(command.title(), 300),
        "",
        how + Words.took(command.millis()),
        tone,
        true,
        command.seq());
  }

  /**
   * The files as they stood after an event: first what Muster saw changed against the base, then
   * what was only read.
   */
  static List<Row> files(SessionDigest digest, long until, @Nullable PastMoment past) {
    List<Row> rows = new ArrayList<>();
    List<FileDelta> then = changed(digest, until, past);
    Set<String> changed = new HashSet<>();
    if (!then.isEmpty()) {
      for (FileDelta file : then) {
        changed.add(file.path());
        TouchedFile touched = touched(digest, file.path());
        rows.add(
            new Row(
                file.path(),
                touched == null ? "" : did(touched, digest, until),
                changed(file),
                Tone.SUCCESS,
                true,
                touched == null || touched.firstSeq() > until ? 0 : touched.firstSeq()));
      }
    }
    digest.files().stream()
        .filter(file -> file.firstSeq() <= until && !changed.contains(file.path()))
        .sorted(Comparator.comparingInt(TouchedFile::edits).reversed())
        .map(
            file ->
                new Row(
                    file.path(), "", did(file, digest, until), Tone.NEUTRAL, true, file.firstSeq()))
        .forEach(rows::add);
    return rows;
  }

  /**
   * What differed from the base after an event. A digest of a very long story has not all of it:
   * then what was read of the moment itself is better.
   */
  static List<FileDelta> changed(SessionDigest digest, long until, @Nullable PastMoment past) {
    if (digest.cut() && past != null && past.seq() <= until) {
      return past.files();
    }
    FilesThen then = digest.filesAt(until);
    return then == null ? List.of() : then.files();
  }

  /** What was edited up to an event after Muster had looked at the files last before it. */
  static List<String> editedSince(SessionDigest digest, long until) {
    if (digest.cut()) {
      return List.of(); // Neither of the two is whole in so long a story.
    }
    FilesThen then = digest.filesAt(until);
    long seen = then == null ? 0 : then.seq();
    return digest.moments().stream()
        .filter(at -> at.kind() == MomentKind.EDIT && at.seq() > seen && at.seq() <= until)
        .map(SessionDigest.Moment::words)
        .distinct()
        .toList();
  }

  private static @Nullable TouchedFile touched(SessionDigest digest, String path) {
    return digest.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElse(null);
  }

  /** What was done to it up to an event. */
  private static String did(TouchedFile file, SessionDigest digest, long until) {
    if (file.lastSeq() > until && !digest.cut()) {
      long edits =
          digest.moments().stream()
              .filter(at -> at.kind() == MomentKind.EDIT && at.seq() <= until)
              .filter(at -> at.words().equals(file.path()))
              .count();
      return edits == 0 ? "read" : Words.count(edits, "edit", "edits");
    }
    return Stream.of(
            file.edits() == 0 ? "" : Words.count(file.edits(), "edit", "edits"),
            file.reads() == 0 ? "" : Words.count(file.reads(), "read", "reads"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String changed(FileDelta file) {
    Integer added = file.added();
    Integer removed = file.removed();
    String lines = Words.lines(added == null ? 0 : added, removed == null ? 0 : removed);
    String how =
        switch (file.status()) {
          case 'A' -> "new";
          case 'D' -> "deleted";
          case 'R' -> "renamed";
          default -> "";
        };
    return Stream.of(how, lines).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  /** What was used, by model. */
  static List<Row> spent(SessionDigest digest) {
    return digest.spent().stream().map(DigestRows::spent).toList();
  }

  private static Row spent(Spent spent) {
    String cached =
        spent.cacheRead() + spent.cacheWrite() == 0
            ? ""
            : " · " + Words.tokens(spent.cacheRead() + spent.cacheWrite()) + " cached";
    String money =
        spent.costKnown()
            ? Words.money(spent.costMicros())
            : spent.costMicros() == 0 ? "not reported" : Words.money(spent.costMicros()) + " +";
    return new Row(
        spent.model(),
        Words.count(spent.requests(), "request", "requests")
            + " · "
            + Words.tokens(spent.input())
            + " in · "
            + Words.tokens(spent.output())
            + " out"
            + cached,
        money,
        Tone.NEUTRAL,
        false,
        0);
  }

  /** The plan as it stood after an event. */
  static List<PlanView.Step> plan(SessionDigest digest, long until, @Nullable PastMoment past) {
    List<PlanStep> then =
        digest.cut() && past != null && past.seq() <= until ? past.plan() : digest.planAt(until);
    return then.stream()
        .map(
            step ->
                new PlanView.Step(
                    step.text(),
                    switch (step.state()) {
                      case PENDING -> PlanView.Progress.PENDING;
                      case CURRENT -> PlanView.Progress.CURRENT;
                      case DONE -> PlanView.Progress.DONE;
                      case FAILED -> PlanView.Progress.FAILED;
                    }))
        .toList();
  }
}
