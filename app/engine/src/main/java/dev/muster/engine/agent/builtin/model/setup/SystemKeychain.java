package dev.muster.engine.agent.builtin.model.setup;

import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.Secret;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the system's keychain through its own tool: {@code secret-tool} on Linux, {@code security}
 * on macOS. The key comes over a pipe; it never stands in an argument list or a file.
 */
public final class SystemKeychain implements Keychain {
  private static final String SERVICE = "muster";
  private static final long PATIENCE_SECONDS = 120;
  private static final int LONGEST_KEY = 16_384;

  private final boolean mac;
  private final Map<String, String> environment;

  /**
   * Looks for the tool on this {@code PATH}.
   *
   * @param environment of the process
   * @param osName as in the system property {@code os.name}
   */
  public SystemKeychain(Map<String, String> environment, String osName) {
    this.environment = Map.copyOf(environment);
    this.mac = osName.toLowerCase(Locale.ROOT).contains("mac");
  }

  @Override
  public boolean available() {
    return tool().isPresent();
  }

  @Override
  public Secret lookup(String account) throws ModelException, InterruptedException {
    String name = mac ? "security" : "secret-tool";
    Path tool =
        tool()
            .orElseThrow(
                () ->
                    failure(
                        "The key cannot be read: the program "
                            + name
                            + " is not installed. Install it, or name a variable with key_env."));
    List<String> command =
        mac
            ? List.of(tool.toString(), "find-generic-password", "-s", SERVICE, "-a", account, "-w")
            : List.of(tool.toString(), "lookup", "service", SERVICE, "account", account);
    try {
      String value = run(command).strip();
      if (!value.isEmpty()) {
        return new Secret(value);
      }
    } catch (IOException | TimeoutException e) {
      throw new ModelException(
          ModelFailure.AUTH,
          "The keychain did not answer (" + e.getMessage() + "). Unlock it and send again.",
          null,
          0,
          e);
    }
    String store =
        mac
            ? "security add-generic-password -s muster -a " + account + " -w"
            : "secret-tool store --label=Muster service muster account " + account;
    throw failure(
        "There is no key \"" + account + "\" in the keychain. Make the entry with: " + store);
  }

  private String run(List<String> command)
      throws IOException, InterruptedException, TimeoutException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      // A key fits into the pipe, so waiting before reading cannot block the tool.
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("no answer within two minutes");
      }
      byte[] out = process.getInputStream().readNBytes(LONGEST_KEY);
      return process.exitValue() == 0 ? new String(out, StandardCharsets.UTF_8) : "";
    } finally {
      process.destroyForcibly();
    }
  }

  private Optional<Path> tool() {
    String name = mac ? "security" : "secret-tool";
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      try {
        Path candidate = Path.of(folder, name);
        if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      } catch (InvalidPathException _) {
        // An entry of PATH that is no path at all holds no program.
      }
    }
    return Optional.empty();
  }

  private static ModelException failure(String sentence) {
    return new ModelException(ModelFailure.AUTH, sentence);
  }
}
