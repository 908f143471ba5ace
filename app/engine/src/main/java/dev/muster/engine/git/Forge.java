package dev.muster.engine.git;

import java.util.Locale;

/** What kind of web site a remote belongs to, told by its host's name. */
public enum Forge {
  GITHUB,
  GITLAB,
  BITBUCKET,
  /** Gitea, Forgejo, Codeberg. */
  GITEA,
  /** A host of another name: what it understands is not known. */
  OTHER,
  /** A folder on this machine. */
  NONE;

  static Forge of(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return NONE;
    }
    if (name.contains("github") || name.endsWith(".ghe.com")) {
      return GITHUB;
    }
    if (name.contains("gitlab")) {
      return GITLAB;
    }
    if (name.contains("bitbucket")) {
      return BITBUCKET;
    }
    return name.contains("gitea") || name.contains("forgejo") || name.contains("codeberg")
        ? GITEA
        : OTHER;
  }
}
