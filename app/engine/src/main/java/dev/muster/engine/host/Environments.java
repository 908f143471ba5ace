package dev.muster.engine.host;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of Muster's own environment variables a command may see: a short list of harmless ones,
 * never a key, a token or a way into the user's desktop.
 */
public final class Environments {

  private static final Set<String> PLAIN =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TERM",
          "TZ",
          "TMPDIR",
          "JAVA_HOME",
          "MAVEN_HOME",
          "M2_HOME",
          "GRADLE_HOME",
          "GRADLE_USER_HOME",
          "CARGO_HOME",
          "RUSTUP_HOME",
          "GOPATH",
          "GOROOT",
          "GOCACHE",
          "GOMODCACHE",
          "GOPROXY",
          "NVM_DIR",
          "VOLTA_HOME",
          "FNM_DIR",
          "PNPM_HOME",
          "BUN_INSTALL",
          "DENO_DIR",
          "npm_config_cache",
          "PIP_CACHE_DIR",
          "UV_CACHE_DIR",
          "PYENV_ROOT",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "RBENV_ROOT",
          "SDKMAN_DIR",
          "DOTNET_ROOT",
          "ANDROID_HOME",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME",
          "XDG_DATA_HOME",
          "XDG_STATE_HOME",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "CURL_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "NODE_EXTRA_CA_CERTS");

  private static final Set<String> PROXIES =
      Set.of("http_proxy", "https_proxy", "all_proxy", "no_proxy");

  private Environments() {}

  /** The allowed part of Muster's own environment. A new map each time, sorted by name. */
  public static Map<String, String> scrubbed() {
    return scrub(System.getenv());
  }

  /** The allowed part of an environment. */
  public static Map<String, String> scrub(Map<String, String> from) {
    var kept = new TreeMap<String, String>();
    from.forEach(
        (name, value) -> {
          if (allowed(name, value)) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  private static boolean allowed(String name, String value) {
    if (PLAIN.contains(name) || name.startsWith("LC_")) {
      return true;
    }
    // A proxy's address is needed to reach anything in many offices; one with a password in it is
    // a secret.
    return PROXIES.contains(name.toLowerCase(Locale.ROOT)) && value.indexOf('@') < 0;
  }
}
