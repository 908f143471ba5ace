package dev.muster.engine.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of an account: the newest whole, those before them in short, the oldest only counted.
 * Bounded at every moment.
 */
final class AccountPages {
  private static final int WHOLE = Account.LONGEST / 2;
  private static final int SHORT = Account.LONGEST / 5;

  /** One entry alone may not take the place of all others. */
  private static final int LONGEST_ENTRY = Account.LONGEST / 4;

  private static final int SHORT_PROMPT = 2_000;
  private static final int SHORT_MESSAGE = 240;

  private final Deque<Entry> whole = new ArrayDeque<>();
  private final Deque<Entry> brief = new ArrayDeque<>();
  private int wholeSize;
  private int briefSize;
  private int shortened;
  private int prompts;
  private int messages;
  private int calls;

  /**
   * @param kind what it is counted as: "prompt" or "message"; null for neither
   * @param calls how many tool calls it stands for
   */
  private record Entry(String text, @Nullable String kind, boolean prompt, int calls) {}

  /** The pages as text, and what is not in them. */
  record Bound(String text, String leftOut) {}

  /** The next thing that was said. */
  void add(String text, @Nullable String kind, boolean prompt) {
    put(new Entry(Cut.to(text, LONGEST_ENTRY), kind, prompt, 0));
  }

  /** The next tool call, a line. */
  void call(String line) {
    put(new Entry(line, null, false, 1));
  }

  private void put(Entry entry) {
    whole.add(entry);
    wholeSize += entry.text().length();
    while (wholeSize > WHOLE && whole.size() > 1) {
      Entry old = whole.remove();
      wholeSize -= old.text().length();
      shorten(old);
    }
  }

  private void shorten(Entry old) {
    Entry last = brief.peekLast();
    if (old.calls() > 0) {
      int all = old.calls();
      if (last != null && last.calls() > 0) {
        brief.removeLast();
        briefSize -= last.text().length();
        all += last.calls();
      }
      brief(new Entry("(" + count(all, "tool call") + ")", null, false, all));
      return;
    }
    String text = Cut.to(old.text(), old.prompt() ? SHORT_PROMPT : SHORT_MESSAGE);
    shortened += text.equals(old.text()) ? 0 : 1;
    brief(new Entry(text, old.kind(), old.prompt(), 0));
  }

  private void brief(Entry entry) {
    brief.add(entry);
    briefSize += entry.text().length();
    while (briefSize > SHORT && brief.size() > 1) {
      Entry gone = brief.remove();
      briefSize -= gone.text().length();
      calls += gone.calls();
      if ("prompt".equals(gone.kind())) {
        prompts++;
      } else if ("message".equals(gone.kind())) {
        messages++;
      }
    }
  }

  Bound bound() {
    StringBuilder text = new StringBuilder();
    boolean calling = false;
    for (Deque<Entry> part : List.of(brief, whole)) {
      for (Entry entry : part) {
        boolean call = entry.calls() > 0;
        text.append(calling && call ? "" : "\n").append(entry.text()).append('\n');
        calling = call;
      }
    }
    return new Bound(text.toString(), leftOut());
  }

  private String leftOut() {
    List<String> gone = new ArrayList<>();
    if (prompts > 0) {
      gone.add(count(prompts, "prompt"));
    }
    if (messages > 0) {
      gone.add(count(messages, "message"));
    }
    if (calls > 0) {
      gone.add(count(calls, "tool call"));
    }
    int sums = brief.stream().mapToInt(Entry::calls).sum();
    String out =
        gone.isEmpty() ? "" : "The oldest part is left out: " + String.join(", ", gone) + ".";
    List<String> less = new ArrayList<>();
    if (shortened > 0) {
      less.add(count(shortened, "older text") + (shortened == 1 ? " is" : " are") + " shortened");
    }
    if (sums > 0) {
      less.add(count(sums, "older tool call") + (sums == 1 ? " is" : " are") + " only counted");
    }
    String shorter = String.join(", ", less);
    if (shorter.isEmpty()) {
      return out;
    }
    String begun = Character.toUpperCase(shorter.charAt(0)) + shorter.substring(1) + ".";
    return out.isEmpty() ? begun : out + " " + begun;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
