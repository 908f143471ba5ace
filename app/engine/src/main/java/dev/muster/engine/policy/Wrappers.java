package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.ShellCommand;
import dev.muster.engine.policy.shell.ShellCommand.Assignment;
import dev.muster.engine.policy.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the programs whose arguments are another command, and finds that command. */
final class Wrappers {
  /**
   * What a wrapper runs.
   *
   * @param inner the commands it runs
   * @param script shell text it runs; null where there is none
   * @param unreadable whether it runs something nobody can name
   * @param transparent whether it does nothing else, so that a rule need not name it
   * @param innerNeedsRule whether a rule must name what it runs
   */
  record Opened(
      List<ShellCommand> inner,
      @Nullable String script,
      boolean unreadable,
      boolean transparent,
      boolean innerNeedsRule) {

    static final Opened NOTHING = new Opened(List.of(), null, false, false, true);
    static final Opened UNREADABLE = new Opened(List.of(), null, true, false, true);

    static Opened transparent(List<Word> words) {
      return words.isEmpty()
          ? NOTHING
          : new Opened(List.of(ShellCommand.of(words)), null, false, true, true);
    }

    static Opened script(Word word) {
      return word.fixed() && !word.glob()
          ? new Opened(List.of(), word.text(), false, true, true)
          : UNREADABLE;
    }
  }

  /** Wrappers of the form {@code name [options] command}: their options that take a value. */
  private static final Map<String, Set<String>> PLAIN =
      Map.ofEntries(
          Map.entry(
              "sudo",
              Set.of("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user")),
          Map.entry("doas", Set.of("-u", "-C")),
          Map.entry("pkexec", Set.of("--user")),
          Map.entry("nice", Set.of("-n", "--adjustment")),
          Map.entry("ionice", Set.of("-c", "-n")),
          Map.entry("nohup", Set.of()),
          Map.entry("setsid", Set.of()),
          Map.entry("stdbuf", Set.of("-i", "-o", "-e")),
          Map.entry("time", Set.of("-f", "-o")),
          Map.entry("command", Set.of()),
          Map.entry("builtin", Set.of()),
          Map.entry("exec", Set.of("-a")),
          Map.entry("chronic", Set.of()),
          Map.entry("unbuffer", Set.of()),
          Map.entry("caffeinate", Set.of("-t", "-w")),
          Map.entry("busybox", Set.of()),
          Map.entry("strace", Set.of("-o", "-e", "-s", "-E", "-O", "-S", "-a", "-b", "-P")),
          Map.entry("ltrace", Set.of("-o", "-e", "-s", "-n", "-a")),
          Map.entry("xvfb-run", Set.of("-e", "-f", "-n", "-p", "-s", "-w")),
          Map.entry("dbus-run-session", Set.of()),
          Map.entry("env", Set.of("-u", "-C", "--unset", "--chdir")));

  /** The same with operands in front of the command: how many. */
  private static final Map<String, Integer> OPERANDS =
      Map.of("timeout", 1, "taskset", 1, "chrt", 1, "chroot", 1, "unshare", 0, "nsenter", 0);

  private static final Set<String> OPERAND_OPTIONS = Set.of("-s", "-k", "--signal", "--kill-after");

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "rbash");
  private static final Set<String> FOREIGN_SHELLS =
      Set.of("fish", "csh", "tcsh", "pwsh", "powershell", "nu", "xonsh", "elvish", "cmd");

  /** Tools that run another program on a project's behalf: what they run must not be forbidden. */
  private static final Map<String, Set<String>> RUNNERS =
      Map.ofEntries(
          Map.entry("uv", Set.of("run")),
          Map.entry("poetry", Set.of("run")),
          Map.entry("pipenv", Set.of("run")),
          Map.entry("pdm", Set.of("run")),
          Map.entry("hatch", Set.of("run")),
          Map.entry("rye", Set.of("run")),
          Map.entry("bundle", Set.of("exec")),
          Map.entry("npm", Set.of("exec", "x")),
          Map.entry("pnpm", Set.of("exec", "dlx")),
          Map.entry("yarn", Set.of("exec", "dlx")),
          Map.entry("mise", Set.of("exec", "x")),
          Map.entry("asdf", Set.of("exec")));

  private static final Set<String> RUNNERS_AT_ONCE = Set.of("npx", "bunx", "pnpx", "dotenv");

  private Wrappers() {}

  /** What this command runs besides itself. The program is the first word's plain name. */
  static Opened open(String program, List<Word> words) {
    List<Word> arguments = words.subList(1, words.size());
    Set<String> valued = PLAIN.get(program);
    if (valued != null) {
      return plain(program, arguments, valued);
    }
    Integer operands = OPERANDS.get(program);
    if (operands != null) {
      int at = firstOperand(arguments, OPERAND_OPTIONS) + operands;
      return Opened.transparent(at < arguments.size() ? tail(arguments, at) : List.of());
    }
    if (SHELLS.contains(program)) {
      return shell(arguments);
    }
    if (FOREIGN_SHELLS.contains(program)) {
      return Opened.UNREADABLE;
    }
    return switch (program) {
      case "eval" -> joined(arguments);
      case "xargs" -> xargs(arguments);
      case "find" -> find(arguments);
      case "fd", "fdfind" -> fd(arguments);
      case "trap" -> trap(arguments);
      case "watch" -> joined(tail(arguments, firstOperand(arguments, Set.of("-n", "--interval"))));
      case "flock" -> flock(arguments);
      case "git" -> git(arguments);
      case "parallel", "entr", "alias", "enable", "bind", "complete", "mapfile", "readarray" ->
          Opened.UNREADABLE;
      case "hash" ->
          arguments.stream().anyMatch(word -> word.text().startsWith("-p"))
              ? Opened.UNREADABLE
              : Opened.NOTHING;
      default -> runner(program, arguments);
    };
  }

  private static List<Word> tail(List<Word> words, int from) {
    return words.subList(Math.min(from, words.size()), words.size());
  }

  private static int firstOperand(List<Word> arguments, Set<String> valued) {
    int at = 0;
    while (at < arguments.size()) {
      String text = arguments.get(at).text();
      if (text.equals("--")) {
        return at + 1;
      }
      if (!text.startsWith("-") || text.length() == 1) {
        return at;
      }
      at += valued.contains(text) ? 2 : 1;
    }
    return arguments.size();
  }

  private static Opened plain(String program, List<Word> arguments, Set<String> valued) {
    if (program.equals("command")
        && arguments.stream().findFirst().filter(w -> w.text().matches("-[vV]")).isPresent()) {
      return Opened.NOTHING;
    }
    if (program.equals("env")
        && arguments.stream().anyMatch(w -> w.text().matches("-[a-zA-Z0]*S.*|--split-string.*"))) {
      return Opened.UNREADABLE;
    }
    List<Word> rest = tail(arguments, firstOperand(arguments, valued));
    List<Assignment> assignments = new ArrayList<>();
    if (program.equals("env") || program.equals("sudo")) {
      while (!rest.isEmpty() && rest.getFirst().text().matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*")) {
        Word set = rest.getFirst();
        String name = set.text().substring(0, set.text().indexOf('='));
        String value = set.text().substring(name.length() + 1);
        assignments.add(new Assignment(name, set.fixed() ? Word.of(value) : Word.unknown(value)));
        rest = tail(rest, 1);
      }
    }
    if (rest.isEmpty()) {
      return Opened.NOTHING;
    }
    return new Opened(
        List.of(new ShellCommand(assignments, rest, List.of())), null, false, true, true);
  }

  private static Opened shell(List<Word> arguments) {
    boolean command = false;
    int at = 0;
    for (; at < arguments.size(); at++) {
      String text = arguments.get(at).text();
      if (!arguments.get(at).fixed()) {
        return Opened.UNREADABLE;
      }
      if (text.equals("--")) {
        at++;
        break;
      }
      if (text.equals("-o")
          || text.equals("+o")
          || text.equals("-O")
          || text.equals("+O")
          || text.equals("--rcfile")
          || text.equals("--init-file")) {
        at++;
      } else if (text.matches("[-+][a-zA-Z]+")) {
        command |= text.startsWith("-") && text.contains("c");
        if (text.startsWith("-") && text.contains("s")) {
          return Opened.UNREADABLE;
        }
        if (text.endsWith("o")) {
          at++;
        }
      } else if (!text.startsWith("--") || text.length() == 1) {
        break;
      }
    }
    if (at >= arguments.size() || arguments.get(at).text().equals("-")) {
      // It reads commands from its input (or only tells its version, which nobody needs to run).
      return Opened.UNREADABLE;
    }
    return command ? Opened.script(arguments.get(at)) : Opened.NOTHING;
  }

  private static Opened joined(List<Word> arguments) {
    StringBuilder script = new StringBuilder();
    for (Word word : arguments) {
      if (!word.fixed() || word.glob()) {
        return Opened.UNREADABLE;
      }
      script.append(script.isEmpty() ? "" : " ").append(word.text());
    }
    return new Opened(List.of(), script.toString(), false, true, true);
  }

  private static Opened xargs(List<Word> arguments) {
    Set<String> valued =
        Set.of(
            "-I",
            "-i",
            "-n",
            "-P",
            "-L",
            "-l",
            "-d",
            "-s",
            "-E",
            "-a",
            "-R",
            "-S",
            "--max-args",
            "--max-procs",
            "--delimiter",
            "--arg-file",
            "--max-lines");
    List<Word> inner = new ArrayList<>(tail(arguments, firstOperand(arguments, valued)));
    if (inner.isEmpty()) {
      return Opened.NOTHING;
    }
    inner.add(Word.unknown("…"));
    return Opened.transparent(inner);
  }

  private static Opened find(List<Word> arguments) {
    List<ShellCommand> inner = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).text().matches("-(exec|execdir|ok|okdir)")) {
        continue;
      }
      List<Word> words = new ArrayList<>();
      for (i++; i < arguments.size(); i++) {
        Word word = arguments.get(i);
        if (word.text().equals(";") || word.text().equals("+")) {
          break;
        }
        words.add(word.text().contains("{}") ? Word.unknown(word.text()) : word);
      }
      if (!words.isEmpty()) {
        inner.add(ShellCommand.of(words));
      }
    }
    return new Opened(inner, null, false, false, true);
  }

  private static Opened fd(List<Word> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).text().matches("-x|-X|--exec|--exec-batch")) {
        List<Word> words = new ArrayList<>(tail(arguments, i + 1));
        words.add(Word.unknown("{}"));
        return new Opened(List.of(ShellCommand.of(words)), null, false, false, true);
      }
    }
    return Opened.NOTHING;
  }

  private static Opened trap(List<Word> arguments) {
    List<Word> rest = tail(arguments, firstOperand(arguments, Set.of()));
    return rest.isEmpty() ? Opened.NOTHING : Opened.script(rest.getFirst());
  }

  private static Opened flock(List<Word> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).text().matches("-c|--command")) {
        return Opened.script(arguments.get(i + 1));
      }
    }
    int at = firstOperand(arguments, Set.of("-w", "-E", "--timeout")) + 1;
    return Opened.transparent(tail(arguments, at));
  }

  /** Git runs shell text for some of its options. */
  private static Opened git(List<Word> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      String text = arguments.get(i).text();
      if (text.equals("--exec") || (text.equals("-x") && has(arguments, "rebase"))) {
        return notAlone(Opened.script(arguments.get(i + 1)));
      }
      if ((text.equals("foreach") && has(arguments, "submodule"))
          || (text.equals("run") && has(arguments, "bisect"))) {
        return notAlone(joined(tail(arguments, i + 1)));
      }
    }
    return Opened.NOTHING;
  }

  private static boolean has(List<Word> words, String text) {
    return words.stream().anyMatch(word -> word.text().equals(text));
  }

  private static Opened notAlone(Opened opened) {
    return new Opened(opened.inner(), opened.script(), opened.unreadable(), false, true);
  }

  private static Opened runner(String program, List<Word> arguments) {
    Set<String> verbs = RUNNERS.get(program);
    List<Word> rest = tail(arguments, firstOperand(arguments, Set.of()));
    if (verbs != null) {
      if (rest.isEmpty() || !verbs.contains(rest.getFirst().text())) {
        return Opened.NOTHING;
      }
      rest = tail(rest, 1);
      rest = tail(rest, firstOperand(rest, Set.of()));
    } else if (!RUNNERS_AT_ONCE.contains(program)) {
      return Opened.NOTHING;
    }
    return rest.isEmpty()
        ? Opened.NOTHING
        : new Opened(List.of(ShellCommand.of(rest)), null, false, false, false);
  }
}
