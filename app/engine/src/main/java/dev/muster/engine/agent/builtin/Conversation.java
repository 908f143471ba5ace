package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelMessage.Role;
import dev.muster.engine.event.ToolOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What model and user have said to each other, as it is sent to the model.
 *
 * <p>It only grows at its end, because prompt caches and replayed thinking depend on an unchanged
 * beginning; the exceptions are {@link #shorten} and {@link #dropThinking}. Roles alternate, and
 * every tool call has a result in the message after it. Used by one thread at a time.
 */
final class Conversation {
  private final List<ModelMessage> messages = new ArrayList<>();
  private final List<String> prompts = new ArrayList<>();
  private final Set<String> promptIds = new HashSet<>();
  private final Set<String> callIds = new HashSet<>();
  private long addedChars;

  /** The messages, oldest first. */
  List<ModelMessage> messages() {
    return List.copyOf(messages);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** What the user has asked for so far, word for word. */
  List<String> prompts() {
    return List.copyOf(prompts);
  }

  /** Adds a prompt; one that is already there by its id is not added again. */
  void addPrompt(String promptId, String text, List<ContentBlock> content) {
    if (promptIds.add(promptId)) {
      prompts.add(text);
      addUser(content);
    }
  }

  /** Adds a remark of Muster's for the model. */
  void addNote(String text) {
    addUser(List.of(new ContentBlock.Text("(" + text + ")")));
  }

  /** Adds results or words of the user's side. Calls that are still open get a result first. */
  void addUser(List<ContentBlock> content) {
    add(Role.USER, messages.isEmpty() ? content : answered(messages.getLast(), content));
  }

  /** Adds an answer of the model. */
  void addAnswer(List<ContentBlock> content) {
    for (ContentBlock block : content) {
      if (block instanceof ContentBlock.ToolCall call) {
        callIds.add(call.id());
      }
    }
    add(Role.ASSISTANT, content);
  }

  /** The same content with ids that no call of this session has had before. */
  List<ContentBlock> withFreshIds(List<ContentBlock> content) {
    Set<String> here = new HashSet<>();
    List<ContentBlock> fresh = new ArrayList<>();
    for (ContentBlock block : content) {
      if (block instanceof ContentBlock.ToolCall call) {
        String id = call.id().isBlank() ? "call" : call.id();
        for (int n = 2; callIds.contains(id) || here.contains(id); n++) {
          id = (call.id().isBlank() ? "call" : call.id()) + "-" + n;
        }
        here.add(id);
        fresh.add(new ContentBlock.ToolCall(id, call.name(), call.arguments()));
      } else {
        fresh.add(block);
      }
    }
    return fresh;
  }

  /** Starts anew with one message that says what came before. */
  void shorten(String summary) {
    messages.clear();
    addUser(List.of(new ContentBlock.Text(Compaction.opening(prompts, summary))));
    addedChars = 0;
  }

  /** Takes out all thinking, because a provider does not want it back. */
  void dropThinking() {
    List<ModelMessage> without = new ArrayList<>();
    for (ModelMessage message : messages) {
      List<ContentBlock> rest =
          message.content().stream()
              .filter(block -> !(block instanceof ContentBlock.Thinking))
              .toList();
      if (!rest.isEmpty()) {
        without.add(new ModelMessage(message.role(), rest));
      }
    }
    long added = addedChars;
    messages.clear();
    without.forEach(message -> add(message.role(), message.content()));
    addedChars = added;
  }

  /** Whether there is any thinking to take out. */
  boolean hasThinking() {
    return messages.stream()
        .flatMap(message -> message.content().stream())
        .anyMatch(ContentBlock.Thinking.class::isInstance);
  }

  /** Characters of everything, for an estimate where no one counts tokens. */
  long chars() {
    return messages.stream().mapToLong(message -> chars(message.content())).sum();
  }

  /** Characters added since this was last asked. */
  long takeAddedChars() {
    long added = addedChars;
    addedChars = 0;
    return added;
  }

  static long chars(List<ContentBlock> content) {
    long chars = 0;
    for (ContentBlock block : content) {
      chars +=
          switch (block) {
            case ContentBlock.Text text -> text.text().length();
            case ContentBlock.Thinking thinking -> thinking.text().length();
            case ContentBlock.ToolCall call -> call.name().length() + call.arguments().length();
            case ContentBlock.ToolResult result -> result.text().length();
            case ContentBlock.Image _ -> 6_000; // about 1,500 tokens each, whatever its bytes
          };
    }
    return chars;
  }

  /** The content with a result for every call of the message before it, in the calls' order. */
  private static List<ContentBlock> answered(ModelMessage before, List<ContentBlock> content) {
    List<ContentBlock> rest = new ArrayList<>(content);
    List<ContentBlock> all = new ArrayList<>();
    if (before.role() == Role.ASSISTANT) {
      for (ContentBlock block : before.content()) {
        if (block instanceof ContentBlock.ToolCall call) {
          ContentBlock result = interrupted(call);
          for (ContentBlock known : content) {
            if (known instanceof ContentBlock.ToolResult r && r.callId().equals(call.id())) {
              result = known;
              rest.remove(known);
            }
          }
          all.add(result);
        }
      }
    }
    all.addAll(rest);
    return all;
  }

  private static ContentBlock interrupted(ContentBlock.ToolCall call) {
    return new ContentBlock.ToolResult(
        call.id(),
        "Interrupted: no result came back. Look at the files to see what was done.",
        ToolOutcome.CANCELLED);
  }

  private void add(Role role, List<ContentBlock> content) {
    if (content.isEmpty()) {
      return;
    }
    addedChars += chars(content);
    if (!messages.isEmpty() && messages.getLast().role() == role) {
      List<ContentBlock> joined = new ArrayList<>(messages.removeLast().content());
      joined.addAll(content);
      messages.add(new ModelMessage(role, joined));
    } else {
      messages.add(new ModelMessage(role, content));
    }
  }
}
