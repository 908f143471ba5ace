package dev.muster.desktop.shell;

import dev.muster.desktop.settings.AddAgentView;
import dev.muster.desktop.settings.AgentsModel;
import dev.muster.desktop.settings.AgentsView;
import dev.muster.desktop.settings.MachineModel;
import dev.muster.desktop.settings.MachineView;
import dev.muster.engine.agent.found.InstalledAgent;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The dialogs about agents and about the machine, over whatever is open. */
final class AgentPages {
  private final WindowModel model;
  private final Overlay overlay;
  private final Dialogs dialogs;

  AgentPages(WindowModel model, Overlay overlay, Dialogs dialogs) {
    this.model = model;
    this.overlay = overlay;
    this.dialogs = dialogs;
  }

  /** The agents; looks for them at once. */
  void agents() {
    AgentsModel agents = new AgentsModel(model.backend(), model.pump(), model::agentsChanged);
    AgentsView view = new AgentsView(agents, () -> add(agents), agent -> remove(agents, agent));
    show("Agents", view, view.buttons(), view.first());
    agents.look();
  }

  private void add(AgentsModel agents) {
    AddAgentView view = new AddAgentView(agents.another(), overlay::close);
    overlay.show(
        new DialogCard(
            "Add an ACP agent",
            view,
            List.of(Dialogs.button("Cancel", overlay::close), view.button())),
        view.first(),
        () -> {});
  }

  private void remove(AgentsModel agents, InstalledAgent agent) {
    dialogs.ask(
        "Remove " + agent.name() + "?",
        "Its entry is taken out of the settings. The program stays installed, and so do sessions"
            + " that used it; they cannot go on without it.",
        "Remove",
        true,
        () -> agents.remove(agent),
        () -> {});
  }

  /** What the doctor finds on this machine. */
  void machine() {
    MachineModel machine = new MachineModel(model.backend(), model.pump());
    MachineView view = new MachineView(machine);
    show("This machine", view, view.buttons(), null);
    machine.look();
  }

  private void show(
      String title,
      Region content,
      List<Node> left,
      @org.jspecify.annotations.Nullable Node first) {
    Button close = Dialogs.button("Close", overlay::close);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    List<Node> foot = new ArrayList<>(left.subList(1, left.size()));
    foot.add(left.getFirst());
    foot.add(space);
    foot.add(close);
    overlay.show(new DialogCard(title, content, foot), first == null ? close : first, () -> {});
  }
}
