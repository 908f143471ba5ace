package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Combined;
import dev.muster.engine.git.Combined.LeftOutSession;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;

/**
 * Comparing a session with others, and all of them together with their branch: the menu for it, and
 * what is to be said of what is compared. JavaFX thread only.
 */
final class OtherSessions {
  private static final int MOST_TITLE = 48;

  private final ReviewModel model;
  private final ReviewSource source;
  private final EventPump pump;
  private final Consumer<@Nullable String> problem;
  private final ReadOnlyStringWrapper about = new ReadOnlyStringWrapper(this, "about", "");
  private @Nullable Combined together;

  /**
   * @param problem gets a sentence when something could not be done; null before it is tried
   */
  OtherSessions(
      ReviewModel model, ReviewSource source, EventPump pump, Consumer<@Nullable String> problem) {
    this.model = model;
    this.source = source;
    this.pump = pump;
    this.problem = problem;
    model.comparedProperty().subscribe(this::tell);
  }

  /** What is to be known of what is compared; empty for nothing. */
  ReadOnlyStringProperty aboutProperty() {
    return about.getReadOnlyProperty();
  }

  /** Adds what other sessions offer to the menu of what to compare with. */
  void fill(MenuButton menu) {
    List<ComparePoint> others =
        model.pointsProperty().get().stream()
            .filter(point -> point.kind() == Kind.SESSION)
            .toList();
    if (others.isEmpty()) {
      return;
    }
    Menu sessions = new Menu("Another session");
    sessions.setId("review.against.session");
    for (ComparePoint other : others) {
      Compared what = new Compared(other, null);
      RadioMenuItem item = new RadioMenuItem(Words.line(other.name(), MOST_TITLE));
      item.setMnemonicParsing(false);
      item.setSelected(what.equals(model.comparedProperty().get()));
      item.setOnAction(_ -> model.compare(what));
      sessions.getItems().add(item);
    }
    MenuItem all = new MenuItem("All sessions of this project together");
    all.setId("review.against.together");
    all.setMnemonicParsing(false);
    all.setOnAction(_ -> together());
    menu.getItems().addAll(new SeparatorMenuItem(), sessions, all);
  }

  /** Merges them all, in memory, and shows what that changes in their branch. */
  void together() {
    problem.accept(null);
    about.set("Merging the sessions in memory…");
    pump.deliver(
        source.together(model.id()),
        found -> {
          together = found;
          Compared what =
              new Compared(
                  new ComparePoint(Kind.TARGET, 0, found.target(), found.targetCommit(), 0, 0),
                  new ComparePoint(Kind.TOGETHER, 0, "all sessions", found.commit(), 0, 0));
          if (what.equals(model.comparedProperty().get())) {
            tell(what);
          } else {
            model.compare(what);
          }
        },
        sentence -> {
          about.set("");
          problem.accept(sentence);
        });
  }

  private void tell(Compared what) {
    ComparePoint from = what.from();
    ComparePoint to = what.to();
    Combined all = together;
    if (to != null && to.kind() == Kind.TOGETHER && all != null) {
      about.set(words(all));
    } else if (from != null && from.kind() == Kind.SESSION) {
      about.set(
          "Before: the files of “%s”, as they were seen last. After: those of this session."
              .formatted(Words.line(from.name(), MOST_TITLE)));
    } else {
      about.set("");
    }
  }

  private String words(Combined all) {
    List<String> words = new ArrayList<>();
    int of = all.merged().size() + all.leftOut().size();
    words.add(
        "%s with the work of %s, merged in memory. Comments go to this session alone."
            .formatted(
                all.target(),
                all.leftOut().isEmpty()
                    ? Words.count(of, "session", "sessions")
                    : "%d of %d sessions".formatted(all.merged().size(), of)));
    for (LeftOutSession left : all.leftOut()) {
      words.add("Left out: " + title(left.session()) + ", " + why(left) + ".");
    }
    return String.join("\n", words);
  }

  private String title(String session) {
    return source
        .fleet()
        .session(new SessionId(session))
        .map(s -> "“" + Words.line(s.title(), MOST_TITLE) + "”")
        .orElse("another session");
  }

  private static String why(LeftOutSession left) {
    int all = left.conflicts().size() + left.moreConflicts();
    if (all == 0) {
      return Objects.requireNonNullElse(left.problem(), "").replaceFirst("\\.$", "");
    }
    return all == 1
        ? "conflicts in " + left.conflicts().getFirst()
        : "conflicts in %s and %,d more".formatted(left.conflicts().getFirst(), all - 1);
  }
}
