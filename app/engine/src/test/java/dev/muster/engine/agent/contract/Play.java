package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model that plays what the prompt names: the last {@code play:NAME} a user said decides, and how
 * many tool results came since says how far it is. It remembers nothing else, so agents may ask
 * again, ask in parallel, and ask things of their own (titles, summaries), as real ones do.
 */
public final class Play {
  /** What is quoted was said before. */
  private static final Pattern NAMED = Pattern.compile("(?<!> )play:([a-z-]+)");

  /** How many commands {@code play:work} runs, one after the other, at a real model's pace. */
  public static final int COMMANDS = 8;

  /** How an agent's tools are called. */
  public interface Tools {
    /** A command, run by a POSIX shell in the worktree. */
    ScriptedReply run(Seen request, String callId, String command);

    /** A file made anew. */
    ScriptedReply write(Seen request, String callId, String path, String content);

    /** How many calls one plan takes: one for the whole list, or one for each step. */
    default int planCalls(Seen request) {
      return 1;
    }

    /** A plan of three steps, of which so many are done; null where the agent has no plans. */
    default @Nullable ScriptedReply plan(Seen request, String callId, int done) {
      return null;
    }

    /** A question to the person with two answers; null where the agent asks none. */
    default @Nullable ScriptedReply ask(Seen request, String callId) {
      return null;
    }
  }

  private final Tools tools;
  private final ConcurrentHashMap<String, AtomicInteger> tries = new ConcurrentHashMap<>();

  public Play(Tools tools) {
    this.tools = tools;
  }

  /** Answers a request. */
  public ScriptedReply answer(Seen request) {
    Told told = told(request);
    if (told.play == null) {
      return ScriptedReply.text("ok");
    }
    int step = told.results;
    String call = "call_" + told.play.replace('-', '_') + "_" + told.plays + "_" + step;
    return switch (told.play) {
      case "hello" -> ScriptedReply.text("Hello, this is the model.");
      case "slow" ->
          ScriptedReply.text("word ".repeat(400)).pace(Duration.ofMillis(100)).tokens(10, 5, 0, 0);
      case "command" ->
          steps(step, request, call, "exit 3", "echo it-ran > command.txt; echo out-of-it");
      case "touch" -> steps(step, request, call, "touch it-ran");
      case "wait" -> steps(step, request, call, "touch waiting; sleep 600");
      case "edit" ->
          step == 0
              ? tools.write(request, call, "made.txt", "one\ntwo\n")
              : ScriptedReply.text("I made it.");
      case "plan" -> planned(step, request, call);
      case "tour" -> tour(step, request, call);
      case "work" ->
          (step < COMMANDS
                  ? tools.run(request, call, "echo " + step + " >> work.txt")
                  : ScriptedReply.text("All of it is done."))
              .pace(Duration.ofMillis(100));
      case "ask" -> {
        ScriptedReply asks = tools.ask(request, call);
        yield asks != null && step == 0 ? asks : ScriptedReply.text("You said: " + told.last);
      }
      case "overloaded" ->
          tries.computeIfAbsent(told.play, _ -> new AtomicInteger()).incrementAndGet() == 1
              ? ScriptedReply.status(529)
                  .body(
                      "application/json",
                      "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")
              : ScriptedReply.text("Here I am again.");
      case "refused" ->
          ScriptedReply.status(400)
              .body(
                  "application/json",
                  "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"That"
                      + " is no request.\"}}");
      case "remember" -> ScriptedReply.text("There were %d prompts.".formatted(told.plays));
      default -> ScriptedReply.text("I do not know the play " + told.play + ".");
    };
  }

  private ScriptedReply steps(int step, Seen request, String call, String... commands) {
    return step < commands.length
        ? tools.run(request, call, commands[step])
        : ScriptedReply.text("The commands were run.");
  }

  private ScriptedReply planned(int step, Seen request, String call) {
    int once = tools.planCalls(request);
    ScriptedReply plan =
        step == 0 || step == once ? tools.plan(request, call, step == 0 ? 0 : 3) : null;
    return plan == null ? ScriptedReply.text("That was the plan.") : plan;
  }

  /** A bit of everything: a plan, a file, a command, the plan again, some words. */
  private ScriptedReply tour(int step, Seen request, String call) {
    ScriptedReply last = ScriptedReply.text("The tour is over.");
    boolean plans = tools.plan(request, call, 0) != null;
    int planned = plans ? tools.planCalls(request) : 0;
    ScriptedReply reply = null;
    if (step == 0 && plans) {
      reply = tools.plan(request, call, 0);
    } else if (step == planned) {
      reply = tools.write(request, call, "made.txt", "one\ntwo\n");
    } else if (step == planned + 1) {
      reply = tools.run(request, call, "echo it-ran > ran.txt");
    } else if (step == planned + 2 && plans) {
      reply = tools.plan(request, call, 3);
    }
    return reply == null ? last : reply;
  }

  /** What the request says so far. */
  private record Told(@Nullable String play, int plays, int results, String last) {}

  private static Told told(Seen request) {
    JsonNode body = request.body();
    List<JsonNode> items = new ArrayList<>();
    JsonNode list = body.has("input") ? body.path("input") : body.path("messages");
    list.forEach(items::add);
    String play = null;
    int plays = 0;
    int results = 0;
    String last = "";
    for (JsonNode item : items) {
      String type = item.path("type").asString("");
      if (type.endsWith("_output") || item.path("role").asString("").equals("tool")) {
        results++;
        last = text(item.has("output") ? item.path("output") : item.path("content"));
        continue;
      }
      if (item.path("role").asString("assistant").equals("assistant")) {
        continue; // what is said in mid-turn may come as the system's word
      }
      JsonNode content = item.path("content");
      if (content.isArray()) {
        for (JsonNode part : content) {
          if (part.path("type").asString("").equals("tool_result")) {
            results++;
            last = text(part.path("content"));
          }
        }
      }
      Matcher named = NAMED.matcher(text(content));
      while (named.find()) {
        play = named.group(1);
        plays++;
        results = 0;
      }
    }
    return new Told(play, plays, results, last);
  }

  /** The words of a message, without what tools said. */
  private static String text(JsonNode content) {
    if (!content.isArray()) {
      return content.asString("");
    }
    StringBuilder all = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asString("").toLowerCase(Locale.ROOT).equals("tool_result")) {
        all.append(part.path("text").asString("")).append('\n');
      }
    }
    return all.toString();
  }
}
