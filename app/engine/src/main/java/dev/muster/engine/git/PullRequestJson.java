package dev.muster.engine.git;

import dev.muster.engine.git.PullRequest.Check;
import dev.muster.engine.git.PullRequest.CheckState;
import dev.muster.engine.git.PullRequest.State;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code gh pr view --json} says (gh-pr-view(1)). */
final class PullRequestJson {
  /** What is asked for. */
  static final String FIELDS =
      "number,url,title,state,isDraft,baseRefName,headRefName,headRefOid,mergeable,reviewDecision,statusCheckRollup";

  private static final int MAX_CHARS = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private PullRequestJson() {}

  static PullRequest parse(String text) throws GitException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new GitException("What gh says about the pull request cannot be read.", text, e);
    }
    if (!node.isObject() || !node.path("number").isInt()) {
      throw new GitException("What gh says about the pull request cannot be read.", text);
    }
    return new PullRequest(
        node.path("number").intValue(),
        url(node, "url"),
        word(node, "title"),
        state(word(node, "state")),
        node.path("isDraft").asBoolean(false),
        word(node, "baseRefName"),
        word(node, "headRefName"),
        word(node, "headRefOid"),
        word(node, "mergeable"),
        word(node, "reviewDecision"),
        checks(node.path("statusCheckRollup")));
  }

  private static List<Check> checks(JsonNode list) {
    var checks = new ArrayList<Check>();
    for (var node : list) {
      if (checks.size() == PullRequest.MAX_CHECKS) {
        break;
      }
      // A check run has a status and then a conclusion, a commit status only a state.
      var name = word(node, "name");
      checks.add(
          name.isEmpty()
              ? new Check(word(node, "context"), of(word(node, "state")), url(node, "targetUrl"))
              : new Check(
                  name,
                  word(node, "status").equals("COMPLETED")
                      ? of(word(node, "conclusion"))
                      : CheckState.RUNNING,
                  url(node, "detailsUrl")));
    }
    return checks;
  }

  private static CheckState of(String word) {
    return switch (word) {
      case "SUCCESS" -> CheckState.PASSED;
      case "PENDING", "EXPECTED", "" -> CheckState.RUNNING;
      case "NEUTRAL", "SKIPPED" -> CheckState.SKIPPED;
      default -> CheckState.FAILED;
    };
  }

  private static State state(String word) {
    return switch (word) {
      case "OPEN" -> State.OPEN;
      case "CLOSED" -> State.CLOSED;
      case "MERGED" -> State.MERGED;
      default -> State.UNKNOWN;
    };
  }

  private static String word(JsonNode node, String field) {
    var value = node.path(field);
    var text = value.isString() ? value.stringValue() : "";
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
  }

  /** Only what a browser may be sent to. */
  private static String url(JsonNode node, String field) {
    var text = word(node, field);
    return text.startsWith("https://") || text.startsWith("http://") ? text : "";
  }
}
