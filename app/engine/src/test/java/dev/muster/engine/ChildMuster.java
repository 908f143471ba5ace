package dev.muster.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The test's end of a {@link KilledMuster}: tells it what to do, hears what it shows, kills it. */
final class ChildMuster implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final Process process;
  private final PrintWriter in;
  private final List<String> said = new ArrayList<>();
  private boolean over;

  ChildMuster(Path home, int slots) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledMuster.class.getName(),
            home.toString(),
            Integer.toString(slots));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofPlatform().daemon().start(this::listen);
    await("READY");
  }

  private void listen() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        synchronized (said) {
          said.add(line);
          said.notifyAll();
        }
      }
    } catch (IOException closed) {
      // A killed process ends in the middle of a line; what was whole has been heard.
      synchronized (said) {
        said.add("CUT " + closed.getMessage());
      }
    } finally {
      synchronized (said) {
        over = true;
        said.notifyAll();
      }
    }
  }

  /** Starts a session of the demo; gives its id. */
  String create(String title) throws InterruptedException {
    in.println("create " + title);
    String line = await("SESSION", title);
    return line.split(" ")[1];
  }

  /** Has a prompt wait until the session's turn is over; gives its id. */
  String queue(String session) throws InterruptedException {
    in.println("queue " + session);
    return await("PROMPT " + session).split(" ")[2];
  }

  /** Waits for a line that begins and ends like this; the same line is found every time. */
  String await(String begin, String end) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    synchronized (said) {
      while (true) {
        for (String line : said) {
          if (line.startsWith(begin) && line.endsWith(end)) {
            return line;
          }
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || over) {
          throw new AssertionError("\"" + begin + " " + end + "\" was not said: " + said);
        }
        said.wait(left);
      }
    }
  }

  String await(String begin) throws InterruptedException {
    return await(begin, "");
  }

  /** Waits until a session has come to a state. */
  void awaitState(String session, String state) throws InterruptedException {
    await("STATE " + session, " " + state);
  }

  /** The last event of each session that was shown. */
  Map<String, Long> shown() {
    Map<String, Long> last = new HashMap<>();
    synchronized (said) {
      for (String line : said) {
        if (line.startsWith("SHOWN ")) {
          String[] words = line.split(" ");
          if (words.length == 3) {
            last.merge(words[1], Long.parseLong(words[2]), Math::max);
          }
        }
      }
    }
    return last;
  }

  /** All processes it has started, and those they have started. */
  List<ProcessHandle> family() {
    return process.toHandle().descendants().toList();
  }

  /** SIGKILL; gives when it is gone. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    synchronized (said) {
      while (!over) {
        said.wait();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
