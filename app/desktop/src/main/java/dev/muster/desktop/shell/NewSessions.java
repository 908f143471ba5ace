package dev.muster.desktop.shell;

import dev.muster.desktop.session.NewSessionModel;
import dev.muster.desktop.session.NewSessionView;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dialog for new sessions; what was typed and not started is kept until it is. */
final class NewSessions {
  private final WindowModel model;
  private final Overlay overlay;
  private final Runnable agents;
  private final Consumer<SessionId> begun;
  private @Nullable NewSessionModel unsent;

  /**
   * @param agents shows which agents there are
   * @param begun shows the first session that was started
   */
  NewSessions(WindowModel model, Overlay overlay, Runnable agents, Consumer<SessionId> begun) {
    this.model = model;
    this.overlay = overlay;
    this.agents = agents;
    this.begun = begun;
  }

  /** Asks what is to be done in a repository. */
  void ask(ProjectInfo project) {
    // What was typed and not started comes back, unless it was meant for another repository.
    NewSessionModel before = unsent;
    NewSessionModel now =
        before != null && before.project().id().equals(project.id())
            ? before
            : new NewSessionModel(model.backend(), model.pump(), project);
    unsent = now;
    now.refreshAgents();
    NewSessionView[] shown = new NewSessionView[1];
    NewSessionView view =
        new NewSessionView(now, model.fleet(), agents, made -> started(made, shown[0]));
    shown[0] = view;
    overlay.show(view, view.first(), () -> {});
  }

  private void started(List<SessionId> made, NewSessionView view) {
    unsent = null;
    overlay.close(view);
    if (!made.isEmpty()) {
      begun.accept(made.getFirst());
    }
  }

  /** Other agents can be chosen now. */
  void refreshAgents() {
    NewSessionModel open = unsent;
    if (open != null) {
      open.refreshAgents();
    }
  }
}
