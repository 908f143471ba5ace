package dev.muster.cli;

import dev.muster.cli.OpenRequests.Request;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal what a session waits for, and passes the answer on. */
final class Asker {
  /** More lines of what a request would do are not printed. */
  private static final int MOST_LINES = 80;

  private final Control control;
  private final Terminal terminal;
  private final TypedLines typed;
  private final OpenRequests requests;

  Asker(Control control, Terminal terminal, TypedLines typed, OpenRequests requests) {
    this.control = control;
    this.terminal = terminal;
    this.typed = typed;
    this.requests = requests;
  }

  /**
   * Asks until there is an answer, here or elsewhere. Blocks.
   *
   * @throws IOException when nobody types any more
   */
  void ask(SessionId session, Request request) throws IOException, InterruptedException {
    typed.forget();
    switch (request) {
      case Request.Approval approval -> approval(session, approval);
      case Request.Question question -> question(session, question);
    }
  }

  private void approval(SessionId session, Request.Approval request)
      throws IOException, InterruptedException {
    ApprovalAsked asked = request.asked();
    List<Choice> choices = choices(asked.options());
    var text = new StringBuilder("\nThe agent asks for leave");
    if (!asked.title().equals(asked.exact())) {
      text.append(" (").append(Plain.line(asked.title(), 160)).append(')');
    }
    text.append(":\n");
    exact(asked).lines().forEach(l -> text.append("    ").append(l).append('\n'));
    detail(asked, text);
    if (!asked.risks().isEmpty()) {
      text.append("  risks: ").append(Plain.line(String.join(", ", asked.risks()), 200));
      text.append('\n');
    }
    choices.forEach(
        choice ->
            text.append("  ")
                .append(choice.key())
                .append("  ")
                .append(Plain.line(choice.option().label(), 160))
                .append('\n'));
    terminal.say(text.append("Your answer:").toString());
    while (true) {
      String line = typed.next(() -> requests.waitsFor(request));
      if (line == null) {
        terminal.say("(answered elsewhere)");
        return;
      }
      Optional<Option> chosen = chosen(choices, line);
      if (chosen.isEmpty()) {
        terminal.say("Please type one of: " + keys(choices));
        continue;
      }
      send(
          () -> control.answer(session, asked.requestId(), asked.exact(), chosen.get().id(), null));
      return;
    }
  }

  /** What it would do, as far as it fits a screen; the rest is counted and can be had. */
  private static void detail(ApprovalAsked asked, StringBuilder text) {
    String detail = asked.detail();
    if (detail == null) {
      if (asked.subject() == Subject.EDIT) {
        text.append("  The agent does not tell what it will write.\n");
      }
      return;
    }
    List<String> lines = Plain.text(detail).lines().toList();
    lines.stream().limit(MOST_LINES).forEach(l -> text.append("    ").append(l).append('\n'));
    if (lines.size() > MOST_LINES) {
      text.append("    … and ")
          .append(Words.count(lines.size() - MOST_LINES))
          .append(" more lines; muster show ID --json has them all\n");
    }
  }

  /** What is asked for, safe to print; only in a command a line end begins a line. */
  static String exact(ApprovalAsked asked) {
    return asked.subject() == Subject.RUN ? Plain.text(asked.exact()) : Plain.path(asked.exact());
  }

  private record Choice(String key, Option option) {}

  /** {@code y} and {@code n} for what reaches least, numbers for the rest. */
  private static List<Choice> choices(List<Option> options) {
    List<Choice> choices = new ArrayList<>();
    boolean yes = false;
    boolean no = false;
    int number = 1;
    for (Option option : options) {
      if (option.allows() && option.reach() == Reach.ONCE && !yes) {
        yes = true;
        choices.add(new Choice("y", option));
      } else if (!option.allows() && !no) {
        no = true;
        choices.add(new Choice("n", option));
      } else {
        choices.add(new Choice(Integer.toString(number++), option));
      }
    }
    return choices;
  }

  private static Optional<Option> chosen(List<Choice> choices, String line) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    String key =
        switch (word) {
          case "yes" -> "y";
          case "no" -> "n";
          default -> word;
        };
    return choices.stream().filter(c -> c.key().equals(key)).map(Choice::option).findFirst();
  }

  private static String keys(List<Choice> choices) {
    return String.join(", ", choices.stream().map(Choice::key).toList());
  }

  private void question(SessionId session, Request.Question request)
      throws IOException, InterruptedException {
    QuestionAsked asked = request.asked();
    var text = new StringBuilder("\nThe agent asks:\n");
    Plain.text(asked.text()).lines().forEach(l -> text.append("    ").append(l).append('\n'));
    for (int i = 0; i < asked.options().size(); i++) {
      text.append("  ").append(i + 1).append("  ");
      text.append(Plain.line(asked.options().get(i), 160)).append('\n');
    }
    String how =
        asked.options().isEmpty()
            ? "Your answer:"
            : asked.several()
                ? "Your answer (numbers with spaces between, or your own words):"
                : "Your answer (a number, or your own words):";
    terminal.say(text.append(how).toString());
    while (true) {
      String line = typed.next(() -> requests.waitsFor(request));
      if (line == null) {
        terminal.say("(answered elsewhere)");
        return;
      }
      if (!line.isBlank()) {
        send(() -> control.answerQuestion(session, asked.questionId(), meant(asked, line)));
        return;
      }
    }
  }

  /** Numbers stand for the options; everything else for itself. */
  private static String meant(QuestionAsked asked, String line) {
    String[] words = asked.several() ? line.strip().split("[ ,]+") : new String[] {line.strip()};
    List<String> chosen = new ArrayList<>();
    for (String word : words) {
      String option = option(asked.options(), word);
      if (option == null) {
        return line.strip();
      }
      chosen.add(option);
    }
    return String.join(", ", chosen);
  }

  private static @Nullable String option(List<String> options, String word) {
    for (int i = 0; i < options.size(); i++) {
      if (word.equals(Integer.toString(i + 1))) {
        return options.get(i);
      }
    }
    return null;
  }

  private interface Sending {
    void send() throws ControlException;
  }

  private void send(Sending sending) {
    try {
      sending.send();
    } catch (ControlException refused) {
      // Answered elsewhere in the same moment, most likely: the events that follow say how.
      terminal.say("muster: " + refused.getMessage());
    }
  }
}
