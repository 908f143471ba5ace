package dev.muster.engine.agent.builtin.model;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a scripted answer as the events of each of the three APIs. */
final class ScriptedWire {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ScriptedWire() {}

  /** The events of a whole answer, each as the text that goes on the wire. */
  static List<String> events(ApiKind api, String model, ScriptedReply reply) {
    return switch (api) {
      case ANTHROPIC -> anthropic(model, reply);
      case RESPONSES -> responses(model, reply);
      case CHAT -> chat(model, reply);
      case SCRIPTED -> throw new IllegalArgumentException("no wire");
    };
  }

  /** An error in mid-stream. */
  static String error(ApiKind api) {
    return switch (api) {
      case ANTHROPIC ->
          named("error", read("{'error':{'type':'overloaded_error','message':'Overloaded'}}"));
      case RESPONSES ->
          named(
              "response.failed",
              read("{'response':{'error':{'code':'server_error','message':'Overloaded'}}}"));
      case CHAT -> plain(read("{'error':{'code':503,'message':'Overloaded'}}"));
      case SCRIPTED -> throw new IllegalArgumentException("no wire");
    };
  }

  private static List<String> anthropic(String model, ScriptedReply reply) {
    List<String> out = new ArrayList<>();
    ObjectNode start = read("{'message':{'id':'msg_1','type':'message','role':'assistant'}}");
    ((ObjectNode) start.get("message")).put("model", model).putArray("content");
    if (reply.usage) {
      ((ObjectNode) start.get("message"))
          .putObject("usage")
          .put("input_tokens", reply.input)
          .put("output_tokens", 1)
          .put("cache_read_input_tokens", reply.cacheRead)
          .put("cache_creation_input_tokens", reply.cacheWrite);
    }
    out.add(named("message_start", start));
    out.add(named("ping", JSON.createObjectNode()));
    int index = 0;
    if (reply.thinking != null) {
      out.add(block(index, read("{'type':'thinking','thinking':'','signature':''}")));
      for (String piece : pieces(reply.thinking)) {
        out.add(delta(index, read("{'type':'thinking_delta'}").put("thinking", piece)));
      }
      out.add(delta(index, read("{'type':'signature_delta','signature':'c2lnbmVk'}")));
      out.add(named("content_block_stop", JSON.createObjectNode().put("index", index++)));
    }
    if (!reply.text.isEmpty()) {
      out.add(block(index, read("{'type':'text','text':''}")));
      for (String piece : pieces(reply.text)) {
        out.add(delta(index, read("{'type':'text_delta'}").put("text", piece)));
      }
      out.add(named("content_block_stop", JSON.createObjectNode().put("index", index++)));
    }
    for (ScriptedReply.Call call : reply.calls) {
      out.add(
          block(
              index,
              read("{'type':'tool_use','input':{}}")
                  .put("id", call.id())
                  .put("name", call.name())));
      for (String piece : pieces(call.arguments())) {
        out.add(delta(index, read("{'type':'input_json_delta'}").put("partial_json", piece)));
      }
      out.add(named("content_block_stop", JSON.createObjectNode().put("index", index++)));
    }
    String stop =
        switch (reply.stop) {
          case "max" -> "max_tokens";
          case "refusal" -> "refusal";
          default -> reply.calls.isEmpty() ? "end_turn" : "tool_use";
        };
    ObjectNode end = JSON.createObjectNode();
    end.putObject("delta").put("stop_reason", stop);
    if (reply.usage) {
      end.putObject("usage").put("output_tokens", reply.output);
    }
    out.add(named("message_delta", end));
    out.add(named("message_stop", JSON.createObjectNode()));
    return out;
  }

  /** As a real server's, no two are the same. */
  private static String id(String kind) {
    return kind + "_" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String block(int index, ObjectNode block) {
    ObjectNode event = JSON.createObjectNode().put("index", index);
    event.set("content_block", block);
    return named("content_block_start", event);
  }

  private static String delta(int index, ObjectNode delta) {
    ObjectNode event = JSON.createObjectNode().put("index", index);
    event.set("delta", delta);
    return named("content_block_delta", event);
  }

  private static List<String> responses(String model, ScriptedReply reply) {
    List<String> out = new ArrayList<>();
    ObjectNode head = JSON.createObjectNode();
    head.putObject("response").put("id", "resp_1").put("model", model);
    out.add(named("response.created", head));
    out.add(named("response.some_newer_kind", JSON.createObjectNode().put("anything", 1)));
    int index = 0;
    if (reply.thinking != null) {
      for (String piece : pieces(reply.thinking)) {
        out.add(
            named(
                "response.reasoning_summary_text.delta",
                JSON.createObjectNode().put("output_index", index).put("delta", piece)));
      }
      ObjectNode item =
          read("{'type':'reasoning','id':'rs_1','encrypted_content':'c2VhbGVk','status':null}");
      item.putArray("summary").addObject().put("type", "summary_text").put("text", reply.thinking);
      out.add(item("done", index++, item));
    }
    if (!reply.text.isEmpty()) {
      ObjectNode item = read("{'type':'message','role':'assistant'}").put("id", id("msg"));
      ObjectNode begun = item.deepCopy().put("status", "in_progress");
      begun.putArray("content");
      out.add(item("added", index, begun));
      for (String piece : pieces(reply.text)) {
        out.add(
            named(
                "response.output_text.delta",
                JSON.createObjectNode()
                    .put("item_id", item.path("id").asString())
                    .put("output_index", index)
                    .put("content_index", 0)
                    .put("delta", piece)));
      }
      boolean refusal = reply.stop.equals("refusal");
      item.putArray("content")
          .addObject()
          .put("type", refusal ? "refusal" : "output_text")
          .put(refusal ? "refusal" : "text", reply.text);
      out.add(item("done", index++, item));
    }
    for (ScriptedReply.Call call : reply.calls) {
      String kind = call.freeform() ? "custom_tool_call" : "function_call";
      String words = call.freeform() ? "input" : "arguments";
      ObjectNode item =
          JSON.createObjectNode()
              .put("id", id("fc"))
              .put("type", kind)
              .put("call_id", call.id())
              .put("name", call.name());
      out.add(item("added", index, item.deepCopy().put(words, "")));
      for (String piece : pieces(call.arguments())) {
        out.add(
            named(
                "response."
                    + (call.freeform() ? "custom_tool_call_input" : kind + "_arguments")
                    + ".delta",
                JSON.createObjectNode().put("output_index", index).put("delta", piece)));
      }
      out.add(item("done", index++, item.put(words, call.arguments())));
    }
    ObjectNode end = JSON.createObjectNode();
    ObjectNode response = end.putObject("response").put("id", "resp_1").put("model", model);
    if (reply.stop.equals("max")) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    if (reply.usage) {
      ObjectNode usage =
          response
              .putObject("usage")
              .put("input_tokens", reply.input + reply.cacheRead + reply.cacheWrite)
              .put("output_tokens", reply.output)
              .put("total_tokens", reply.input + reply.cacheRead + reply.cacheWrite + reply.output);
      usage
          .putObject("input_tokens_details")
          .put("cached_tokens", reply.cacheRead)
          .put("cache_write_tokens", reply.cacheWrite);
    }
    out.add(named(reply.stop.equals("max") ? "response.incomplete" : "response.completed", end));
    return out;
  }

  private static String item(String what, int index, ObjectNode item) {
    ObjectNode event = JSON.createObjectNode().put("output_index", index);
    event.set("item", item.deepCopy());
    return named("response.output_item." + what, event);
  }

  private static List<String> chat(String model, ScriptedReply reply) {
    List<String> out = new ArrayList<>();
    out.add(": keep-alive\n\n");
    out.add(chunk(model, read("{'role':'assistant','content':''}"), null));
    if (reply.thinking != null) {
      for (String piece : pieces(reply.thinking)) {
        out.add(chunk(model, JSON.createObjectNode().put("reasoning_content", piece), null));
      }
    }
    for (String piece : pieces(reply.text)) {
      out.add(chunk(model, JSON.createObjectNode().put("content", piece), null));
    }
    int index = 0;
    for (ScriptedReply.Call call : reply.calls) {
      boolean first = true;
      for (String piece : pieces(call.arguments())) {
        ObjectNode delta = JSON.createObjectNode();
        ObjectNode toolCall = delta.putArray("tool_calls").addObject().put("index", index);
        if (first) {
          toolCall.put("id", call.id()).put("type", "function");
          toolCall.putObject("function").put("name", call.name()).put("arguments", piece);
        } else {
          toolCall.putObject("function").put("arguments", piece);
        }
        first = false;
        out.add(chunk(model, delta, null));
      }
      index++;
    }
    String stop =
        switch (reply.stop) {
          case "max" -> "length";
          case "refusal" -> "content_filter";
          default -> reply.calls.isEmpty() ? "stop" : "tool_calls";
        };
    out.add(chunk(model, JSON.createObjectNode(), stop));
    if (reply.usage) {
      ObjectNode last = JSON.createObjectNode().put("id", "chat_1").put("model", model);
      last.putArray("choices");
      ObjectNode usage =
          last.putObject("usage")
              .put("prompt_tokens", reply.input + reply.cacheRead + reply.cacheWrite)
              .put("completion_tokens", reply.output);
      usage
          .putObject("prompt_tokens_details")
          .put("cached_tokens", reply.cacheRead)
          .put("cache_write_tokens", reply.cacheWrite);
      out.add(plain(last));
    }
    out.add("data: [DONE]\n\n");
    return out;
  }

  private static String chunk(String model, ObjectNode delta, String finish) {
    ObjectNode chunk = JSON.createObjectNode().put("id", "chat_1").put("model", model);
    ArrayNode choices = chunk.putArray("choices");
    choices.addObject().put("index", 0).put("finish_reason", finish).set("delta", delta);
    return plain(chunk);
  }

  private static String named(String type, ObjectNode data) {
    return "event: " + type + "\ndata: " + data.put("type", type) + "\n\n";
  }

  private static String plain(JsonNode data) {
    return "data: " + data + "\n\n";
  }

  /** Small pieces, so that everything has to be put together again; never cuts a character. */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 7);
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      pieces.add(text.substring(at, end));
      at = end;
    }
    if (pieces.isEmpty()) {
      pieces.add("");
    }
    return pieces;
  }

  private static ObjectNode read(String singleQuoted) {
    return (ObjectNode) JSON.readTree(singleQuoted.replace('\'', '"'));
  }
}
