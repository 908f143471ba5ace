package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetLayout.At;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.animation.AnimationTimer;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that draw what is in view of a diff sheet: a row that stays in view keeps its node, one
 * that comes takes the node of one that went.
 */
final class SheetRows {
  /**
   * What part of the sheet is looked at.
   *
   * @param y its upper edge, in px of the sheet
   * @param x how far code is scrolled to the right
   * @param focused whether the sheet has the keyboard
   */
  record View(SheetMode mode, double y, double x, double width, double height, boolean focused) {}

  private final Pane ground = new Pane();
  private final SheetPens pens;
  private final SheetTools tools;
  private final BiConsumer<SheetCard, Double> measured;

  /** Not at once: asked for while it is laid out, the sheet's own parent would not hear of it. */
  private final AnimationTimer next;

  private final Map<SheetRow, SheetRowNode> lines = new IdentityHashMap<>();
  private final Deque<SheetRowNode> freeLines = new ArrayDeque<>();
  private final Map<Integer, SheetHead> heads = new HashMap<>();
  private final Deque<SheetHead> freeHeads = new ArrayDeque<>();
  private final Map<String, Region> cards = new HashMap<>();
  private final Map<String, SheetCard> made = new HashMap<>();
  private final List<String> paths = new ArrayList<>();
  private boolean stale = true;
  private @Nullable View last;
  private double widest;

  /**
   * @param measured told how high a card turned out to be, when that is not what was expected
   * @param again has everything laid out again, as when a card grows
   */
  SheetRows(
      SheetPens pens, SheetTools tools, BiConsumer<SheetCard, Double> measured, Runnable again) {
    this.pens = pens;
    this.tools = tools;
    this.measured = measured;
    next =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            stop();
            again.run();
          }
        };
    ground.setManaged(false);
  }

  Pane nodes() {
    return ground;
  }

  /** Draws every row anew the next time. */
  void forget() {
    stale = true;
  }

  /** How far the code in view reaches to the right. */
  double widest() {
    return widest;
  }

  /** The files in view, from above. */
  List<String> paths() {
    return List.copyOf(paths);
  }

  int drawn() {
    return lines.size() + freeLines.size() + heads.size() + freeHeads.size();
  }

  /** Whether what was clicked is a row, and not a control or a card on it. */
  boolean isRow(EventTarget target) {
    for (Node node = target instanceof Node n ? n : null; node != null; node = node.getParent()) {
      if (node instanceof SheetRowNode || node == ground) {
        return true;
      }
      if (node instanceof SheetHead || cards.containsValue(node)) {
        return false;
      }
    }
    return true;
  }

  void draw(SheetLayout layout, View view, SheetCursor cursor) {
    View before = last;
    boolean all =
        stale
            || before == null
            || before.width() != view.width()
            || before.x() != view.x()
            || before.mode() != view.mode();
    last = view;
    stale = false;
    ground.resizeRelocate(0, 0, view.width(), view.height());
    Map<SheetRow, SheetRowNode> oldLines = new IdentityHashMap<>(lines);
    Map<Integer, SheetHead> oldHeads = new HashMap<>(heads);
    Set<String> oldCards = new LinkedHashSet<>(cards.keySet());
    lines.clear();
    heads.clear();
    paths.clear();
    widest = 0;
    List<Runnable> told = new ArrayList<>();
    if (!layout.isEmpty()) {
      At at = layout.at(view.y());
      double top = layout.top(at) - view.y();
      head(layout, at.section(), view, cursor, oldHeads, all);
      while (top < view.height()) {
        SheetRow row = layout.row(at);
        switch (row) {
          case SheetRow.Head _ -> head(layout, at.section(), view, cursor, oldHeads, all);
          case SheetRow.Space _ -> {
            // Nothing to draw.
          }
          case SheetRow.Card card -> {
            oldCards.remove(card.card().id());
            card(card, top, view, told);
          }
          default -> line(layout, at, row, top, view, cursor, oldLines.remove(row), all);
        }
        top += row.height();
        At next = layout.step(at, 1);
        if (next.equals(at)) {
          break;
        }
        at = next;
      }
    }
    for (SheetRowNode free : oldLines.values()) {
      free.setVisible(false);
      freeLines.push(free);
    }
    for (SheetHead free : oldHeads.values()) {
      free.setVisible(false);
      freeHeads.push(free);
    }
    oldCards.forEach(this::hideCard);
    told.forEach(Runnable::run);
  }

  private void line(
      SheetLayout layout,
      At at,
      SheetRow row,
      double top,
      View view,
      SheetCursor cursor,
      @Nullable SheetRowNode known,
      boolean all) {
    SheetRowNode node = known;
    boolean fresh = node == null;
    if (node == null) {
      node = freeLines.poll();
      if (node == null) {
        node = new SheetRowNode(pens);
        node.setManaged(false);
        ground.getChildren().addFirst(node);
      }
    }
    if (fresh || all) {
      List<Node> buttons =
          row instanceof SheetRow.Hunk hunk
              ? tools.ofHunk(layout.file(at), hunk.index())
              : List.of();
      node.show(
          row,
          new SheetRowNode.Look(
              view.mode(),
              view.width(),
              view.x(),
              view.focused() && cursor.at().equals(at),
              cursor.selects(at)),
          buttons);
    }
    node.setVisible(true);
    node.relocate(0, top);
    lines.put(row, node);
    widest = Math.max(widest, node.codeEnd());
  }

  /** The header of a file; it stays at the upper edge as long as lines of its file are in view. */
  private void head(
      SheetLayout layout,
      int section,
      View view,
      SheetCursor cursor,
      Map<Integer, SheetHead> known,
      boolean all) {
    if (heads.containsKey(section)) {
      return;
    }
    SheetHead node = known.remove(section);
    SheetFile file = layout.sections().get(section).file();
    boolean fresh = node == null || !node.shows(file);
    if (node == null) {
      node = freeHeads.poll();
      if (node == null) {
        node = new SheetHead(tools::toggleViewed, tools::toggleOpen);
        node.setManaged(false);
        ground.getChildren().add(node);
      }
    }
    if (fresh || all) {
      node.show(file, tools.ofFile(file));
      node.setCursorHere(view.focused() && cursor.at().equals(new At(section, 0)));
    }
    double own = layout.top(section) - view.y();
    double end = own + layout.sections().get(section).height() - SheetRow.HEAD;
    node.setVisible(true);
    node.resizeRelocate(
        0, Math.min(Math.max(own, 0), Math.max(own, end)), view.width(), SheetRow.HEAD);
    heads.put(section, node);
    paths.add(file.path());
  }

  private void card(SheetRow.Card row, double top, View view, List<Runnable> told) {
    SheetCard card = row.card();
    Region node = cards.get(card.id());
    if (node == null || made.get(card.id()) != card) {
      if (node != null) {
        ground.getChildren().remove(node);
      }
      node = card.make().get();
      node.setManaged(false);
      cards.put(card.id(), node);
      made.put(card.id(), card);
      ground.getChildren().addFirst(node);
      node.applyCss();
      node.needsLayoutProperty()
          .subscribe(
              needed -> {
                if (needed) {
                  next.start();
                }
              });
    }
    double wanted = Math.ceil(node.prefHeight(view.width()));
    node.setVisible(true);
    node.resizeRelocate(0, top, view.width(), wanted);
    if (Math.abs(wanted - row.height()) > 0.5) {
      told.add(() -> measured.accept(card, wanted));
    }
  }

  /** What a card holds may be typed text: as long as it is on the sheet its node is kept. */
  private void hideCard(String id) {
    Region node = cards.get(id);
    if (node != null) {
      node.setVisible(false);
    }
  }

  /** Forgets the cards that are on the sheet no more. */
  void keepCards(Set<String> ids) {
    for (String id : List.copyOf(cards.keySet())) {
      if (!ids.contains(id)) {
        ground.getChildren().remove(cards.remove(id));
        made.remove(id);
      }
    }
  }
}
