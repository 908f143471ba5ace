package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.SyntaxConstants;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMaker;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Colours code line by line with RSyntaxTextArea's tokenizers, which need no window of theirs. A
 * tokenizer reuses its tokens, so this is used on one thread only (the JavaFX thread).
 */
final class SyntaxColours {
  /** A stretch of a line in one colour. */
  record Span(int start, int end, DiffInk ink) {}

  private static final Map<String, String> LANGUAGES = languages();

  private final Map<String, TokenMaker> makers = new HashMap<>();

  /** Whether the language of a path is known; if not, its lines have one colour. */
  boolean knows(String path) {
    return language(path) != null;
  }

  /** The spans of a line, in order and without gaps; one span if the language is not known. */
  List<Span> spans(String path, String line, int state) {
    TokenMaker maker = maker(path);
    if (maker == null || line.isEmpty()) {
      return line.isEmpty() ? List.of() : List.of(new Span(0, line.length(), DiffInk.CODE));
    }
    List<Span> spans = new ArrayList<>();
    for (Token token = maker.getTokenList(segment(line), state, 0);
        token != null && token.isPaintable();
        token = token.getNextToken()) {
      int start = token.getOffset();
      int end = token.getEndOffset();
      if (end > start) {
        add(spans, start, end, ink(token, line));
      }
    }
    int covered = spans.isEmpty() ? 0 : spans.getLast().end();
    if (covered < line.length()) {
      add(spans, covered, line.length(), DiffInk.CODE);
    }
    return spans;
  }

  /** What is still open after a line that began in a state. */
  int stateAfter(String path, String line, int state) {
    TokenMaker maker = maker(path);
    return maker == null ? 0 : maker.getLastTokenTypeOnLine(segment(line), state);
  }

  private static void add(List<Span> spans, int start, int end, DiffInk ink) {
    if (!spans.isEmpty() && spans.getLast().ink() == ink && spans.getLast().end() == start) {
      spans.set(spans.size() - 1, new Span(spans.getLast().start(), end, ink));
    } else {
      spans.add(new Span(start, end, ink));
    }
  }

  private static DiffInk ink(Token token, String line) {
    return switch (token.getType()) {
      case Token.COMMENT_EOL,
          Token.COMMENT_MULTILINE,
          Token.COMMENT_DOCUMENTATION,
          Token.COMMENT_KEYWORD,
          Token.COMMENT_MARKUP,
          Token.MARKUP_COMMENT ->
          DiffInk.COMMENT;
      case Token.RESERVED_WORD, Token.RESERVED_WORD_2, Token.DATA_TYPE, Token.MARKUP_TAG_NAME ->
          DiffInk.KEYWORD;
      case Token.LITERAL_STRING_DOUBLE_QUOTE,
          Token.LITERAL_CHAR,
          Token.LITERAL_BACKQUOTE,
          Token.REGEX,
          Token.MARKUP_TAG_ATTRIBUTE_VALUE,
          Token.ERROR_STRING_DOUBLE,
          Token.ERROR_CHAR ->
          DiffInk.STRING;
      case Token.LITERAL_NUMBER_DECIMAL_INT,
          Token.LITERAL_NUMBER_FLOAT,
          Token.LITERAL_NUMBER_HEXADECIMAL,
          Token.LITERAL_BOOLEAN,
          Token.ERROR_NUMBER_FORMAT ->
          DiffInk.NUMBER;
      case Token.FUNCTION, Token.ANNOTATION, Token.MARKUP_TAG_ATTRIBUTE, Token.VARIABLE ->
          DiffInk.FUNCTION;
      // The tokenizers know the language's own functions only; a name before "(" is one as well.
      case Token.IDENTIFIER ->
          token.getEndOffset() < line.length() && line.charAt(token.getEndOffset()) == '('
              ? DiffInk.FUNCTION
              : DiffInk.CODE;
      default -> DiffInk.CODE;
    };
  }

  private @Nullable TokenMaker maker(String path) {
    String language = language(path);
    return language == null
        ? null
        : makers.computeIfAbsent(
            language, key -> TokenMakerFactory.getDefaultInstance().getTokenMaker(key));
  }

  private static @Nullable String language(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String whole = LANGUAGES.get(name);
    return whole != null ? whole : LANGUAGES.get(name.substring(name.lastIndexOf('.') + 1));
  }

  private static Segment segment(String line) {
    return new Segment(line.toCharArray(), 0, line.length());
  }

  private static Map<String, String> languages() {
    Map<String, String> map = new HashMap<>();
    put(map, SyntaxConstants.SYNTAX_STYLE_JAVA, "java");
    put(map, SyntaxConstants.SYNTAX_STYLE_KOTLIN, "kt", "kts");
    put(map, SyntaxConstants.SYNTAX_STYLE_SCALA, "scala");
    put(map, SyntaxConstants.SYNTAX_STYLE_GROOVY, "groovy", "gradle", "jenkinsfile");
    put(map, SyntaxConstants.SYNTAX_STYLE_JAVASCRIPT, "js", "jsx", "mjs", "cjs");
    put(map, SyntaxConstants.SYNTAX_STYLE_TYPESCRIPT, "ts", "tsx", "mts", "cts");
    put(map, SyntaxConstants.SYNTAX_STYLE_JSON, "json", "jsonc", "json5");
    put(map, SyntaxConstants.SYNTAX_STYLE_PYTHON, "py", "pyi");
    put(map, SyntaxConstants.SYNTAX_STYLE_RUBY, "rb", "rakefile", "gemfile");
    put(map, SyntaxConstants.SYNTAX_STYLE_GO, "go");
    put(map, SyntaxConstants.SYNTAX_STYLE_RUST, "rs");
    put(map, SyntaxConstants.SYNTAX_STYLE_C, "c", "h");
    put(map, SyntaxConstants.SYNTAX_STYLE_CPLUSPLUS, "cc", "cpp", "cxx", "hpp", "hh");
    put(map, SyntaxConstants.SYNTAX_STYLE_CSHARP, "cs");
    put(map, SyntaxConstants.SYNTAX_STYLE_PHP, "php");
    put(map, SyntaxConstants.SYNTAX_STYLE_PERL, "pl", "pm");
    put(map, SyntaxConstants.SYNTAX_STYLE_LUA, "lua");
    put(map, SyntaxConstants.SYNTAX_STYLE_DART, "dart");
    put(map, SyntaxConstants.SYNTAX_STYLE_CLOJURE, "clj", "cljs", "edn");
    put(map, SyntaxConstants.SYNTAX_STYLE_HTML, "html", "htm", "vue", "svelte");
    put(map, SyntaxConstants.SYNTAX_STYLE_XML, "xml", "svg", "xsd", "fxml", "pom");
    put(map, SyntaxConstants.SYNTAX_STYLE_CSS, "css");
    put(map, SyntaxConstants.SYNTAX_STYLE_LESS, "less", "scss");
    put(map, SyntaxConstants.SYNTAX_STYLE_SQL, "sql");
    put(map, SyntaxConstants.SYNTAX_STYLE_YAML, "yml", "yaml");
    put(map, SyntaxConstants.SYNTAX_STYLE_INI, "ini", "toml", "cfg", ".editorconfig");
    put(map, SyntaxConstants.SYNTAX_STYLE_PROPERTIES_FILE, "properties", "env");
    put(map, SyntaxConstants.SYNTAX_STYLE_MAKEFILE, "makefile", "mk");
    put(map, SyntaxConstants.SYNTAX_STYLE_DOCKERFILE, "dockerfile");
    put(map, SyntaxConstants.SYNTAX_STYLE_UNIX_SHELL, "sh", "bash", "zsh");
    put(map, SyntaxConstants.SYNTAX_STYLE_WINDOWS_BATCH, "bat", "cmd");
    put(map, SyntaxConstants.SYNTAX_STYLE_MARKDOWN, "md", "markdown");
    return Map.copyOf(map);
  }

  private static void put(Map<String, String> map, String language, String... names) {
    for (String name : names) {
      map.put(name, language);
    }
  }
}
