package dev.muster.engine.imported;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineException;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home folder with files of Claude Code and Codex, and an engine that may import them. */
abstract class ImportFixture {
  @TempDir Path temp;

  Path home = Path.of("");
  Path claude = Path.of("");
  Path codex = Path.of("");
  Engine engine;
  final List<Taken> taken = new ArrayList<>();

  @BeforeEach
  void openEngine() throws Exception {
    home = Files.createDirectories(temp.resolve("home"));
    claude = Files.createDirectories(home.resolve(".claude/projects/-work"));
    codex = Files.createDirectories(home.resolve(".codex/sessions/2026/11/21"));
    engine = open();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  Engine open() throws EngineException {
    return Engine.open(
        new EngineOptions(
            DataFolder.at(temp.resolve("muster")),
            Map.of("PATH", System.getenv("PATH"), "HOME", home.toString())));
  }

  ImportReport importAll() throws ImportException {
    return run(engine.conversations());
  }

  ImportReport run(ImportRequest request) throws ImportException {
    taken.clear();
    return engine
        .importer()
        .run(
            request,
            new ImportListener() {
              @Override
              public void taken(Taken one) {
                taken.add(one);
              }
            });
  }

  /** Has every file compared with the journal again. */
  void forget() throws IOException {
    Files.deleteIfExists(engine.folder().data().resolve("imported.txt"));
  }

  List<SessionRow> rows() {
    return engine.journal().sessions();
  }

  List<Recorded> story(SessionId id) {
    return engine.journal().read(id, 1, 10_000);
  }

  List<String> kinds(SessionId id) {
    return story(id).stream().map(recorded -> EventJson.kind(recorded.event())).toList();
  }

  static Path claudeResource() throws Exception {
    return resource("../agent/claude/transcript.jsonl");
  }

  static Path codexResource(String name) throws Exception {
    return resource("../agent/codex/rollout/" + name + ".jsonl");
  }

  private static Path resource(String name) throws Exception {
    return Path.of(Objects.requireNonNull(ImportFixture.class.getResource(name), name).toURI());
  }

  Path write(String id, String... lines) throws IOException {
    return Files.write(claude.resolve(id + ".jsonl"), List.of(lines));
  }

  static void add(Path file, String... lines) throws IOException {
    Files.write(file, List.of(lines), StandardOpenOption.APPEND);
  }

  static void changed(Path file, String at) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(at)));
  }

  static String prompt(String uuid, String text, Path cwd) {
    return prompt(uuid, text, cwd, "2026-11-01T10:00:00Z");
  }

  static String prompt(String uuid, String text, Path cwd, String at) {
    return """
    {"type":"user","uuid":"%s","cwd":"%s","timestamp":"%s",\
    "message":{"role":"user","content":"%s"}}\
    """
        .formatted(uuid, cwd, at, text);
  }

  static String answer(String uuid, String text, String stop) {
    return answer(uuid, text, stop, "2026-11-01T10:00:05Z");
  }

  static String answer(String uuid, String text, String stop, String at) {
    return """
    {"type":"assistant","uuid":"%s","timestamp":"%s","message":{"id":"m%s","model":"opus",\
    "content":[{"type":"text","text":"%s"}],"stop_reason":"%s",\
    "usage":{"input_tokens":10,"output_tokens":5}}}\
    """
        .formatted(uuid, at, uuid, text, stop);
  }
}
