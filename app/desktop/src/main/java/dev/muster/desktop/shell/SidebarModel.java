package dev.muster.desktop.shell;

import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.SessionItem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** The sidebar's list: headings with what stands under them. JavaFX thread only. */
final class SidebarModel {
  /** Closed sessions listed; the journal has them all. */
  static final int MOST_CLOSED = 50;

  /** One row of the list. */
  sealed interface Row {
    /** A heading; one that is folded shows nothing under it. */
    record Heading(Group group, int count, boolean folded) implements Row {}

    /** A session. */
    record Session(SessionItem item) implements Row {}
  }

  private final FleetModel fleet;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ObservableList<Row> view = FXCollections.unmodifiableObservableList(rows);
  private final Set<Group> folded = EnumSet.of(Group.CLOSED);

  SidebarModel(FleetModel fleet) {
    this.fleet = fleet;
    for (Group group : Group.values()) {
      fleet.group(group).addListener((ListChangeListener<SessionItem>) _ -> rebuild());
    }
    rebuild();
  }

  ObservableList<Row> rows() {
    return view;
  }

  /** Folds a heading, or unfolds it. */
  void toggle(Group group) {
    if (!folded.remove(group)) {
      folded.add(group);
    }
    rebuild();
  }

  private void rebuild() {
    List<Row> wanted = new ArrayList<>();
    for (Group group : Group.values()) {
      List<SessionItem> items = fleet.group(group);
      if (items.isEmpty()) {
        continue;
      }
      boolean hidden = folded.contains(group);
      wanted.add(new Row.Heading(group, items.size(), hidden));
      if (!hidden) {
        int most = group == Group.CLOSED ? MOST_CLOSED : items.size();
        items.stream().limit(most).map(Row.Session::new).forEach(wanted::add);
      }
    }
    if (!rows.equals(wanted)) {
      rows.setAll(wanted);
    }
  }
}
