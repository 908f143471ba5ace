package dev.muster.engine.policy.shell;

import dev.muster.engine.policy.shell.Word.Expansion;
import dev.muster.engine.policy.shell.Word.Piece;
import dev.muster.engine.policy.shell.Word.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads words, quotes and expansions from a command line. Where dash and bash would read the same
 * characters differently it refuses, because nobody knows which of them will run.
 */
final class ShellScanner {
  /** Reads the commands inside an expansion. */
  interface Substitutions {
    /** The scanner stands behind the opening parenthesis; reads through the closing one. */
    void inParentheses(ShellScanner scanner) throws UnreadableException;

    /** A command line that stood between back quotes, already unescaped. */
    void inBackquotes(String text) throws UnreadableException;
  }

  private final String source;
  private final Substitutions substitutions;
  private final Nesting nesting;
  private int at;
  private int lineEnds;

  /** Here-documents whose text begins after the next line end. */
  private final List<HereDocument> waiting = new ArrayList<>();

  private record HereDocument(String delimiter, boolean stripTabs, boolean raw) {}

  ShellScanner(String source, Substitutions substitutions, Nesting nesting) {
    this.source = source;
    this.substitutions = substitutions;
    this.nesting = nesting;
  }

  boolean atEnd() {
    return at >= source.length();
  }

  /** The next character; 0 at the end (a real 0 was refused before). */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : 0;
  }

  boolean lookingAt(String text) {
    return source.startsWith(text, at);
  }

  void skip(int characters) {
    at += characters;
  }

  /** Reads the commands up to a closing parenthesis; the scanner stands behind the opening one. */
  void parentheses() throws UnreadableException {
    substitutions.inParentheses(this);
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /** Skips blanks, joined lines and a comment, but no line end. */
  void skipBlanks() {
    while (true) {
      char c = peek();
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
      } else if (c == '#' && (at == 0 || endsWord(source.charAt(at - 1)))) {
        while (!atEnd() && peek() != '\n') {
          at++;
        }
      } else {
        return;
      }
    }
  }

  /** Reads a line end and the here-documents that follow it. */
  void lineEnd() throws UnreadableException {
    at++;
    lineEnds++;
    List<HereDocument> now = List.copyOf(waiting);
    waiting.clear();
    for (HereDocument document : now) {
      readHereDocument(document);
    }
  }

  int hereDocumentsWaiting() {
    return waiting.size();
  }

  /** How many line ends were read so far. */
  int lineEnds() {
    return lineEnds;
  }

  void expectHereDocument(Word delimiter, boolean stripTabs) throws UnreadableException {
    if (!delimiter.fixed() || delimiter.text().indexOf('$') >= 0) {
      throw new UnreadableException("The end mark of a here-document is not plain.");
    }
    waiting.add(new HereDocument(delimiter.text(), stripTabs, delimiter.quoted()));
  }

  static boolean endsWord(char c) {
    return switch (c) {
      case 0, ' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')' -> true;
      default -> false;
    };
  }

  /** Reads a word; the scanner must stand at its first character. */
  Word word() throws UnreadableException {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder bare = new StringBuilder();
    while (!atEnd() && !endsWord(peek())) {
      char c = peek();
      if (c == '\\' && peek(1) == '\n') {
        at += 2;
      } else if (c == '\\' || c == '\'' || c == '"' || c == '$' || c == '`') {
        flush(bare, pieces);
        switch (c) {
          case '\\' -> pieces.add(escaped());
          case '\'' -> pieces.add(singleQuoted());
          case '"' -> doubleQuoted(pieces);
          case '`' -> pieces.add(backquoted());
          default -> expansionOrDollar(pieces, false);
        }
      } else {
        bare.append(c);
        at++;
      }
    }
    flush(bare, pieces);
    return new Word(pieces);
  }

  private static void flush(StringBuilder bare, List<Piece> pieces) {
    if (!bare.isEmpty()) {
      pieces.add(new Text(bare.toString(), false));
      bare.setLength(0);
    }
  }

  private Text escaped() throws UnreadableException {
    if (at + 1 >= source.length()) {
      throw new UnreadableException("It ends with a backslash.");
    }
    String one = String.valueOf(source.charAt(at + 1));
    at += 2;
    return new Text(one, true);
  }

  private Text singleQuoted() throws UnreadableException {
    int end = source.indexOf('\'', at + 1);
    if (end < 0) {
      throw new UnreadableException("A single quote is never closed.");
    }
    String text = source.substring(at + 1, end);
    refuseLineEndBeforeHereDocument(text);
    at = end + 1;
    return new Text(text, true);
  }

  private void doubleQuoted(List<Piece> pieces) throws UnreadableException {
    at++;
    StringBuilder text = new StringBuilder();
    int before = pieces.size();
    while (peek() != '"') {
      if (atEnd()) {
        throw new UnreadableException("A double quote is never closed.");
      }
      inQuotes(text, pieces);
    }
    at++;
    if (!text.isEmpty() || pieces.size() == before) {
      pieces.add(new Text(text.toString(), true));
    }
  }

  /** One character or expansion between double quotes, or in a here-document. */
  private void inQuotes(StringBuilder text, List<Piece> pieces) throws UnreadableException {
    char c = peek();
    if (c == '\\' && "$`\"\\\n".indexOf(peek(1)) >= 0 && at + 1 < source.length()) {
      if (peek(1) != '\n') {
        text.append(peek(1));
      }
      at += 2;
    } else if (c == '$' || c == '`') {
      if (!text.isEmpty()) {
        pieces.add(new Text(text.toString(), true));
        text.setLength(0);
      }
      if (c == '`') {
        pieces.add(backquoted());
      } else {
        expansionOrDollar(pieces, true);
      }
    } else {
      if (c == '\n') {
        refuseLineEndBeforeHereDocument("\n");
      }
      text.append(c);
      at++;
    }
  }

  private void refuseLineEndBeforeHereDocument(String text) throws UnreadableException {
    if (!waiting.isEmpty() && text.indexOf('\n') >= 0) {
      throw new UnreadableException("A quoted line end stands before a here-document.");
    }
  }

  private void expansionOrDollar(List<Piece> pieces, boolean inQuotes) throws UnreadableException {
    nesting.enter();
    int start = at;
    at++;
    char c = peek();
    if (lookingAt("((")) {
      at += 2;
      arithmetic();
    } else if (c == '(') {
      at++;
      substitutions.inParentheses(this);
    } else if (c == '{') {
      at++;
      parameter();
    } else if (c == '[') {
      throw new UnreadableException("\"$[\" means different things to different shells.");
    } else if (c == '\'' && !inQuotes) {
      if (singleQuoted().text().indexOf('\\') >= 0) {
        throw new UnreadableException("\"$'\" means different things to different shells.");
      }
    } else if (c == '"' && !inQuotes) {
      doubleQuoted(new ArrayList<>());
    } else if (c == '_' || Character.isLetter(c)) {
      while (peek() == '_' || Character.isLetterOrDigit(peek())) {
        at++;
      }
    } else if (c != 0 && "@*#?$!-0123456789".indexOf(c) >= 0) {
      at++;
    } else {
      nesting.leave();
      pieces.add(new Text("$", true));
      return;
    }
    nesting.leave();
    pieces.add(new Expansion(source.substring(start, at)));
  }

  /** Behind the opening brace of a parameter; reads through the closing one. */
  private void parameter() throws UnreadableException {
    while (peek() != '}') {
      char c = peek();
      if (atEnd()) {
        throw new UnreadableException("\"${\" is never closed.");
      }
      if (c == '$') {
        expansionOrDollar(new ArrayList<>(), true);
      } else if (c == '`') {
        backquoted();
      } else if (c == '\'' || c == '"' || c == '\\' || c == '\n' || c == '{') {
        throw new UnreadableException("Quotes inside \"${…}\" cannot be read with certainty.");
      } else if (c == '<' || c == '>' || c == '|') {
        // bash and ksh run what "${ …; }" and "${|…; }" hold.
        throw new UnreadableException("\"${…}\" holds more than a variable.");
      } else if ((c == ' ' || c == '\t') && source.charAt(at - 1) == '{') {
        throw new UnreadableException("\"${…}\" holds more than a variable.");
      } else {
        at++;
      }
    }
    at++;
  }

  /** Behind the two opening parentheses of arithmetic; reads through the two closing ones. */
  private void arithmetic() throws UnreadableException {
    int depth = 0;
    while (true) {
      char c = peek();
      if (atEnd() || c == '\'' || c == '"' || c == '\\') {
        throw new UnreadableException("\"$((…))\" cannot be read with certainty.");
      }
      if (c == '$') {
        expansionOrDollar(new ArrayList<>(), true);
        continue;
      }
      if (c == '`') {
        backquoted();
        continue;
      }
      at++;
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == ')') {
        if (peek() != ')') {
          throw new UnreadableException("\"$((\" may open arithmetic or a command.");
        }
        at++;
        return;
      }
    }
  }

  private Expansion backquoted() throws UnreadableException {
    int start = at;
    at++;
    StringBuilder inner = new StringBuilder();
    while (peek() != '`') {
      if (atEnd()) {
        throw new UnreadableException("A back quote is never closed.");
      }
      if (peek() == '\\' && "$`\\\"".indexOf(peek(1)) >= 0) {
        if (peek(1) == '"') {
          throw new UnreadableException("An escaped quote between back quotes is ambiguous.");
        }
        at++;
      }
      inner.append(peek());
      at++;
    }
    at++;
    refuseLineEndBeforeHereDocument(inner.toString());
    substitutions.inBackquotes(inner.toString());
    return new Expansion(source.substring(start, at));
  }

  private void readHereDocument(HereDocument document) throws UnreadableException {
    int start = at;
    int end = -1;
    while (end < 0 && at < source.length()) {
      int eol = source.indexOf('\n', at);
      String line = eol < 0 ? source.substring(at) : source.substring(at, eol);
      if (document.stripTabs()) {
        line = line.replaceFirst("^\t+", "");
      }
      if (line.equals(document.delimiter())) {
        end = at;
      }
      at = eol < 0 ? source.length() : eol + 1;
    }
    String body = source.substring(start, end < 0 ? at : end);
    if (document.raw()) {
      return;
    }
    if (body.contains("\\\n")) {
      throw new UnreadableException("A joined line in a here-document is ambiguous.");
    }
    ShellScanner inner = new ShellScanner(body, substitutions, nesting);
    while (!inner.atEnd()) {
      inner.inQuotes(new StringBuilder(), new ArrayList<>());
    }
  }
}
