package dev.muster.engine.export;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is secret or personal on this machine.
 *
 * @param environment secret variables with their values; never printed
 * @param home path of the home folder; empty when not known
 * @param user name of the user; empty when not known, or when it is a word that says nothing
 */
public record MaskFacts(Map<String, String> environment, String home, String user) {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(key|token|secret|passw|credential|auth|cookie|session_id|private).*");
  private static final int SHORTEST_VALUE = 8;
  private static final int SHORTEST_USER = 3;

  /** Names that stand for nobody; taking them out would only make a text unreadable. */
  private static final Set<String> NOBODY =
      Set.of(
          "root",
          "user",
          "users",
          "admin",
          "administrator",
          "test",
          "ubuntu",
          "debian",
          "runner",
          "git",
          "guest",
          "home",
          "main",
          "build",
          "dev",
          "developer",
          "agent",
          "node",
          "app",
          "muster",
          "claude",
          "codex",
          "vagrant",
          "docker",
          "jenkins",
          "ci",
          "ec2-user",
          "default");

  public MaskFacts {
    environment = Map.copyOf(environment);
  }

  /** From the variables of a process. */
  public static MaskFacts of(Map<String, String> variables, String userHome, String userName) {
    Map<String, String> secret = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          boolean path = value.startsWith("/") || value.startsWith("~");
          if (SECRET.matcher(name).matches() && value.length() >= SHORTEST_VALUE && !path) {
            secret.put(name, value);
          }
        });
    String home = variables.getOrDefault("HOME", userHome);
    home = home.length() > 1 && home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
    boolean somebody =
        userName.length() >= SHORTEST_USER && !NOBODY.contains(userName.toLowerCase(Locale.ROOT));
    return new MaskFacts(secret, home.length() > 1 ? home : "", somebody ? userName : "");
  }

  /** Says nothing of what is secret. */
  @Override
  public String toString() {
    return "MaskFacts[" + environment.size() + " variables]";
  }
}
