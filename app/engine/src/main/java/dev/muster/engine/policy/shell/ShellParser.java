package dev.muster.engine.policy.shell;

import dev.muster.engine.policy.shell.ShellCommand.Assignment;
import dev.muster.engine.policy.shell.ShellCommand.Redirect;
import dev.muster.engine.policy.shell.Word.Piece;
import dev.muster.engine.policy.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds every simple command in a command line. It may accept what a shell would refuse (that does
 * no harm: the shell then runs nothing), but never overlooks what a shell would run.
 */
final class ShellParser {
  private static final int MAX_COMMANDS = 500;
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\+?=(.*)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Where a list of commands ends. */
  private record Stop(boolean parenthesis, boolean caseItem, Set<String> words) {
    static final Stop AT_END = new Stop(false, false, Set.of());
    static final Stop AT_PARENTHESIS = new Stop(true, false, Set.of());

    static Stop at(String... words) {
      return new Stop(false, false, Set.of(words));
    }
  }

  private final ShellScanner in;
  private final Redirections redirections;
  private final List<ShellCommand> commands;
  private final Nesting nesting;

  ShellParser(String line) {
    this(line, new ArrayList<>(), new Nesting());
  }

  private ShellParser(String line, List<ShellCommand> commands, Nesting nesting) {
    this.commands = commands;
    this.nesting = nesting;
    this.in = new ShellScanner(line, substitutions(commands, nesting), nesting);
    this.redirections = new Redirections(in);
  }

  private ShellParser(ShellScanner in, List<ShellCommand> commands, Nesting nesting) {
    this.in = in;
    this.redirections = new Redirections(in);
    this.commands = commands;
    this.nesting = nesting;
  }

  private static ShellScanner.Substitutions substitutions(
      List<ShellCommand> commands, Nesting nesting) {
    return new ShellScanner.Substitutions() {
      @Override
      public void inParentheses(ShellScanner scanner) throws UnreadableException {
        int waiting = scanner.hereDocumentsWaiting();
        int lineEnds = scanner.lineEnds();
        ShellParser inner = new ShellParser(scanner, commands, nesting);
        inner.list(Stop.AT_PARENTHESIS);
        inner.expectParenthesis();
        boolean readForeign = waiting > 0 && scanner.lineEnds() != lineEnds;
        if (readForeign || scanner.hereDocumentsWaiting() != waiting) {
          throw new UnreadableException("A here-document crosses the bounds of \"$(…)\".");
        }
      }

      @Override
      public void inBackquotes(String text) throws UnreadableException {
        new ShellParser(text, commands, nesting).parse();
      }
    };
  }

  /** What was found so far. */
  List<ShellCommand> commands() {
    return commands;
  }

  void parse() throws UnreadableException {
    list(Stop.AT_END);
    if (!in.atEnd()) {
      throw new UnreadableException("\"" + in.peek() + "\" stands where a command should.");
    }
  }

  private void expectParenthesis() throws UnreadableException {
    if (in.peek() != ')') {
      throw new UnreadableException("A parenthesis is never closed.");
    }
    in.skip(1);
  }

  /** Reads commands up to the stop; what ended them is still to be read. */
  private void list(Stop stop) throws UnreadableException {
    nesting.enter();
    while (!stopsAt(stop)) {
      command(keyword());
    }
    nesting.leave();
  }

  private boolean stopsAt(Stop stop) throws UnreadableException {
    separators(stop);
    if (in.atEnd() || in.peek() == ')') {
      if (in.atEnd() ? !stop.equals(Stop.AT_END) : !stop.parenthesis()) {
        throw new UnreadableException("A bracket or keyword has no partner.");
      }
      return true;
    }
    return (stop.caseItem() && in.peek() == ';') || stop.words().contains(keyword());
  }

  /** Skips everything that may stand between two commands. */
  private void separators(Stop stop) throws UnreadableException {
    while (true) {
      in.skipBlanks();
      char c = in.peek();
      if (c == '\n') {
        in.lineEnd();
      } else if (stop.caseItem() && (in.lookingAt(";;") || in.lookingAt(";&"))) {
        return;
      } else if (c == '&' && in.peek(1) == '>') {
        return;
      } else if (c == ';' || c == '&' || c == '|') {
        in.skip(1);
      } else {
        return;
      }
    }
  }

  /** The word that follows if it is all unquoted letters or a brace or "!"; else empty. */
  private String keyword() throws UnreadableException {
    StringBuilder word = new StringBuilder();
    int i = 0;
    while (!ShellScanner.endsWord(in.peek(i))) {
      char c = in.peek(i++);
      if ("\\'\"$`".indexOf(c) >= 0) {
        if (c == '\\' && in.peek(i) == '\n') {
          throw new UnreadableException("A word is split over two lines.");
        }
        return "";
      }
      word.append(c);
    }
    return word.toString();
  }

  private void command(String word) throws UnreadableException {
    switch (word) {
      case "" -> {
        if (in.peek() == '(') {
          subshell();
        } else {
          simple();
        }
      }
      case "!" -> in.skip(1);
      case "{" -> {
        in.skip(1);
        list(Stop.at("}"));
        in.skip(1);
        redirects();
      }
      case "if" -> conditional();
      case "while", "until" -> {
        in.skip(word.length());
        list(Stop.at("do"));
        doDone();
      }
      case "for", "select" -> loop(word);
      case "case" -> caseOf();
      case "function" -> function();
      case "coproc", "then", "else", "elif", "fi", "do", "done", "esac", "in", "}" ->
          throw new UnreadableException("\"" + word + "\" stands where a command should.");
      default -> simple();
    }
  }

  private void subshell() throws UnreadableException {
    if (in.lookingAt("((")) {
      throw new UnreadableException("\"((\" may open arithmetic or a command.");
    }
    in.skip(1);
    list(Stop.AT_PARENTHESIS);
    expectParenthesis();
    redirects();
  }

  private void conditional() throws UnreadableException {
    in.skip(2);
    list(Stop.at("then"));
    in.skip(4);
    while (true) {
      list(Stop.at("elif", "else", "fi"));
      String word = keyword();
      in.skip(word.length());
      if (word.equals("fi")) {
        redirects();
        return;
      }
      if (word.equals("elif")) {
        list(Stop.at("then"));
        in.skip(4);
      }
    }
  }

  /** From "do" through "done". */
  private void doDone() throws UnreadableException {
    in.skip(2);
    list(Stop.at("done"));
    in.skip(4);
    redirects();
  }

  private void loop(String word) throws UnreadableException {
    in.skip(word.length());
    in.skipBlanks();
    if (!NAME.matcher(in.word().text()).matches()) {
      throw new UnreadableException("The loop has no plain variable.");
    }
    lineEnds();
    if (keyword().equals("in")) {
      in.skip(2);
      for (in.skipBlanks(); !ShellScanner.endsWord(in.peek()); in.skipBlanks()) {
        in.word();
      }
    }
    separators(Stop.AT_END);
    if (!keyword().equals("do")) {
      throw new UnreadableException("The loop has no \"do\".");
    }
    doDone();
  }

  private void lineEnds() throws UnreadableException {
    for (in.skipBlanks(); in.peek() == '\n'; in.skipBlanks()) {
      in.lineEnd();
    }
  }

  private void caseOf() throws UnreadableException {
    in.skip(4);
    in.skipBlanks();
    in.word();
    lineEnds();
    if (!keyword().equals("in")) {
      throw new UnreadableException("A \"case\" has no \"in\".");
    }
    in.skip(2);
    while (true) {
      lineEnds();
      if (keyword().equals("esac")) {
        in.skip(4);
        redirects();
        return;
      }
      if (in.peek() == '(') {
        in.skip(1);
      }
      for (in.skipBlanks(); in.peek() != ')'; in.skipBlanks()) {
        if (in.peek() == '|') {
          in.skip(1);
        } else if (ShellScanner.endsWord(in.peek())) {
          throw new UnreadableException("A \"case\" pattern cannot be read.");
        } else {
          in.word();
        }
      }
      in.skip(1);
      list(new Stop(false, true, Set.of("esac")));
      while (in.peek() == ';' || in.peek() == '&') {
        in.skip(1);
      }
    }
  }

  private void function() throws UnreadableException {
    in.skip("function".length());
    in.skipBlanks();
    in.word();
    in.skipBlanks();
    if (in.peek() == '(') {
      emptyParentheses();
    }
    functionBody();
  }

  private void emptyParentheses() throws UnreadableException {
    in.skip(1);
    in.skipBlanks();
    expectParenthesis();
  }

  private void functionBody() throws UnreadableException {
    lineEnds();
    if (in.peek() != '(' && !keyword().equals("{")) {
      throw new UnreadableException("A function has no body in braces.");
    }
    command(keyword());
  }

  /** Redirections behind a compound command; they count as a command of their own. */
  private void redirects() throws UnreadableException {
    List<Redirect> redirects = new ArrayList<>();
    in.skipBlanks();
    while (redirections.read(redirects, List.of())) {
      in.skipBlanks();
    }
    if (!ShellScanner.endsWord(in.peek()) || in.peek() == '(') {
      throw new UnreadableException("A word follows a closed group.");
    }
    if (!redirects.isEmpty()) {
      add(new ShellCommand(List.of(), List.of(), redirects));
    }
  }

  private void add(ShellCommand command) throws UnreadableException {
    if (commands.size() >= MAX_COMMANDS) {
      throw new UnreadableException("It holds more than " + MAX_COMMANDS + " commands.");
    }
    commands.add(command);
  }

  private void simple() throws UnreadableException {
    List<Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    while (true) {
      in.skipBlanks();
      if (redirections.read(redirects, words)) {
        continue;
      }
      char c = in.peek();
      if ((c == '<' || c == '>') && in.peek(1) == '(') {
        words.add(redirections.processSubstitution());
      } else if (c == '(') {
        if (words.size() != 1 || !assignments.isEmpty() || !words.getFirst().keyword()) {
          throw new UnreadableException("A parenthesis stands in the middle of a command.");
        }
        emptyParentheses();
        functionBody();
        return;
      } else if (ShellScanner.endsWord(c)) {
        break;
      } else {
        Word word = in.word();
        if (!words.isEmpty() || !assignment(word, assignments)) {
          words.add(word);
        }
      }
    }
    add(new ShellCommand(assignments, words, redirects));
  }

  private boolean assignment(Word word, List<Assignment> assignments) throws UnreadableException {
    if (word.pieces().isEmpty()
        || !(word.pieces().getFirst() instanceof Text first)
        || first.quoted()) {
      return false;
    }
    Matcher matcher = ASSIGNMENT.matcher(first.text());
    if (!matcher.matches()) {
      return false;
    }
    if (in.peek() == '(') {
      throw new UnreadableException("It sets an array.");
    }
    List<Piece> value = new ArrayList<>(word.pieces());
    value.set(0, new Text(matcher.group(2), false));
    assignments.add(new Assignment(matcher.group(1), new Word(value)));
    return true;
  }
}
