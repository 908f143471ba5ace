package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.host.Host;
import java.util.List;

/** The tools every Muster agent has. */
public final class BuiltinTools {
  private BuiltinTools() {}

  /**
   * A box with read, list, search, edit, write, run, update_plan and ask_user. One box serves any
   * number of sessions.
   *
   * @param host where commands run, and git and ripgrep for the others
   */
  public static ToolBox on(Host host) {
    return new ToolBox(
        List.of(
            new ReadTool(),
            new ListTool(host),
            new SearchTool(host),
            new EditTool(),
            new WriteTool(),
            new RunTool(host),
            new PlanTool(),
            new AskTool()));
  }
}
