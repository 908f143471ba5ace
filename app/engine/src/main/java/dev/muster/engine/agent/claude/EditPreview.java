package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.builtin.tool.LineDiff;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an edit would change, for a person who is asked about it: the CLI sends only its arguments.
 * Looks at no file outside the worktree, and at none that is not plain text of a sane size.
 */
final class EditPreview {
  private static final long MOST_BYTES = 2 << 20;

  private EditPreview() {}

  /** A diff where it can be made, else the arguments in words; null when they say nothing. */
  static @Nullable String of(String tool, JsonNode input, @Nullable Path path, Path worktree) {
    String before = path == null ? null : read(path, worktree);
    if (tool.equals("Write")) {
      String after = Messages.text(input, "content");
      return before == null
          ? LineDiff.replaced("", after)
          : LineDiff.between(before, after).whole();
    }
    if (tool.equals("NotebookEdit")) {
      return LineDiff.replaced("", Messages.text(input, "new_source"));
    }
    JsonNode edits = input.path("edits");
    if (before == null) {
      return words(input);
    }
    String after = before;
    if (edits.isArray()) {
      for (JsonNode edit : edits) {
        after = after == null ? null : replaced(after, edit);
      }
    } else {
      after = replaced(after, input);
    }
    return after == null ? words(input) : LineDiff.between(before, after).whole();
  }

  /** The text after an edit; null where it does not fit the file. */
  private static @Nullable String replaced(String text, JsonNode edit) {
    String old = Messages.text(edit, "old_string");
    String fresh = Messages.text(edit, "new_string");
    if (old.isEmpty()) {
      return text.isEmpty() ? fresh : null;
    }
    int at = text.indexOf(old);
    if (at < 0) {
      return null;
    }
    return edit.path("replace_all").asBoolean(false)
        ? text.replace(old, fresh)
        : text.substring(0, at) + fresh + text.substring(at + old.length());
  }

  /** What is to be put in the place of what, one edit after the other; null when not told. */
  private static @Nullable String words(JsonNode input) {
    StringBuilder all = new StringBuilder();
    for (JsonNode edit : input.path("edits").isArray() ? input.path("edits") : List.of(input)) {
      String old = Messages.text(edit, "old_string");
      all.append(LineDiff.replaced(old, Messages.text(edit, "new_string")));
    }
    return all.isEmpty() ? null : all.toString();
  }

  /** The file's text, "" when there is none yet; null when it is not to be looked at. */
  private static @Nullable String read(Path path, Path worktree) {
    try {
      if (!path.startsWith(worktree)) {
        return null;
      }
      if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
        return "";
      }
      Path real = path.toRealPath();
      if (!real.startsWith(worktree.toRealPath())
          || !Files.isRegularFile(real)
          || Files.size(real) > MOST_BYTES) {
        return null;
      }
      byte[] bytes = Files.readAllBytes(real);
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      return null; // no text to compare with
    } catch (IOException | SecurityException unreadable) {
      return null; // the person sees the arguments instead
    }
  }
}
