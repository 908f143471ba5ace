package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.event.Attachment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Turns a prompt with its attachments into what a model reads. */
final class PromptContent {
  private static final Set<String> PICTURES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final long LARGEST_PICTURE = 5L << 20;
  private static final int LARGEST_TEXT = 100_000;

  private PromptContent() {}

  /** The parts, pictures first. Reads the attached files; one that cannot be read is said so. */
  static List<ContentBlock> of(String text, List<Attachment> attachments) {
    List<ContentBlock> parts = new ArrayList<>();
    StringBuilder words = new StringBuilder(text);
    for (Attachment attachment : attachments) {
      try {
        Path file = Path.of(attachment.path());
        if (PICTURES.contains(attachment.mediaType()) && Files.size(file) <= LARGEST_PICTURE) {
          String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
          parts.add(new ContentBlock.Image(attachment.mediaType(), base64));
        } else {
          words.append("\n\n").append(asText(attachment, file));
        }
      } catch (IOException | InvalidPathException e) {
        words.append("\n\n(The attachment ").append(attachment.name()).append(" cannot be read.)");
      }
    }
    parts.add(new ContentBlock.Text(words.toString()));
    return parts;
  }

  private static String asText(Attachment attachment, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
      boolean cut = bytes.length > LARGEST_TEXT;
      int length = Math.min(bytes.length, LARGEST_TEXT);
      while (cut && length > 0 && (bytes[length] & 0xC0) == 0x80) {
        length--; // not in the middle of a character
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      return "Attachment "
          + attachment.name()
          + (cut ? " (its beginning; it is longer)" : "")
          + ":\n"
          + text;
    } catch (CharacterCodingException _) {
      return "(The attachment " + attachment.name() + " is neither text nor a known picture.)";
    }
  }
}
