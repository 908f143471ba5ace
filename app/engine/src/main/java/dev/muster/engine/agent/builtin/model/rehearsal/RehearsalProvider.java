package dev.muster.engine.agent.builtin.model.rehearsal;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.StopReason;
import dev.muster.engine.agent.builtin.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays a model from a script, at the pace of a model. Nothing is guessed from the prompt: the
 * session's option {@value #SCRIPT} names the script, {@value #PACE} makes it faster (2 is twice as
 * fast, 0 is without any pause).
 */
public final class RehearsalProvider implements ModelProvider {
  /** The option that names the script. */
  public static final String SCRIPT = "script";

  /** The option that sets the speed. */
  public static final String PACE = "pace";

  /** The id of this provider. */
  public static final String ID = "rehearsal";

  private static final String MODEL = "scripted";
  private static final int MOST_COUNTS = 2_000;

  private final ScriptLibrary library;

  /** How often an answer was asked for, so that faults come once each; the oldest go first. */
  private final Map<String, Integer> attempts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_COUNTS;
        }
      };

  public RehearsalProvider(ScriptLibrary library) {
    this.library = library;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String label() {
    return "Rehearsal (scripted)";
  }

  @Override
  public ApiKind api() {
    return ApiKind.SCRIPTED;
  }

  @Override
  public String defaultModel() {
    return MODEL;
  }

  @Override
  public List<String> models(Cancel cancel) {
    return List.of(MODEL);
  }

  @Override
  public ModelTurn stream(ModelRequest request, ModelListener listener, Cancel cancel)
      throws ModelException, InterruptedException {
    String id = request.options().getOrDefault(SCRIPT, ScriptLibrary.DEFAULT);
    Script script =
        library
            .find(id)
            .orElseThrow(
                () ->
                    new ModelException(
                        ModelFailure.NOT_FOUND, "There is no rehearsal script \"" + id + "\"."));
    Playing playing = new Playing(listener, cancel, speed(request), script.pace());
    Script.Line line = Position.find(script, request.messages()).orElse(null);
    if (line == null) {
      String over = "The script \"" + script.title() + "\" ends here. It has no more answers.";
      playing.say(1, over, false);
      return new ModelTurn(
          MODEL,
          List.of(new ContentBlock.Text(over)),
          StopReason.END,
          null,
          estimate(request.messages(), over.length()),
          null);
    }
    playing.pause(line.pause());
    int attempt = count(script.id() + "/" + request.cacheKey() + "/" + request.messages().size());
    if (attempt <= line.faults().size()) {
      throw fail(line, line.faults().get(attempt - 1), playing);
    }
    return answer(script, line, request, playing, listener);
  }

  private static ModelTurn answer(
      Script script,
      Script.Line line,
      ModelRequest request,
      Playing playing,
      ModelListener listener)
      throws ModelException, InterruptedException {
    List<ContentBlock> content = new ArrayList<>();
    if (!line.thinking().isEmpty()) {
      playing.say(0, line.thinking(), true);
      content.add(new ContentBlock.Thinking(line.thinking(), null));
    }
    if (!line.text().isEmpty()) {
      playing.say(1, line.text(), false);
      content.add(new ContentBlock.Text(line.text()));
    }
    int length = line.thinking().length() + line.text().length();
    int index = 2;
    for (Script.Call call : line.calls()) {
      String json = call.input().toString();
      String id = script.id() + "-" + request.messages().size() + "-" + (index - 1);
      ContentBlock.ToolCall made = new ContentBlock.ToolCall(id, call.tool(), json);
      listener.on(new ModelEvent.ToolCallStarted(index, id, call.tool()));
      listener.on(new ModelEvent.ToolCallArguments(index, json));
      listener.on(new ModelEvent.ToolCallComplete(index, made));
      content.add(made);
      length += json.length();
      index++;
    }
    Usage usage = line.usage() == null ? estimate(request.messages(), length) : line.usage();
    listener.on(new ModelEvent.UsageUpdated(usage));
    StopReason stop = line.calls().isEmpty() ? StopReason.END : StopReason.TOOL_USE;
    return new ModelTurn(MODEL, content, stop, null, usage, null);
  }

  private static ModelException fail(Script.Line line, Script.Fault fault, Playing playing)
      throws ModelException, InterruptedException {
    if (fault.midway()) {
      String text = line.text();
      playing.say(
          1,
          text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2)),
          false);
    }
    return new ModelException(fault.failure(), fault.sentence(), fault.retryAfter(), 0, null);
  }

  private synchronized int count(String key) {
    return attempts.merge(key, 1, Integer::sum);
  }

  private static double speed(ModelRequest request) {
    try {
      return Math.max(0, Double.parseDouble(request.options().getOrDefault(PACE, "1")));
    } catch (NumberFormatException _) {
      return 1; // an option that is no number changes nothing
    }
  }

  /** Four characters a token: an estimate, and only ever shown beside the word "scripted". */
  private static Usage estimate(List<ModelMessage> messages, int answered) {
    long chars = 0;
    for (ModelMessage message : messages) {
      for (ContentBlock block : message.content()) {
        chars +=
            switch (block) {
              case ContentBlock.Text text -> text.text().length();
              case ContentBlock.Thinking thinking -> thinking.text().length();
              case ContentBlock.ToolCall call -> call.arguments().length();
              case ContentBlock.ToolResult result -> result.text().length();
              case ContentBlock.Image _ -> 4_000;
            };
      }
    }
    return new Usage(chars / 4, Math.max(1, answered / 4), 0, 0);
  }

  /** Says text piece by piece, with pauses that a cancel ends. */
  private record Playing(ModelListener listener, Cancel cancel, double speed, double pace) {
    private static final int PIECE = 8;

    void say(int index, String text, boolean thinking) throws ModelException, InterruptedException {
      int at = 0;
      while (at < text.length()) {
        int end = Math.min(text.length(), at + PIECE);
        if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
          end++;
        }
        String piece = text.substring(at, end);
        listener.on(
            thinking
                ? new ModelEvent.ThinkingDelta(index, piece)
                : new ModelEvent.TextDelta(index, piece));
        pause(Duration.ofMillis((long) (piece.length() / pace * 1000)));
        at = end;
      }
    }

    void pause(Duration duration) throws ModelException, InterruptedException {
      cancel.check();
      if (speed > 0 && cancel.await(Duration.ofNanos((long) (duration.toNanos() / speed)))) {
        throw ModelException.cancelled();
      }
    }
  }
}
