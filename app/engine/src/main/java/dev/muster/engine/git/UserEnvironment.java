package dev.muster.engine.git;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What git and gh need of the user's own environment to reach a server in the user's name, and do
 * not get for anything else: the way to the SSH agent and the keychain, tokens of gh, proxies.
 */
final class UserEnvironment {
  private static final Set<String> NEEDED =
      Set.of(
          "SSH_AUTH_SOCK",
          "SSH_AGENT_PID",
          "SSH_ASKPASS",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "XAUTHORITY",
          "DBUS_SESSION_BUS_ADDRESS",
          "XDG_RUNTIME_DIR",
          "GIT_SSH",
          "GIT_SSH_COMMAND",
          "GH_TOKEN",
          "GITHUB_TOKEN",
          "GH_ENTERPRISE_TOKEN",
          "GITHUB_ENTERPRISE_TOKEN",
          "GH_HOST",
          "GH_CONFIG_DIR",
          "http_proxy",
          "https_proxy",
          "all_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY");

  private UserEnvironment() {}

  /**
   * The needed part. Nothing asks in a terminal: that of whoever started Muster would hang. With a
   * program of the user's for passwords, that asks.
   */
  static Map<String, String> of(Map<String, String> all) {
    var env = new HashMap<String, String>();
    all.forEach(
        (name, value) -> {
          if (NEEDED.contains(name)) {
            env.put(name, value);
          }
        });
    env.putIfAbsent("SSH_ASKPASS", "false");
    env.put("SSH_ASKPASS_REQUIRE", "force");
    // Not the ones that run a command, whatever a repository's configuration allows.
    env.put("GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file");
    return Map.copyOf(env);
  }
}
