package dev.muster.engine.policy.shell;

import java.util.List;

/** One word of a command line, as far as it is known before the shell expands it. */
public record Word(List<Piece> pieces) {

  /** A run of characters, or something the shell puts in when it runs. */
  public sealed interface Piece {}

  /** Characters that stand for themselves; unquoted ones may still be patterns or a tilde. */
  public record Text(String text, boolean quoted) implements Piece {}

  /** Something only the shell knows: a variable, a command's output. */
  public record Expansion(String source) implements Piece {}

  public Word {
    pieces = List.copyOf(pieces);
  }

  /** A word of these very characters. */
  public static Word of(String text) {
    return new Word(List.of(new Text(text, true)));
  }

  /** A word whose text nobody knows yet. */
  public static Word unknown(String source) {
    return new Word(List.of(new Expansion(source)));
  }

  /** Whether its text is known for certain, file name patterns aside. */
  public boolean fixed() {
    return pieces.stream().noneMatch(Expansion.class::isInstance) && !braces(bare());
  }

  /** Whether bash would make several words of it. */
  private static boolean braces(String bare) {
    int open = bare.indexOf('{');
    return open >= 0 && (bare.indexOf(',', open) >= 0 || bare.indexOf("..", open) >= 0);
  }

  /** Whether it is a file name pattern. */
  public boolean glob() {
    String bare = bare();
    int open = bare.indexOf('[');
    return bare.indexOf('*') >= 0
        || bare.indexOf('?') >= 0
        || (open >= 0 && bare.indexOf(']', open) > 0);
  }

  /**
   * Whether the shell may put someone's home folder in its place: an unquoted {@code ~} in front.
   */
  public boolean tilde() {
    return !pieces.isEmpty()
        && pieces.getFirst() instanceof Text first
        && !first.quoted()
        && first.text().startsWith("~");
  }

  /** Whether it can be a keyword of the shell: not a character of it is quoted. */
  boolean keyword() {
    return pieces.size() == 1 && pieces.getFirst() instanceof Text only && !only.quoted();
  }

  /** Whether any of it is quoted, even an empty part. */
  boolean quoted() {
    return pieces.stream().anyMatch(piece -> piece instanceof Text text && text.quoted());
  }

  /** The characters after quotes are removed; expansions stand as they are written. */
  public String text() {
    StringBuilder all = new StringBuilder();
    for (Piece piece : pieces) {
      all.append(
          switch (piece) {
            case Text text -> text.text();
            case Expansion expansion -> expansion.source();
          });
    }
    return all.toString();
  }

  /** The known characters in front of the first expansion. */
  public String knownPrefix() {
    StringBuilder prefix = new StringBuilder();
    for (Piece piece : pieces) {
      if (!(piece instanceof Text text)) {
        break;
      }
      prefix.append(text.text());
    }
    return prefix.toString();
  }

  private String bare() {
    StringBuilder bare = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Text text && !text.quoted()) {
        bare.append(text.text());
      }
    }
    return bare.toString();
  }
}
