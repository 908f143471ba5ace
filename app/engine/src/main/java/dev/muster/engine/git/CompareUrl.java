package dev.muster.engine.git;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of pages on which a pull request can be made by hand. */
public final class CompareUrl {
  /** Servers refuse longer ones; then the body is left out. */
  private static final int MAX = 6_000;

  private CompareUrl() {}

  /**
   * The page for a pushed branch.
   *
   * @param title proposed title, may be empty
   * @param body proposed text, may be empty; left out when the address would be too long
   * @return empty when the remote has no page, or what kind it is is not known
   */
  public static String of(PublishPlace place, String branch, String title, String body) {
    var whole = build(place, branch, title, body);
    return whole.length() <= MAX ? whole : build(place, branch, title, "");
  }

  private static String build(PublishPlace place, String branch, String title, String body) {
    var target = place.target();
    var base = place.base();
    var push = place.push();
    return switch (push.forge()) {
      case GITHUB ->
          base.web()
              + "/compare/"
              + path(target)
              + "..."
              + (place.fork() ? path(push.owner()) + ":" : "")
              + path(branch)
              + "?expand=1"
              + query("title", title)
              + query("body", body);
      case GITEA ->
          base.web()
              + "/compare/"
              + path(target)
              + "..."
              + (place.fork() ? path(push.owner()) + ":" : "")
              + path(branch);
      case GITLAB ->
          push.web()
              + "/-/merge_requests/new?merge_request%5Bsource_branch%5D="
              + word(branch)
              + "&merge_request%5Btarget_branch%5D="
              + word(target)
              + query("merge_request%5Btitle%5D", title)
              + query("merge_request%5Bdescription%5D", body);
      case BITBUCKET ->
          push.web()
              + "/pull-requests/new?source="
              + word(branch)
              + "&dest="
              + word(target)
              + query("title", title)
              + query("description", body);
      case OTHER, NONE -> "";
    };
  }

  private static String query(String name, String value) {
    return value.isBlank() ? "" : "&" + name + "=" + word(value);
  }

  private static String word(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String path(String text) {
    return word(text).replace("%2F", "/");
  }
}
