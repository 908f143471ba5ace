package dev.muster.engine.policy.shell;

import dev.muster.engine.policy.shell.ShellCommand.Redirect;
import dev.muster.engine.policy.shell.ShellCommand.Way;
import dev.muster.engine.policy.shell.Word.Expansion;
import java.util.List;

/** Reads what a command is connected to: files, descriptors, here-documents, other commands. */
final class Redirections {
  private final ShellScanner in;

  Redirections(ShellScanner in) {
    this.in = in;
  }

  /** Reads one redirection if one stands here. */
  boolean read(List<Redirect> redirects, List<Word> words) throws UnreadableException {
    int start = in.position();
    while (Character.isDigit(in.peek())) {
      in.skip(1);
    }
    boolean both = in.position() == start && in.lookingAt("&>");
    if (both) {
      in.skip(1);
    }
    char c = in.peek();
    if ((c != '<' && c != '>') || (!both && in.peek(1) == '(')) {
      in.back(start);
      return false;
    }
    if (in.lookingAt("<<<")) {
      in.skip(3);
      redirects.add(new Redirect(Way.HERE, target()));
    } else if (in.lookingAt("<<")) {
      boolean strip = in.peek(2) == '-';
      in.skip(strip ? 3 : 2);
      Word delimiter = target();
      in.expectHereDocument(delimiter, strip);
      redirects.add(new Redirect(Way.HERE, delimiter));
    } else if (in.lookingAt("<&") || in.lookingAt(">&")) {
      in.skip(2);
      Word target = target();
      boolean descriptor = target.fixed() && target.text().matches("[0-9]+-?|-");
      redirects.add(new Redirect(descriptor ? Way.DUPLICATES : Way.WRITES, target));
    } else if (in.lookingAt("<>")) {
      in.skip(2);
      redirects.add(new Redirect(Way.WRITES, target()));
    } else if (c == '<') {
      in.skip(1);
      redirects.add(new Redirect(Way.READS, target()));
    } else {
      in.skip(1);
      if (in.peek() == '>' || in.peek() == '|') {
        in.skip(1);
      }
      redirects.add(new Redirect(Way.WRITES, target()));
    }
    if (both) {
      // dash reads "a &>f b" as two commands, bash as one; only at the end do they agree.
      in.skipBlanks();
      if (words.isEmpty() || !ShellScanner.endsWord(in.peek()) || in.peek() == '(') {
        throw new UnreadableException("\"&>\" means different things to different shells.");
      }
    }
    return true;
  }

  private Word target() throws UnreadableException {
    in.skipBlanks();
    if ((in.peek() == '<' || in.peek() == '>') && in.peek(1) == '(') {
      return processSubstitution();
    }
    if (ShellScanner.endsWord(in.peek())) {
      throw new UnreadableException("A redirection has no target.");
    }
    Word target = in.word();
    return target.glob() || !target.fixed()
        ? new Word(List.of(new Expansion(target.text())))
        : target;
  }

  Word processSubstitution() throws UnreadableException {
    in.skip(2);
    in.parentheses();
    if (!ShellScanner.endsWord(in.peek())) {
      throw new UnreadableException("A word follows \"<(…)\" without a blank.");
    }
    return Word.unknown("<(…)");
  }
}
