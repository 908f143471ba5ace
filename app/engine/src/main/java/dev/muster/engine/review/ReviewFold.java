package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.PromptWithdrawn;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.ReviewEvent.CommentDismissed;
import dev.muster.engine.event.ReviewEvent.CommentWritten;
import dev.muster.engine.event.ReviewEvent.CommentsSent;
import dev.muster.engine.event.ReviewEvent.FileEdited;
import dev.muster.engine.event.ReviewEvent.FileViewed;
import dev.muster.engine.event.ReviewEvent.PartDropped;
import dev.muster.engine.event.ReviewEvent.PartRestored;
import dev.muster.engine.event.ReviewEvent.ReviewRan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes a session's review from its events: the only way to a {@link ReviewState}.
 *
 * <p>A comment counts as sent when its prompt is in the journal: what was about to be sent when
 * Muster died is a draft again, and neither lost nor sent twice.
 *
 * <p>Not safe for several threads at once.
 */
public final class ReviewFold {
  /** The kinds of events that matter here; all others may be left out. */
  public static final Set<String> KINDS =
      Stream.of(
              CommentWritten.class,
              CommentDismissed.class,
              CommentsSent.class,
              FileViewed.class,
              ReviewRan.class,
              PartDropped.class,
              PartRestored.class,
              FileEdited.class,
              PromptQueued.class,
              PromptSent.class,
              PromptWithdrawn.class)
          .map(Class::getSimpleName)
          .filter(EventJson.kinds()::contains)
          .collect(Collectors.toUnmodifiableSet());

  private record Written(CommentWritten event, Instant at) {}

  private final Map<String, Written> comments = new LinkedHashMap<>();
  private final Map<String, Boolean> dismissed = new HashMap<>();

  /** Prompts by the comments that were to go with them. */
  private final Map<String, String> sentWith = new HashMap<>();

  /** The turn of each prompt that is in the journal; 0 for one that waits. */
  private final Map<String, Integer> prompts = new HashMap<>();

  private final Map<String, String> viewed = new LinkedHashMap<>();
  private final LinkedHashMap<String, DroppedPart> dropped = new LinkedHashMap<>();
  private final List<ReviewRun> runs = new ArrayList<>();
  private long lastSeq;

  /** Takes the next event in; one that was already taken in, or does not matter, is ignored. */
  public void apply(Recorded recorded) {
    if (recorded.seq() <= lastSeq) {
      return;
    }
    lastSeq = recorded.seq();
    switch (recorded.event()) {
      case ReviewEvent event -> review(event, recorded.at());
      case PromptQueued prompt -> prompts.putIfAbsent(prompt.promptId(), 0);
      case PromptSent prompt -> prompts.put(prompt.promptId(), recorded.turn());
      case PromptWithdrawn prompt -> prompts.remove(prompt.promptId());
      default -> {}
    }
  }

  private void review(ReviewEvent event, Instant at) {
    switch (event) {
      case CommentWritten comment -> {
        comments.put(comment.commentId(), new Written(comment, at));
        dismissed.remove(comment.commentId());
        sentWith.remove(comment.commentId());
      }
      case CommentDismissed comment -> dismissed.put(comment.commentId(), true);
      case CommentsSent sent -> sent.commentIds().forEach(id -> sentWith.put(id, sent.promptId()));
      case FileViewed file -> {
        if (file.viewed()) {
          viewed.put(file.path(), file.blob());
        } else {
          viewed.remove(file.path());
        }
      }
      case PartDropped part ->
          dropped.putFirst(
              part.dropId(),
              new DroppedPart(part.dropId(), part.path(), part.what(), part.ref(), false));
      case PartRestored part ->
          dropped.computeIfPresent(
              part.dropId(),
              (id, was) -> new DroppedPart(id, was.path(), was.what(), was.ref(), true));
      case ReviewRan ran ->
          runs.add(new ReviewRun(ran.reviewer(), ran.by(), ran.findings(), ran.problem(), at));
      case FileEdited edit -> {
        String what = "your edit of " + edit.path();
        dropped.putFirst(
            edit.changeId(),
            new DroppedPart(edit.changeId(), edit.path(), what, edit.ref(), false));
      }
    }
  }

  /** The review as it stands now. */
  public ReviewState state() {
    List<Comment> all = new ArrayList<>();
    comments.forEach((id, written) -> all.add(comment(id, written)));
    return new ReviewState(all, viewed, List.copyOf(dropped.values()), runs);
  }

  private Comment comment(String id, Written written) {
    String promptId = sentWith.get(id);
    boolean sent = promptId != null && prompts.containsKey(promptId);
    Comment.Status status =
        dismissed.containsKey(id)
            ? Comment.Status.DISMISSED
            : sent ? Comment.Status.SENT : Comment.Status.DRAFT;
    return new Comment(
        id,
        written.event().place(),
        written.event().text(),
        written.event().by(),
        written.event().severity(),
        written.at(),
        status,
        sent ? promptId : null,
        sent ? prompts.getOrDefault(promptId, 0) : 0);
  }
}
