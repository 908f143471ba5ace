package dev.muster.desktop.grid;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Composer;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.control.PlanView;
import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** One session in its place of the grid. Made when it comes on the screen, gone when it leaves. */
public final class PaneView extends VBox {
  private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("focused-pane");
  private static final PseudoClass NEEDS_YOU = PseudoClass.getPseudoClass("needs-you");
  private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

  /** So much of the log stays in view beside the cards, in px, as long as they can be answered. */
  private static final double LEAST_CONTENT = 26;

  /** The cards get at least this much of it, in px; they scroll. */
  private static final double LEAST_CARDS = 64;

  private final SessionItem item;
  private final PaneContext context;
  private final SessionActions actions;
  private final PaneModel model;
  private final PaneHeader header;
  private final PaneTabs tabs;
  private final StackPane content = new StackPane();
  private final LogView log;
  private final PaneCards cards;
  private final PaneFooter footer;
  private @Nullable PlanView plan;
  private @Nullable DiffTab diff;
  private @Nullable EmptyState queued;
  private final Rectangle edges = new Rectangle();
  private Subscription subscription = Subscription.EMPTY;
  private List<PlanStep> shownPlan = List.of();

  public PaneView(SessionItem item, PaneContext context) {
    this.item = item;
    this.context = context;
    actions =
        new SessionActions(
            new SimpleObjectProperty<>(item), context.ops(), context.asking(), context.windows());
    log = new LogView(context.clock());
    model = new PaneModel(item, context.backend(), context.pump(), new Output());
    log.setOnActivate(model::activate);
    model.tabProperty().set(context.memory().tab(item.id()));
    header = new PaneHeader(actions);
    tabs = new PaneTabs(model.tabProperty());
    cards = new PaneCards(item.id(), context.ops(), actions, context.asking()::look);
    footer = new PaneFooter(item, context, actions);
    getStyleClass().add("pane");
    setMinSize(0, 0);
    // Where it is too small for all of it, it does not lie over its neighbours.
    setClip(edges);
    setAccessibleRole(AccessibleRole.PARENT);
    content.getStyleClass().add("pane-content");
    content.setMinHeight(0);
    VBox.setVgrow(content, Priority.ALWAYS);
    getChildren().addAll(header, tabs, content, cards, footer);
  }

  public SessionItem item() {
    return item;
  }

  public PaneModel model() {
    return model;
  }

  /** Where one writes to the session. */
  public Composer composer() {
    return footer.composer();
  }

  /** Begins to follow its session. */
  public void open() {
    subscription =
        Subscription.combine(
            item.snapshotProperty().subscribe(_ -> refresh()),
            item.loadProperty().subscribe(header::showLoad),
            model.tabProperty().subscribe(this::showTab),
            context.fleet().slotsProperty().subscribe(_ -> refresh()),
            context.fleet().projectProperty().subscribe(_ -> refresh()),
            context.now().subscribe(this::tick));
    model.show();
  }

  /** Stops following; what was typed and the open tab are remembered. */
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    model.hide();
    context.clock().remove(log);
  }

  /** Says whether keys act on this pane. */
  public void setFocusedPane(boolean now) {
    pseudoClassStateChanged(FOCUSED, now);
    log.workedInProperty().set(now);
  }

  /**
   * Puts the keyboard's focus where it is needed: on a request, else where one writes. Leaves it
   * where it is when that is in this pane.
   */
  public void takeFocus() {
    if (!isFocusWithin()) {
      answer();
    }
  }

  /** Puts the keyboard's focus on what is asked, also from elsewhere in this pane. */
  public void answer() {
    if (!cards.focusFirst() && !isFocusWithin()) {
      focusComposer();
    }
  }

  /** What had the keyboard's focus went away: puts it where one goes on in this pane. */
  void comeBack() {
    if (!cards.focusFirst()) {
      focusComposer();
    }
  }

  /** Puts the keyboard's focus where one writes. */
  public void focusComposer() {
    if (footer.composer().isVisible()) {
      footer.composer().requestFocus();
    } else {
      log.requestFocus();
    }
  }

  @Override
  protected void layoutChildren() {
    edges.setWidth(getWidth());
    edges.setHeight(getHeight());
    double width = getWidth() - snappedLeftInset() - snappedRightInset();
    double taken =
        snappedTopInset()
            + snappedBottomInset()
            + header.prefHeight(width)
            + tabs.prefHeight(width)
            + footer.prefHeight(width)
            + LEAST_CONTENT;
    cards.bound(Math.max(LEAST_CARDS, getHeight() - taken), LEAST_CONTENT);
    super.layoutChildren();
  }

  private void tick(Instant now) {
    model.tick(now);
    header.show(item.now(), now, context.fleet().projectLabel(item.now()));
  }

  private void refresh() {
    SessionSnapshot s = item.now();
    Instant now = context.now().getValue();
    pseudoClassStateChanged(NEEDS_YOU, s.state() == SessionState.NEEDS_YOU);
    pseudoClassStateChanged(FAILED, PaneCards.failed(s.state()));
    setAccessibleText(s.title() + ", " + Words.state(s.state()));
    header.show(s, now, context.fleet().projectLabel(s));
    tabs.show(s);
    cards.show(s);
    footer.show(s, now);
    showTab(model.tabProperty().get());
  }

  private void showTab(Tab tab) {
    context.memory().keepTab(item.id(), tab);
    Node wanted =
        switch (tab) {
          case LOG -> item.now().state() == SessionState.QUEUED ? queued() : log;
          case PLAN -> plan();
          case DIFF -> diff();
        };
    if (content.getChildren().size() != 1 || content.getChildren().getFirst() != wanted) {
      content.getChildren().setAll(wanted);
    }
  }

  private Node queued() {
    EmptyState state = queued;
    Slots slots = context.fleet().slotsProperty().get();
    int place = context.fleet().queuePlace(item.id());
    String text =
        slots.busy() >= slots.all()
            ? "Starts when a slot is free (%d of %d busy)".formatted(slots.busy(), slots.all())
            : "Starts in a moment";
    String title = place == 0 ? "Queued" : "Queued, " + Words.ordinal(place) + " in line";
    if (state == null || !title.equals(state.getAccessibleText())) {
      state =
          new EmptyState(
              null,
              title,
              text,
              List.of(
                  ActionNodes.button(actions.get("session.start"), Emphasis.PLAIN),
                  ActionNodes.button(actions.get("session.remove"), Emphasis.FLAT)));
      state.setAccessibleText(title);
      queued = state;
    }
    state.setText(text);
    return state;
  }

  private Node plan() {
    List<PlanStep> steps = item.now().plan();
    if (steps.isEmpty()) {
      return new EmptyState(
          null, "No plan yet", "It shows here once the agent makes one.", List.of());
    }
    PlanView view = Objects.requireNonNullElseGet(plan, PlanView::new);
    if (plan == null || !steps.equals(shownPlan)) {
      plan = view;
      shownPlan = steps;
      view.setSteps(
          steps.stream()
              .map(
                  step ->
                      new PlanView.Step(
                          step.text(),
                          switch (step.state()) {
                            case PENDING -> PlanView.Progress.PENDING;
                            case CURRENT -> PlanView.Progress.CURRENT;
                            case DONE -> PlanView.Progress.DONE;
                            case FAILED -> PlanView.Progress.FAILED;
                          }))
              .toList());
    }
    return view;
  }

  private Node diff() {
    DiffTab tab = diff;
    if (tab == null) {
      tab = new DiffTab(model.diff(), actions.get("session.review"));
      diff = tab;
    }
    return tab;
  }

  /** Hands the rows to the log. */
  private final class Output implements LogOutput {
    @Override
    public void put(LogRow row) {
      log.put(row);
    }

    @Override
    public void tail(@Nullable LogRow row) {
      log.setTail(row);
    }

    @Override
    public void clear() {
      log.clear();
    }
  }
}
