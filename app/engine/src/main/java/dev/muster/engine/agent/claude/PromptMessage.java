package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A prompt as the CLI reads it: its words, pictures in them, other files by their path. */
final class PromptMessage {
  private static final Set<String> PICTURES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final long LARGEST_PICTURE = 5L << 20;

  private PromptMessage() {}

  /**
   * The message. Reads the attached pictures; what cannot be read is said so in it.
   *
   * @param uuid under which the CLI tells what becomes of it
   */
  static ObjectNode of(String uuid, Prompt prompt) {
    ObjectNode line = Messages.object();
    line.put("type", "user");
    line.put("uuid", uuid);
    ObjectNode message = line.putObject("message");
    message.put("role", "user");
    if (prompt.attachments().isEmpty()) {
      message.put("content", prompt.text()); // only so are its own commands understood for sure
      return line;
    }
    ArrayNode content = message.putArray("content");
    StringBuilder words = new StringBuilder(prompt.text());
    for (Attachment attachment : prompt.attachments()) {
      try {
        Path file = Path.of(attachment.path());
        if (PICTURES.contains(attachment.mediaType()) && Files.size(file) <= LARGEST_PICTURE) {
          picture(content, attachment.mediaType(), Files.readAllBytes(file));
        } else {
          words.append("\n\nAttached file ").append(attachment.name()).append(": ").append(file);
        }
      } catch (IOException | InvalidPathException unreadable) {
        words.append("\n\n(The attachment ").append(attachment.name()).append(" cannot be read.)");
      }
    }
    ObjectNode text = content.addObject();
    text.put("type", "text");
    text.put("text", words.toString());
    return line;
  }

  private static void picture(ArrayNode content, String mediaType, byte[] bytes) {
    ObjectNode image = content.addObject();
    image.put("type", "image");
    ObjectNode source = image.putObject("source");
    source.put("type", "base64");
    source.put("media_type", mediaType);
    source.put("data", Base64.getEncoder().encodeToString(bytes));
  }
}
