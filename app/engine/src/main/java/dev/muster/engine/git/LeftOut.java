package dev.muster.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects, as a bounded number of sentences, what is not part of a measured tree. */
final class LeftOut {
  private final int max;
  private final List<String> sentences = new ArrayList<>();
  private int unsaid;
  private int tooMany;

  LeftOut(int max) {
    this.max = max;
  }

  void repository(byte[] path) {
    say("“%s” is a repository of its own; its files are not part of this.".formatted(name(path)));
  }

  void tooLarge(byte[] path, long bytes) {
    say(
        "“%s” is not part of this: it is new and large (%,d MiB)."
            .formatted(name(path), bytes >> 20));
  }

  void unreadable(byte[] path) {
    say("“%s” is not part of this: it may not be read.".formatted(name(path)));
  }

  void special(byte[] path) {
    say("“%s” is neither a file nor a link now, and counts as deleted.".formatted(name(path)));
  }

  void insideSubmodules() {
    say("Of submodules only their commits are part of this, not changed files inside them.");
  }

  void tooMany() {
    tooMany++;
  }

  List<String> sentences() {
    var all = new ArrayList<>(sentences);
    if (unsaid > 0) {
      all.add("%,d more files are not part of this for such reasons.".formatted(unsaid));
    }
    if (tooMany > 0) {
      all.add(
          "%,d more new files are not part of this: there are too many. Should they be ignored?"
              .formatted(tooMany));
    }
    return List.copyOf(all);
  }

  private void say(String sentence) {
    if (sentences.size() < max) {
      sentences.add(sentence);
    } else {
      unsaid++;
    }
  }

  private static String name(byte[] path) {
    return ShownPath.of(new String(path, StandardCharsets.UTF_8));
  }
}
