package dev.muster.engine.session;

import java.util.List;

/** The permission rules that outlive a session. Safe for any thread; may block for a file. */
public interface RuleBook {
  /** Rules for one project, in the policy's notation. */
  List<String> ofProject(String projectId);

  /** Rules for everywhere, in the policy's notation. */
  List<String> ofAlways();

  /** Adds a rule for one project. */
  void addForProject(String projectId, String rule);

  /** Adds a rule for everywhere. */
  void addForAlways(String rule);
}
