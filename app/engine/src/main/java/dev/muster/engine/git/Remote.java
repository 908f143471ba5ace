package dev.muster.engine.git;

import java.util.regex.Pattern;

/**
 * A remote of a repository, without anything secret that its address may hold.
 *
 * @param name such as {@code origin}
 * @param shown its address as it may be shown and stored: no password, no token
 * @param host the host's name, empty for a folder
 * @param path owner and name, {@code ada/notes}, without {@code .git}
 * @param web address of its pages, {@code https://github.com/ada/notes}, empty when it has none
 * @param forge what kind of site that is
 */
public record Remote(String name, String shown, String host, String path, String web, Forge forge) {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)(https?|ssh|git|git\\+ssh)://(?:([^@/]*)@)?([^/:]+)(:\\d+)?/*([^?#]*).*");

  /** As scp has it: {@code git@host:owner/name.git}; with a slash before the colon it is a path. */
  private static final Pattern SCP = Pattern.compile("(?:([^@/:]+)@)?([^/:@]{2,}):([^?#]*)");

  private static final Pattern SECRET = Pattern.compile("(?i)([a-z][a-z0-9+.-]*://)[^\\s/@]*@");

  /** Reads what {@code git remote get-url} says. */
  static Remote of(String name, String address) {
    var url = URL.matcher(address);
    if (url.matches()) {
      var scheme = url.group(1).toLowerCase(java.util.Locale.ROOT);
      boolean http = scheme.startsWith("http");
      var host = url.group(3);
      var port = url.group(4) == null ? "" : url.group(4);
      var path = bare(url.group(5));
      var user = http || url.group(2) == null ? "" : url.group(2).split(":", 2)[0] + "@";
      var web = http ? scheme + "://" + host + port + "/" + path : "https://" + host + "/" + path;
      return new Remote(
          name,
          scheme + "://" + user + host + port + "/" + url.group(5),
          host,
          path,
          path.isEmpty() ? "" : web,
          Forge.of(host));
    }
    var scp = SCP.matcher(address);
    if (scp.matches() && !address.contains("://") && !address.contains("::")) {
      var host = scp.group(2);
      var path = bare(scp.group(3));
      return new Remote(name, address, host, path, "https://" + host + "/" + path, Forge.of(host));
    }
    return new Remote(name, withoutSecrets(address), "", "", "", Forge.NONE);
  }

  /** A text of git's or a server's without user names and passwords in its addresses. */
  static String withoutSecrets(String text) {
    return SECRET.matcher(text).replaceAll("$1");
  }

  /** The owner, {@code ada}; empty when there is none. */
  public String owner() {
    int slash = path.indexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String bare(String path) {
    var text = path;
    while (text.startsWith("/")) {
      text = text.substring(1);
    }
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return text.endsWith(".git") ? text.substring(0, text.length() - 4) : text;
  }
}
