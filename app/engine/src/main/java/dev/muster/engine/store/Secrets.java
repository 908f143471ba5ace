package dev.muster.engine.store;

import java.util.regex.Pattern;

/** Tells what looks like a key, so that none is kept in a file by mistake. */
final class Secrets {
  /** Beginnings that services give their keys. */
  private static final Pattern KEY =
      Pattern.compile(
          "sk[-_][A-Za-z0-9_-]{16,}|[pr]k_(live|test)_[A-Za-z0-9]{16,}"
              + "|xai-[A-Za-z0-9]{40,}|gsk_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}"
              + "|r8_[A-Za-z0-9]{20,}|glpat-[A-Za-z0-9_-]{16,}"
              + "|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"
              + "|AIza[A-Za-z0-9_-]{30,}|AKIA[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{10,}"
              + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*");

  /** What has the shape of a random token; names and paths have no such mixture. */
  private static final Pattern RANDOM =
      Pattern.compile("[0-9a-f]{32,}|(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+_-]{36,}={0,2}");

  /** Names of settings that could hold nothing else. */
  private static final Pattern NAME =
      Pattern.compile("(?i).*(api_?key|access_?key|token|secret|password)");

  /** Credentials inside an address. */
  private static final Pattern IN_URL =
      Pattern.compile("https?://[^/@\\s]*:[^/@\\s]+@.*|https?://.*[?&](api_?key|key|token)=.+");

  private Secrets() {}

  static boolean looksLikeKey(String value) {
    String bare = value.strip().replaceFirst("^(?i)bearer\\s+", "");
    return IN_URL.matcher(bare).matches()
        || KEY.matcher(bare).matches()
        || RANDOM.matcher(bare).matches();
  }

  static boolean namesKey(String setting) {
    return NAME.matcher(setting).matches();
  }

  /** The value, or nothing of it when it looks like a key. */
  static String shown(String value) {
    return looksLikeKey(value) ? "…" : value;
  }
}
