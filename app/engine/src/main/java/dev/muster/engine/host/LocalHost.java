package dev.muster.engine.host;

import dev.muster.engine.host.ProcessSpec.Lifetime;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands on this machine.
 *
 * <p>On Linux a guarded tree is a session of its own under a small shell with a death signal, so
 * that nothing outlives a Muster that is killed; where {@code setsid} and {@code setpriv} are
 * missing a lifeline pipe does the same. A daemon that made a session of its own is found by its
 * mark in the environment. One that drops its environment and its parents as well escapes; only the
 * sandbox's process namespace holds such a one.
 */
public final class LocalHost implements Host {
  private static final Logger LOG = LoggerFactory.getLogger(LocalHost.class);
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final Spawner spawner = new Spawner();
  private final Signals signals = new Signals();
  private final ProcessTable table = new ProcessTable();
  private final SecureRandom random = new SecureRandom();
  private final Set<LocalProcess> running = ConcurrentHashMap.newKeySet();
  private final Path scratch;
  private final Containment containment;
  private final @Nullable RandomAccessFile lifeline;
  private final UsageReader usage;
  private volatile boolean closed;

  public LocalHost() {
    this(true);
  }

  /**
   * @param deathSignals false to do as where there are none; for tests of that way
   */
  LocalHost(boolean deathSignals) {
    scratch =
        Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
            .resolve("muster-" + ProcessHandle.current().pid() + "-" + mark().substring(0, 8));
    var probed =
        new ContainmentProbe(new Executables(System.getenv("PATH")), scratch).best(deathSignals);
    lifeline = probed.lifeline().isEmpty() ? null : hold(probed.lifeline());
    containment = probed;
    usage = new UsageReader(table);
  }

  @Override
  public String name() {
    return "this machine";
  }

  @Override
  public HostFacts probe() {
    return new HostFacts(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        containment.kind(),
        !containment.interruptible().isEmpty() || containment.kind() == HostFacts.Containment.NONE,
        table.available());
  }

  @Override
  public RunningProcess start(ProcessSpec spec) throws HostException {
    if (closed) {
      throw new HostException(
          "“" + spec.argv().getFirst() + "” was not started: Muster is closing.");
    }
    if (!Files.isDirectory(spec.cwd())) {
      throw new HostException("There is no folder “" + spec.cwd() + "” to run a command in.");
    }
    var command =
        new Executables(spec.env().get("PATH")).resolve(spec.argv().getFirst(), spec.cwd());
    var mark = mark();
    var process = launch(builder(spec, command, mark), spec);
    var started = process.info().startInstant().orElse(Instant.EPOCH);
    var id = new ProcessId(process.pid(), process.pid(), started, mark);
    var local =
        new LocalProcess(
            process,
            id,
            spec,
            probe().interruptible() || spec.lifetime() != Lifetime.GUARDED,
            new LocalTree(process, id, signals, table),
            usage);
    running.add(local);
    local.exit().whenComplete((code, failure) -> running.remove(local));
    local.watch(spec.stdin());
    if (closed) {
      local.end(Duration.ZERO); // close() may have looked before this one was there
    }
    return local;
  }

  @Override
  public Finished run(ProcessSpec spec, Duration limit, Capture capture) throws HostException {
    return new Run(start(spec), spec, limit, capture).finish();
  }

  @Override
  public void close() {
    closed = true;
    var enders = running.stream().map(p -> Thread.ofVirtual().start(() -> p.end(CLOSING))).toList();
    try {
      for (var ender : enders) {
        ender.join();
      }
    } catch (InterruptedException e) {
      // The death signals do the rest when the spawner ends below.
      Thread.currentThread().interrupt();
    }
    spawner.close();
    try {
      if (lifeline != null) {
        lifeline.close();
        Files.deleteIfExists(Path.of(containment.lifeline()));
      }
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      LOG.debug("{} could not be deleted; it is empty and harmless", scratch, e);
    }
  }

  private ProcessBuilder builder(ProcessSpec spec, String command, String mark)
      throws HostException {
    // Started directly, Java would look for the command on Muster's own search path.
    var direct = new ArrayList<>(spec.argv());
    direct.set(0, command);
    var line =
        switch (spec.lifetime()) {
          case GUARDED -> containment.guarded(direct, ProcessHandle.current().pid());
          case BRIEF -> containment.brief(direct);
          case LASTING -> containment.lasting(direct);
          case PASSING -> direct;
        };
    var builder = new ProcessBuilder(line).directory(spec.cwd().toFile());
    builder.redirectErrorStream(spec.mergeStderr());
    if (spec.stdin() instanceof Stdin.None) {
      builder.redirectInput(Path.of("/dev/null").toFile());
    }
    var env = new HashMap<>(spec.env());
    env.put(ProcessId.MARK_VARIABLE, mark);
    try {
      builder.environment().clear();
      builder.environment().putAll(env);
    } catch (IllegalArgumentException e) {
      throw new HostException(
          "“%s” was not started: a variable of its environment has a name or value that cannot be."
              .formatted(spec.argv().getFirst()),
          e);
    }
    return builder;
  }

  private Process launch(ProcessBuilder builder, ProcessSpec spec) throws HostException {
    var name = spec.argv().getFirst();
    try {
      return spawner.start(builder);
    } catch (IOException e) {
      throw new HostException("“" + name + "” could not be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("“" + name + "” was not started: it was interrupted.", e);
    }
  }

  private String mark() {
    var bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private @Nullable RandomAccessFile hold(String pipe) {
    try {
      // Reading and writing, because opening a pipe only for writing waits for a reader.
      return new RandomAccessFile(pipe, "rw");
    } catch (IOException e) {
      throw new IllegalStateException("the lifeline pipe " + pipe + " could not be opened", e);
    }
  }
}
