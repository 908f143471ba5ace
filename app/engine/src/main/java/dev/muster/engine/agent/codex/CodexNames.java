package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.wire.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The names that people gave to conversations, as Codex keeps them: the last of each counts. */
final class CodexNames {
  private static final Logger LOG = LoggerFactory.getLogger(CodexNames.class);
  private static final int MOST = 50_000;

  private CodexNames() {}

  /** Names by the ids of conversations; none when the file is missing or cannot be read. */
  static Map<String, String> read(Path index) {
    Map<String, String> names = new HashMap<>();
    if (!Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS)) {
      return names;
    }
    try {
      new TranscriptFile(index, 0, Instant.EPOCH)
          .read(
              new TranscriptFile.Entries() {
                @Override
                public void entry(ObjectNode entry) {
                  String id = entry.path("id").asString("");
                  String name = Said.line(entry.path("thread_name").asString(""));
                  if (!id.isEmpty() && !name.isEmpty()) {
                    names.put(id, name);
                  }
                }

                @Override
                public boolean enough() {
                  return names.size() >= MOST;
                }
              },
              _ -> {});
    } catch (IOException unreadable) {
      // Then they are shown by their first prompts.
      LOG.warn("{} could not be read: {}", index, unreadable.toString());
    }
    return names;
  }
}
