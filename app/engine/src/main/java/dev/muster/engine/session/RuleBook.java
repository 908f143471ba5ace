package dev.muster.engine.session;

import java.util.List;

/** The permission rules that outlive a session. Safe for any thread; may block for a file. */
public interface RuleBook {
  /**
   * Rules for one project, in the policy's notation.
   *
   * @throws FleetException when they cannot be read: then nobody knows what they forbid
   */
  List<String> ofProject(String projectId) throws FleetException;

  /**
   * Rules for everywhere, in the policy's notation.
   *
   * @throws FleetException as {@link #ofProject}
   */
  List<String> ofAlways() throws FleetException;

  /**
   * Adds a rule for one project.
   *
   * @throws FleetException when it cannot be kept; what was there is as it was
   */
  void addForProject(String projectId, String rule) throws FleetException;

  /** Adds a rule for everywhere. */
  void addForAlways(String rule);
}
