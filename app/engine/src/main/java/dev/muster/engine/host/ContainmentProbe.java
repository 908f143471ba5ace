package dev.muster.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which means this machine has for keeping process trees together. */
final class ContainmentProbe {
  private static final Logger LOG = LoggerFactory.getLogger(ContainmentProbe.class);

  private static final List<String> NEW_SESSION_BY_PERL =
      List.of("-MPOSIX=setsid", "-e", "setsid(); exec { $ARGV[0] } @ARGV or exit 127", "--");
  private static final List<String> INTERRUPTIBLE_BY_PERL =
      List.of("-e", "$SIG{INT}=$SIG{QUIT}=\"DEFAULT\"; exec { $ARGV[0] } @ARGV or exit 127", "--");

  private final Executables found;
  private final Path scratch;

  /**
   * @param scratch a private folder for the lifeline pipe, used only where it is needed
   */
  ContainmentProbe(Executables found, Path scratch) {
    this.found = found;
    this.scratch = scratch;
  }

  /**
   * The best means at hand.
   *
   * @param deathSignals false to do without them as on macOS; for tests of that way
   */
  Containment best(boolean deathSignals) {
    var shell = found.find("sh");
    var session = session();
    if (shell == null || session == null) {
      return none();
    }
    var interruptible = interruptible();
    var setpriv = deathSignals ? found.find("setpriv") : null;
    if (setpriv != null && works(List.of(setpriv, "--pdeathsig", "USR1", "--", shell, "-c", ":"))) {
      return new Containment(
          HostFacts.Containment.DEATH_SIGNAL,
          session,
          List.of(setpriv, "--pdeathsig"),
          shell,
          interruptible,
          "");
    }
    var lifeline = lifeline();
    if (lifeline == null) {
      return none();
    }
    return new Containment(
        HostFacts.Containment.LIFELINE, session, List.of(), shell, interruptible, lifeline);
  }

  private static Containment none() {
    return new Containment(HostFacts.Containment.NONE, List.of(), List.of(), "", List.of(), "");
  }

  private @Nullable List<String> session() {
    var setsid = found.find("setsid");
    if (setsid != null) {
      return List.of(setsid);
    }
    var perl = found.find("perl");
    var byPerl = perl == null ? null : prepend(perl, NEW_SESSION_BY_PERL);
    return byPerl != null && works(append(byPerl, "true")) ? byPerl : null;
  }

  private List<String> interruptible() {
    var env = found.find("env");
    if (env != null) {
      var byEnv = List.of(env, "--default-signal=INT", "--default-signal=QUIT", "--");
      if (works(append(byEnv, "true"))) {
        return byEnv;
      }
    }
    var perl = found.find("perl");
    var byPerl = perl == null ? null : prepend(perl, INTERRUPTIBLE_BY_PERL);
    return byPerl != null && works(append(byPerl, "true")) ? byPerl : List.of();
  }

  private @Nullable String lifeline() {
    var mkfifo = found.find("mkfifo");
    if (mkfifo == null) {
      return null;
    }
    try {
      var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(scratch, own);
      var pipe = scratch.resolve("lifeline");
      Files.deleteIfExists(pipe);
      return works(List.of(mkfifo, "-m", "600", pipe.toString())) ? pipe.toString() : null;
    } catch (IOException e) {
      LOG.warn("No lifeline pipe could be made in {}; {}", scratch, e.getMessage());
      return null;
    }
  }

  private boolean works(List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      LOG.debug("{} does not work here: {}", command.getFirst(), e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> prepend(String first, List<String> rest) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), rest.stream())
        .toList();
  }

  private static List<String> append(List<String> first, String last) {
    return java.util.stream.Stream.concat(first.stream(), java.util.stream.Stream.of(last))
        .toList();
  }
}
