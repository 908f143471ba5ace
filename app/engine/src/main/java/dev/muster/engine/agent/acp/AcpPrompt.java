package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.Prompt;
import dev.muster.engine.event.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.node.ArrayNode;

/** A prompt as an agent reads it: its words, pictures where it takes them, files by their place. */
final class AcpPrompt {
  private static final long LARGEST_PICTURE = 5L << 20;

  private AcpPrompt() {}

  /** Writes it. Reads the attached pictures; what cannot be read is said so in it. */
  static void write(Prompt prompt, boolean pictures, ArrayNode to) {
    StringBuilder words = new StringBuilder(prompt.text());
    ArrayNode rest = to.arrayNode();
    for (Attachment attachment : prompt.attachments()) {
      try {
        Path file = Path.of(attachment.path());
        if (pictures
            && attachment.mediaType().startsWith("image/")
            && Files.size(file) <= LARGEST_PICTURE) {
          rest.addObject()
              .put("type", "image")
              .put("mimeType", attachment.mediaType())
              .put("data", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        } else {
          rest.addObject()
              .put("type", "resource_link")
              .put("name", attachment.name())
              .put("uri", file.toUri().toString())
              .put("mimeType", attachment.mediaType());
        }
      } catch (IOException | InvalidPathException unreadable) {
        words.append("\n\n(The attachment ").append(attachment.name()).append(" cannot be read.)");
      }
    }
    to.addObject().put("type", "text").put("text", words.toString());
    to.addAll(rest);
  }
}
