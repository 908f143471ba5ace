package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.policy.ActionRequest;
import dev.muster.engine.policy.HiddenFiles;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.policy.Rule;
import dev.muster.engine.policy.Rules;
import dev.muster.engine.policy.Ruling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A worktree, a session folder and a gate with the real policy behind it, for tests of tools. */
final class Bench implements AutoCloseable {
  final Path worktree;
  final Path sessionFolder;
  final LocalHost host = new LocalHost();
  final ToolBox box = BuiltinTools.on(host);
  final Events events = new Events();
  final Door gate;
  final ToolContext context;
  final ToolRunner runner;
  private int calls;

  Bench(Path folder) throws IOException {
    Path real = folder.toRealPath();
    worktree = Files.createDirectories(real.resolve("work tree ü"));
    sessionFolder = Files.createDirectories(real.resolve("session"));
    gate = new Door(worktree, real.resolve("home"));
    context = new ToolContext(worktree, sessionFolder, events, gate);
    runner = new ToolRunner(box, context);
  }

  /** The arguments of a call: names and values in turn. */
  static ObjectNode input(Object... pairs) {
    ObjectNode input = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      input.putPOJO((String) pairs[i], pairs[i + 1]);
    }
    return (ObjectNode) JsonMapper.shared().readTree(input.toString());
  }

  ToolResult call(String tool, Object... pairs) {
    return call(new Cancel(), tool, pairs);
  }

  ToolResult call(Cancel cancel, String tool, Object... pairs) {
    try {
      return runner.run("call-" + ++calls, tool, input(pairs).toString(), cancel);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  Path write(String name, String content) throws IOException {
    Path file = worktree.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content, StandardCharsets.UTF_8);
  }

  String read(String name) throws IOException {
    return Files.readString(worktree.resolve(name), StandardCharsets.UTF_8);
  }

  /** Runs a command of the test's own, outside of any tool. */
  void sh(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(worktree.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + out);
    }
  }

  @Override
  public void close() {
    host.close();
  }

  /** Keeps what tools tell. */
  static final class Events implements AgentListener {
    final List<SessionEvent> all = new CopyOnWriteArrayList<>();

    @Override
    public void event(SessionEvent event) {
      all.add(event);
    }

    final List<String> tails = new CopyOnWriteArrayList<>();

    @Override
    public void tail(String id, TailKind kind, String delta) {
      tails.add(delta);
    }

    @Override
    public void tailDropped(String id) {}

    @Override
    public void raw(boolean fromAgent, String line) {}

    <E extends SessionEvent> List<E> of(Class<E> kind) {
      return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    String output() {
      StringBuilder text = new StringBuilder();
      of(ToolOutput.class).forEach(output -> text.append(output.text()));
      return text.toString();
    }
  }

  /** Decides as the policy says; a person says what the test wants, "no" unless told otherwise. */
  static final class Door implements Gate {
    final List<ActionRequest> requests = new CopyOnWriteArrayList<>();
    final List<ActionRequest> asked = new CopyOnWriteArrayList<>();
    final List<String> withdrawn = new CopyOnWriteArrayList<>();
    volatile PermissionMode mode = PermissionMode.EDIT;
    volatile Rules rules = Rules.NONE;
    volatile CompletableFuture<Decision> person =
        CompletableFuture.completedFuture(new Decision(false, "A person said no."));
    volatile CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
    private final Path worktree;
    private final Policy policy;

    Door(Path worktree, Path home) {
      this.worktree = worktree;
      this.policy = new Policy(home);
    }

    void allow(String rule) throws Exception {
      rules = rules.with(Reach.SESSION, Rule.parse(rule));
    }

    void fullAuto() {
      mode = PermissionMode.FULL_AUTO;
      rules = rules.with(Reach.SESSION, Rule.FULL_AUTO_UNSANDBOXED);
    }

    @Override
    public PermissionMode mode() {
      return mode;
    }

    @Override
    public HiddenFiles hidden() {
      return policy.hidden(rules, worktree);
    }

    @Override
    public CompletableFuture<Decision> request(ActionRequest action, List<Choice> choices) {
      requests.add(action);
      Ruling ruling = policy.decide(action, mode, rules, worktree);
      return switch (ruling.verdict()) {
        case ALLOW -> CompletableFuture.completedFuture(new Decision(true, null));
        case DENY -> CompletableFuture.completedFuture(new Decision(false, ruling.because()));
        case ASK -> {
          asked.add(action);
          yield person;
        }
      };
    }

    @Override
    public CompletableFuture<@Nullable String> ask(
        String questionId, String text, List<String> options, boolean several) {
      return answer;
    }

    @Override
    public void withdraw(String requestOrQuestionId) {
      withdrawn.add(requestOrQuestionId);
      person.complete(new Decision(false, "It was withdrawn."));
      answer.complete(null);
    }
  }
}
