package dev.muster.engine.policy;

import dev.muster.engine.policy.CommandPaths.Found;
import dev.muster.engine.policy.Wrappers.Opened;
import dev.muster.engine.policy.shell.Script;
import dev.muster.engine.policy.shell.ShellCommand;
import dev.muster.engine.policy.shell.ShellCommand.Redirect;
import dev.muster.engine.policy.shell.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a command line would run, and what is known of it beforehand. It is as dangerous as
 * its worst part.
 *
 * @param text as it would be handed to the shell
 * @param parts every program it runs, those inside wrappers and substitutions included
 * @param unreadable why it cannot be told what it runs; null when it can
 */
record CommandLine(String text, List<CommandPart> parts, @Nullable String unreadable) {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARTS = 1_000;

  CommandLine {
    parts = List.copyOf(parts);
  }

  /** The risks of all parts. */
  Set<Risk> risks() {
    Set<Risk> all = EnumSet.noneOf(Risk.class);
    parts.forEach(part -> all.addAll(part.risks()));
    if (unreadable != null) {
      all.add(Risk.UNREADABLE);
    }
    return all;
  }

  /** Reads a command line as seen from a worktree. Looks at the disk to see where paths lead. */
  static CommandLine read(String text, Places places, Path home) {
    return new Reader(places, home).read(text);
  }

  /** A plain name for a program, however it is spelled: {@code /usr/bin/RM} is {@code rm}. */
  static String program(Word word) {
    String text = word.text();
    String name = text.substring(text.lastIndexOf('/') + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower;
  }

  /** Gathers the parts of one command line. */
  private static final class Reader {
    private final Places places;
    private final Path home;
    private final List<CommandPart> parts = new ArrayList<>();
    private CommandPaths paths;
    private @Nullable String unreadable;

    Reader(Places places, Path home) {
      this.places = places;
      this.home = home;
      this.paths = new CommandPaths(places, home, List.of(places.worktree()));
    }

    CommandLine read(String text) {
      Script script = Script.read(text);
      paths = new CommandPaths(places, home, folders(script));
      script(script, 0);
      return new CommandLine(text, parts, unreadable);
    }

    /** Where the command line may be when one of its parts runs. */
    private List<Path> folders(Script script) {
      Set<Path> folders = new LinkedHashSet<>();
      folders.add(places.worktree());
      for (ShellCommand command : script.commands()) {
        List<Word> words = command.words();
        if (words.size() > 1 && words.getFirst().text().matches("cd|pushd") && folders.size() < 8) {
          Word last = words.getLast();
          Place place = last.fixed() ? places.find(last.text(), places.worktree()) : null;
          if (place != null && place.real() != null) {
            folders.add(place.real());
          }
        }
      }
      return List.copyOf(folders);
    }

    private void script(Script script, int depth) {
      if (script.unreadable() != null) {
        cannotRead(script.unreadable());
      }
      for (ShellCommand command : script.commands()) {
        command(command, Set.of(), true, depth);
      }
    }

    private void cannotRead(String why) {
      if (unreadable == null) {
        unreadable = why;
      }
    }

    /** Reads one command and what it runs in turn; returns the risks of all of it. */
    private Set<Risk> command(
        ShellCommand command, Set<Risk> inherited, boolean needsRule, int depth) {
      Set<Risk> risks = EnumSet.noneOf(Risk.class);
      risks.addAll(inherited);
      if (depth > MAX_DEPTH || parts.size() > MAX_PARTS) {
        cannotRead("It is nested too deeply.");
        return risks;
      }
      List<Word> words = command.words();
      boolean needs = needsRule;
      if (!words.isEmpty()) {
        Word first = words.getFirst();
        if (!first.fixed() || first.glob() || first.text().isEmpty()) {
          cannotRead("“" + first.text() + "” may be any program.");
        }
        String program = program(first);
        risks.addAll(ProgramRisks.of(program, words));
        if (risks.contains(Risk.UNREADABLE)) {
          cannotRead("What “" + command.text() + "” does depends on a variable.");
        }
        Opened opened = Wrappers.open(program, words);
        if (opened.unreadable()) {
          cannotRead("“" + program + "” runs something that is not written here.");
        }
        Set<Risk> handedOn = Set.copyOf(risks);
        boolean innerNeeds = needsRule && opened.innerNeedsRule();
        for (ShellCommand inner : opened.inner()) {
          risks.addAll(command(inner, handedOn, innerNeeds, depth + 1));
        }
        if (opened.script() != null) {
          script(Script.read(opened.script()), depth + 1);
        }
        boolean only = !opened.inner().isEmpty() || opened.script() != null;
        needs = needsRule && !(opened.transparent() && only);
      }
      parts.add(part(command, risks, needs));
      return risks;
    }

    private CommandPart part(ShellCommand command, Set<Risk> risks, boolean needsRule) {
      List<Place> touches = new ArrayList<>();
      List<Place> writes = new ArrayList<>();
      boolean writesUnknown = false;
      List<Word> words = command.words();
      if (!words.isEmpty()) {
        Found found = paths.inArguments(program(words.getFirst()), words);
        touches.addAll(found.places());
        outside(found, risks);
        if (words.getFirst().text().contains("/") || words.getFirst().tilde()) {
          outsideProgram(words.getFirst(), risks);
        }
      }
      for (Redirect redirect : command.redirects()) {
        switch (redirect.way()) {
          case DUPLICATES, HERE -> {}
          case READS -> {
            Found found = paths.in(redirect.target());
            touches.addAll(found.places());
            outside(found, risks);
          }
          case WRITES -> {
            Found found = paths.in(redirect.target());
            writes.addAll(found.places());
            touches.addAll(found.places());
            outside(found, risks);
            writesUnknown |= !redirect.target().fixed();
          }
        }
        if (redirect.target().text().matches("/dev/(tcp|udp)/.*")) {
          risks.add(Risk.NETWORK);
        }
      }
      return new CommandPart(command, risks, needsRule, writes, writesUnknown, touches);
    }

    private static void outside(Found found, Set<Risk> risks) {
      if (found.outside()) {
        risks.add(Risk.OUTSIDE);
      }
    }

    /** Programs of the system are no more outside when they are named in full. */
    private void outsideProgram(Word program, Set<Risk> risks) {
      if (!program.text().matches("/(usr/(local/)?)?s?bin/[^/]+|/opt/homebrew/bin/[^/]+")) {
        outside(paths.in(program), risks);
      }
    }
  }
}
