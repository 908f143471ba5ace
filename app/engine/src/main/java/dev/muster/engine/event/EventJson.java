package dev.muster.engine.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON form of events, as it stands in the journal and on the command line.
 *
 * <p>The kind is the record's simple name and stands beside the body, not in it. Unknown fields are
 * ignored, missing ones are null or zero, and an unknown or unreadable body becomes an {@link
 * UnknownEvent} that keeps it whole: a journal written by a newer version stays readable and is
 * never damaged by an older one.
 *
 * <p>Immutable and safe for any thread.
 */
public final class EventJson {
  private static final List<Class<? extends SessionEvent>> KINDS =
      List.of(
          LifeEvent.SessionCreated.class,
          LifeEvent.Renamed.class,
          LifeEvent.WorktreeReady.class,
          LifeEvent.ModeChanged.class,
          LifeEvent.StateChanged.class,
          LifeEvent.Shelved.class,
          LifeEvent.Pruned.class,
          ConversationEvent.PromptQueued.class,
          ConversationEvent.PromptSent.class,
          ConversationEvent.PromptFailed.class,
          ConversationEvent.PromptWithdrawn.class,
          ConversationEvent.MessageAdded.class,
          ConversationEvent.ThoughtAdded.class,
          ConversationEvent.QuestionAsked.class,
          ConversationEvent.QuestionAnswered.class,
          WorkEvent.ToolStarted.class,
          WorkEvent.ToolOutput.class,
          WorkEvent.ToolFinished.class,
          WorkEvent.PlanChanged.class,
          PermissionEvent.ApprovalAsked.class,
          PermissionEvent.ApprovalAnswered.class,
          TurnEvent.TurnStarted.class,
          TurnEvent.TurnEnded.class,
          TurnEvent.RetryScheduled.class,
          TurnEvent.Compacted.class,
          ObservedEvent.TreeChanged.class,
          ObservedEvent.TreeSeen.class,
          ObservedEvent.CheckpointMade.class,
          ObservedEvent.CheckRan.class,
          ObservedEvent.ClaimJudged.class,
          ObservedEvent.AgentStarted.class,
          ObservedEvent.AgentExited.class,
          ObservedEvent.SilenceNoticed.class,
          MoneyEvent.UsageReported.class,
          MoneyEvent.LimitSeen.class,
          OutcomeEvent.Committed.class,
          OutcomeEvent.Merged.class,
          OutcomeEvent.PullRequestOpened.class,
          OutcomeEvent.Dropped.class,
          OutcomeEvent.LandingUndone.class,
          OutcomeEvent.RewindBegun.class,
          OutcomeEvent.Rewound.class,
          OutcomeEvent.RewindFailed.class,
          OutcomeEvent.Noted.class,
          ReviewEvent.CommentWritten.class,
          ReviewEvent.CommentDismissed.class,
          ReviewEvent.ReviewRan.class,
          ReviewEvent.CommentsSent.class,
          ReviewEvent.FileViewed.class,
          ReviewEvent.PartDropped.class,
          ReviewEvent.PartRestored.class,
          ReviewEvent.FileEdited.class);

  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              i ->
                  i.withValueInclusion(
                      com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
          .build();
  private final Map<String, ObjectReader> readers = new LinkedHashMap<>();
  private final ObjectWriter writer = mapper.writer();

  public EventJson() {
    for (Class<? extends SessionEvent> kind : KINDS) {
      readers.put(kind.getSimpleName(), mapper.readerFor(kind));
    }
  }

  /** The names of all kinds this version knows. */
  public static Set<String> kinds() {
    Set<String> names = new java.util.LinkedHashSet<>();
    KINDS.forEach(kind -> names.add(kind.getSimpleName()));
    return names;
  }

  /** The classes of all kinds this version knows. */
  public static List<Class<? extends SessionEvent>> kindClasses() {
    return KINDS;
  }

  /** The name of an event's kind. */
  public static String kind(SessionEvent event) {
    return event instanceof UnknownEvent unknown
        ? unknown.kind()
        : event.getClass().getSimpleName();
  }

  /** The body as one line of JSON, without the kind. */
  public String write(SessionEvent event) {
    return event instanceof UnknownEvent unknown
        ? unknown.json()
        : writer.writeValueAsString(event);
  }

  /** Reads a body back. Never fails: what cannot be understood becomes an {@link UnknownEvent}. */
  public SessionEvent read(String kind, String json) {
    ObjectReader reader = readers.get(kind);
    if (reader == null) {
      return new UnknownEvent(kind, json);
    }
    try {
      SessionEvent event = reader.readValue(json);
      return event == null ? new UnknownEvent(kind, json) : event;
    } catch (JacksonException unreadable) {
      return new UnknownEvent(kind, json);
    }
  }

  /** The same from UTF-8, which is a quarter faster where the bytes are at hand. */
  public SessionEvent read(String kind, byte[] json) {
    ObjectReader reader = readers.get(kind);
    if (reader != null) {
      try {
        SessionEvent event = reader.readValue(json);
        if (event != null) {
          return event;
        }
      } catch (JacksonException unreadable) {
        return new UnknownEvent(kind, new String(json, StandardCharsets.UTF_8));
      }
    }
    return new UnknownEvent(kind, new String(json, StandardCharsets.UTF_8));
  }

  /** One line for the command line: session, seq, at, turn, kind, then the body's own fields. */
  public String line(Recorded recorded) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("session", recorded.session().value());
    line.put("seq", recorded.seq());
    line.put("at", recorded.at().toString());
    line.put("turn", recorded.turn());
    line.put("kind", kind(recorded.event()));
    line.put("event", mapper.readTree(write(recorded.event())));
    return mapper.writeValueAsString(line);
  }
}
