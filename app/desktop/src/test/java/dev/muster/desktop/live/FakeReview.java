package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Combined;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.git.Content;
import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.KeptChange;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakenApart;
import dev.muster.engine.git.TextLine;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.DroppedPart;
import dev.muster.engine.review.RecordFold;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.UnsavedComment;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A review's engine that answers what a test tells it, when it tells it. */
public final class FakeReview implements ReviewSource {
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public List<ComparePoint> points = List.of();
  public CompletableFuture<Optional<Changeset>> changes =
      CompletableFuture.completedFuture(Optional.empty());
  public final Map<String, CompletableFuture<FileDiff>> diffs = new HashMap<>();
  public final Map<String, String> contents = new HashMap<>();
  public final Map<String, FileDiff> beginnings = new HashMap<>();
  public final Set<String> uncountable = new HashSet<>();
  public int countedAdded = 5_000;
  public int countedRemoved = 4_000;
  public int linesWanted;
  public int filesWanted;
  public SessionRecord record = SessionRecord.EMPTY;
  public @Nullable String edited;
  public Combined together = new Combined("main", "a", "b", List.of(), List.of());
  public ReviewState state = ReviewState.EMPTY;
  public @Nullable String refusal;
  public List<AgentProfile> agents = List.of();
  public List<Answer> answers = List.of();
  public final FakeNaming naming = new FakeNaming();
  public List<UnsavedComment> unsaved = List.of();
  public final FakeLanding landing = new FakeLanding();
  public final FakePullRequests pullRequests = new FakePullRequests();
  public FakeFleet fleet = new FakeFleet();

  /** Answers the next question for changes with these files. */
  public void changed(String tree, FileChange... files) {
    changes =
        CompletableFuture.completedFuture(
            Optional.of(new Changeset("b".repeat(40), tree, List.of(files), 0, List.of())));
  }

  private <T> CompletableFuture<T> answer(String what, T value) {
    asked.add(what);
    return refusal == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(new FleetException(refusal));
  }

  @Override
  public CompletableFuture<List<ComparePoint>> points(SessionId session) {
    return answer("points", points);
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(
      SessionId session, @Nullable String from, @Nullable String to, int most) {
    filesWanted = most;
    asked.add("changes " + from + " " + to);
    return changes;
  }

  @Override
  public CompletableFuture<Combined> together(SessionId session) {
    return answer("together", together);
  }

  @Override
  public CompletableFuture<FileDiff> diff(
      SessionId session, Changeset of, FileChange file, CompareOptions options) {
    linesWanted = options.bounds().maxPatchLines();
    asked.add("diff " + file.path() + (options.whiteSpace() == WhiteSpace.SHOWN ? "" : " -w"));
    return diffs.computeIfAbsent(file.path(), _ -> new CompletableFuture<>());
  }

  @Override
  public CompletableFuture<Optional<FileDiff>> beginning(
      SessionId session, FileChange file, CompareOptions options) {
    return answer("beginning " + file.path(), Optional.ofNullable(beginnings.get(file.path())));
  }

  @Override
  public CompletableFuture<List<TextLine>> lines(
      SessionId session, String blob, int from, int count, int maxLineChars) {
    List<String> all = contents.getOrDefault(blob, "").lines().toList();
    List<TextLine> lines = new ArrayList<>();
    for (int i = from; i < from + count && i <= all.size(); i++) {
      lines.add(new TextLine(i, all.get(i - 1), DiffLine.Ending.LF, false));
    }
    return answer("lines " + from + " " + count + " of " + blob.charAt(0), lines);
  }

  @Override
  public CompletableFuture<FileChange> counted(SessionId session, FileChange file) {
    if (uncountable.contains(file.path())) {
      asked.add("counted " + file.path());
      return CompletableFuture.failedFuture(new FleetException("Git was stopped."));
    }
    return answer(
        "counted " + file.path(),
        new FileChange(
            file.status(),
            file.path(),
            file.oldPath(),
            file.kind(),
            file.oldMode(),
            file.newMode(),
            file.oldId(),
            file.newId(),
            countedAdded,
            countedRemoved));
  }

  @Override
  public CompletableFuture<Content> content(SessionId session, String blob, int maxBytes) {
    String text = contents.getOrDefault(blob, "");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return answer("content " + blob, new Content(blob, 0, bytes, bytes.length));
  }

  @Override
  public FakeNaming naming() {
    return naming;
  }

  @Override
  public CompletableFuture<List<Answer>> answers(SessionId session) {
    return answer("answers", answers);
  }

  @Override
  public CompletableFuture<List<UnsavedComment>> unsavedComments(SessionId session) {
    return CompletableFuture.completedFuture(unsaved);
  }

  @Override
  public CompletableFuture<?> keepUnsaved(SessionId session, List<UnsavedComment> comments) {
    return answer("keep", unsaved = comments);
  }

  @Override
  public CompletableFuture<ReviewState> state(SessionId session) {
    return CompletableFuture.completedFuture(state);
  }

  @Override
  public CompletableFuture<SessionRecord> record(SessionId session, RecordFold fold) {
    return CompletableFuture.completedFuture(record);
  }

  @Override
  public CompletableFuture<TakenApart> edit(
      SessionId session, String path, String seenId, byte[] content) {
    edited = new String(content, StandardCharsets.UTF_8);
    return answer("edit " + path + " " + seenId.charAt(0), new TakenApart(kept("edit"), List.of()));
  }

  @Override
  public CompletableFuture<Void> viewed(
      SessionId session, String path, String blob, boolean viewed) {
    Map<String, String> marks = new HashMap<>(state.viewed());
    if (viewed) {
      marks.put(path, blob);
    } else {
      marks.remove(path);
    }
    if (refusal == null) {
      state = new ReviewState(state.comments(), marks, state.dropped(), state.runs());
    }
    return answer("viewed " + path + " " + viewed, null);
  }

  @Override
  public CompletableFuture<String> comment(
      SessionId session, @Nullable String commentId, @Nullable Place place, String text) {
    String id = commentId == null ? "c" + (state.comments().size() + 1) : commentId;
    List<Comment> all = new ArrayList<>(state.comments());
    all.removeIf(comment -> comment.id().equals(id));
    all.add(
        new Comment(id, place, text, "you", null, Instant.EPOCH, Comment.Status.DRAFT, null, 0));
    if (refusal == null) {
      state = new ReviewState(all, state.viewed(), state.dropped(), state.runs());
    }
    return answer("comment " + id + " " + text, id);
  }

  @Override
  public CompletableFuture<Void> dismiss(SessionId session, String commentId) {
    state =
        new ReviewState(
            state.comments().stream().filter(c -> !c.id().equals(commentId)).toList(),
            state.viewed(),
            state.dropped(),
            state.runs());
    return answer("dismiss " + commentId, null);
  }

  @Override
  public CompletableFuture<TakenApart> drop(SessionId session, List<Part> parts) {
    String id = String.valueOf(state.dropped().size() + 1);
    String what =
        switch (parts.getFirst()) {
          case Part.Lines lines -> "lines " + lines.lines() + " of " + lines.file().path();
          case Part.Whole whole -> whole.file().path();
          case Part.Mode mode -> "the mode of " + mode.file().path();
          case Part.Name name -> "the name of " + name.file().path();
        };
    if (refusal == null) {
      dropped(
          new DroppedPart(
              id, parts.getFirst().file().path(), what, "refs/muster/dropped/s/" + id, false));
    }
    return answer("drop " + what, new TakenApart(kept(what), List.of()));
  }

  @Override
  public CompletableFuture<TakenApart> putBack(SessionId session, String dropId) {
    state.dropped().stream()
        .filter(part -> part.id().equals(dropId))
        .findFirst()
        .ifPresent(
            part ->
                dropped(new DroppedPart(part.id(), part.path(), part.what(), part.ref(), true)));
    return answer("put back " + dropId, new TakenApart(kept("put back"), List.of()));
  }

  private static KeptChange kept(String what) {
    return new KeptChange(
        "s",
        1,
        "refs/muster/dropped/s/1",
        "c",
        "d",
        Instant.EPOCH,
        KeptChange.Kind.DROP,
        what,
        0,
        false,
        List.of());
  }

  private void dropped(DroppedPart now) {
    List<DroppedPart> all = new ArrayList<>(state.dropped());
    all.removeIf(part -> part.id().equals(now.id()));
    all.addFirst(now);
    state = new ReviewState(state.comments(), state.viewed(), all, state.runs());
  }

  @Override
  public CompletableFuture<String> send(SessionId session, List<String> commentIds, Fleet.Way way) {
    return answer("send " + commentIds + " " + way, "p1");
  }

  @Override
  public PullRequestSource pullRequests() {
    return pullRequests;
  }

  @Override
  public LandingSource landing() {
    return landing;
  }

  @Override
  public FakeFleet fleet() {
    return fleet;
  }

  @Override
  public List<AgentProfile> agents() {
    return agents;
  }

  @Override
  public CompletableFuture<Integer> review(SessionId session, String agentId) {
    return answer("review by " + agentId, 4);
  }
}
