package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.KnownAgent;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A socket with a stand-in fleet behind it, and what its tests share. */
abstract class ControlFixture {
  static final AgentProfile AGENT =
      new AgentProfile(
          "rehearsal",
          "Rehearsal",
          "scripted",
          AgentProfile.Availability.yes("ready"),
          List.of("script"),
          true,
          true,
          true,
          true,
          false,
          false,
          List.of());

  static final InstalledAgent INSTALLED =
      new InstalledAgent(
          "codex",
          "Codex",
          KnownAgent.Speaks.CODEX,
          InstalledAgent.State.NOT_SIGNED_IN,
          "not signed in",
          "Sign in with: codex login.",
          "/opt/codex",
          List.of("/opt/codex", "app-server"),
          "0.170.0",
          "0.169.0",
          InstalledAgent.Age.NEWER,
          true,
          false,
          List.of("OPENAI_API_KEY"));

  @TempDir Path home;

  final AtomicInteger raised = new AtomicInteger();
  DataFolder folder;
  Store store;
  StandInFleet fleet;
  ControlServer server;

  @BeforeEach
  void open() throws Exception {
    folder = DataFolder.at(home);
    store = Store.open(folder, Clock.systemUTC());
    fleet = new StandInFleet(store.journal());
    server = ControlServer.open(folder, desk(raised::incrementAndGet));
  }

  @AfterEach
  void close() {
    server.close();
    store.close();
  }

  Desk desk(Runnable raise) {
    return new Desk(
        fleet,
        store.journal(),
        store.search(),
        () -> List.of(AGENT),
        () -> List.of(INSTALLED),
        raise);
  }

  ControlClient client() throws ControlException {
    return ControlClient.connect(folder).orElseThrow();
  }

  static RunRequest.New task(String task) {
    return new RunRequest.New(
        new SessionSpec(
            task,
            null,
            Path.of("/srv/a folder/répo"),
            "rehearsal",
            "big",
            PermissionMode.SUGGEST,
            null,
            new Limits(1_500_000L, null, 5),
            List.of(),
            false,
            Map.of("script", "hello")));
  }

  /** Follows a turn on a thread of its own and keeps what it hears. */
  static final class Hearing implements RunListener {
    final CompletableFuture<SessionId> accepted = new CompletableFuture<>();
    final List<Recorded> events = new CopyOnWriteArrayList<>();
    final CompletableFuture<RunEnd> end = new CompletableFuture<>();
    final Thread thread;

    Hearing(Control control, RunRequest request) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      end.complete(control.run(request, this));
                    } catch (Exception failed) {
                      end.completeExceptionally(failed);
                      accepted.completeExceptionally(failed);
                    }
                  });
    }

    @Override
    public void accepted(SessionId session) {
      accepted.complete(session);
    }

    @Override
    public void events(List<Recorded> page) {
      events.addAll(page);
    }

    List<String> messages() {
      return events.stream()
          .filter(e -> e.event() instanceof MessageAdded)
          .map(e -> ((MessageAdded) e.event()).text())
          .toList();
    }
  }
}
