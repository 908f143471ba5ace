package dev.muster.engine.host;

import java.nio.file.Path;
import java.util.List;

/** A Muster of its own for tests that kill one: starts a command, tells its id, and waits. */
public final class HostChild {
  private HostChild() {}

  /**
   * @param args {@code death-signal} or {@code lifeline}, {@code guarded} or {@code brief}, the
   *     folder, then the command
   */
  public static void main(String[] args) throws Exception {
    var host = new LocalHost(args[0].equals("death-signal"));
    var lifetime =
        args[1].equals("brief") ? ProcessSpec.Lifetime.BRIEF : ProcessSpec.Lifetime.GUARDED;
    var command = List.of(args).subList(3, args.length);
    var process = host.start(ProcessSpec.of(Path.of(args[2]), command).withLifetime(lifetime));
    System.out.println(process.id().text());
    System.out.flush();
    OutputPump.lines(process.stderr(), "err", 1000, line -> System.err.println(line.text()));
    OutputPump.lines(
        process.stdout(),
        "out",
        1000,
        line -> {
          System.out.println(line.text());
          System.out.flush();
        });
    process.exit().join();
    System.out.println("ended");
  }
}
