package dev.muster.desktop.history;

import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionDigest.Spent;
import dev.muster.desktop.live.Words;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a session was: its title, what became of it, where and with what it worked. */
final class ReaderHead extends VBox {
  private final Label title = new Label();
  private final Chip result = new Chip(Tone.NEUTRAL, "");
  private final Label facts = new Label();

  ReaderHead() {
    getStyleClass().add("history-head");
    title.getStyleClass().addAll("strong", "history-reader-title");
    title.setMnemonicParsing(false);
    title.setMinWidth(0);
    result.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox line = new HBox(10, title, space, result);
    line.setAlignment(Pos.CENTER_LEFT);
    facts.getStyleClass().addAll("mono", "muted");
    facts.setMnemonicParsing(false);
    facts.setWrapText(true);
    facts.setMinHeight(Region.USE_PREF_SIZE);
    facts.setId("history.facts");
    getChildren().addAll(line, facts);
  }

  /**
   * Shows a session.
   *
   * @param digest what there is in it; null while that is read
   */
  void show(HistoryEntry entry, @Nullable SessionDigest digest) {
    title.setText(entry.title());
    String merged = digest == null ? null : digest.mergedAs();
    String word = HistoryWords.result(entry);
    result.setText(
        merged == null || !word.equals("merged")
            ? word
            : word + " " + merged.substring(0, Math.min(7, merged.length())));
    result.setTone(HistoryWords.tone(entry));
    facts.setText(String.join(" · ", facts(entry, digest)));
  }

  private static List<String> facts(HistoryEntry entry, @Nullable SessionDigest digest) {
    List<String> facts = new ArrayList<>();
    facts.add(entry.project());
    String branch = entry.branch();
    if (branch != null) {
      facts.add(branch);
    }
    facts.add(HistoryWords.agent(entry));
    facts.add(Words.count(entry.turns(), "turn", "turns"));
    if (digest != null && !digest.spent().isEmpty()) {
      long in = 0;
      long out = 0;
      for (Spent spent : digest.spent()) {
        in += spent.input() + spent.cacheRead() + spent.cacheWrite();
        out += spent.output();
      }
      facts.add(Words.tokens(in) + " in / " + Words.tokens(out) + " out");
    } else if (entry.tokens() > 0) {
      facts.add(Words.tokens(entry.tokens()) + " tokens");
    }
    if (entry.costMicros() != null) {
      facts.add(HistoryWords.cost(entry));
    }
    return facts;
  }
}
