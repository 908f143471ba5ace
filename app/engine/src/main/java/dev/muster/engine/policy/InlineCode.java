package dev.muster.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Tells when a program is handed code in its arguments or its input instead of in a file. */
final class InlineCode {
  /** Options that carry code, or that make a program run another. */
  private static final Map<String, Pattern> OPTIONS =
      Map.ofEntries(
          Map.entry("node", option("-e|--eval(=.*)?|-p|--print(=.*)?|-pe|-r|--require(=.*)?")),
          Map.entry("bun", option("-e|--eval(=.*)?|-p|--print(=.*)?")),
          Map.entry("deno", option("eval|repl")),
          Map.entry("perl", option("-[a-zA-Z0-9]*[eEM].*")),
          Map.entry("ruby", option("-[a-z]*[er].*")),
          Map.entry("php", option("-r.*|-B|-R|-E")),
          Map.entry("lua", option("-e.*|-l")),
          Map.entry("osascript", option("-e")),
          Map.entry("Rscript", option("-e")),
          Map.entry("julia", option("-e|-E|--eval.*|--print.*")),
          Map.entry("groovy", option("-e.*")),
          Map.entry("scala", option("-e")),
          Map.entry("elixir", option("-e|--eval|-r")),
          Map.entry("erl", option("-eval|-run|-s")),
          Map.entry("ghc", option("-e")),
          Map.entry("vim", option("[-+].*")),
          Map.entry("nvim", option("[-+].*")),
          Map.entry("vi", option("[-+].*")),
          Map.entry("emacs", option("--eval.*|--execute.*|-f|--funcall.*|-l|--load.*")),
          Map.entry("gdb", option("-ex.*|--eval.*|-x.*|--command.*|--args")),
          Map.entry(
              "tar",
              option(
                  "--checkpoint-action.*|--to-command.*|--use-compress-program.*|--rsh-command.*"
                      + "|--info-script.*|--new-volume-script.*|-[a-zA-Z]*[IF].*")),
          Map.entry("rsync", option("-[a-zA-Z]*e.*|--rsh.*|--rsync-path.*")),
          Map.entry("zip", option("-TT|--unzip-command.*")),
          Map.entry("sort", option("--compress-program.*")),
          Map.entry("make", option("--eval.*|SHELL=.*")),
          Map.entry("npm", option("-c|--call.*|--script-shell.*|--node-options.*")),
          Map.entry("npx", option("-c|--call.*|--node-options.*")),
          Map.entry("rg", option("--pre(=.*)?|--hostname-bin.*")),
          Map.entry("sqlite3", option("-cmd|\\..*")),
          Map.entry("ssh", option("-o.*|-F.*")),
          Map.entry("java", option("-javaagent.*|-agent.*|-XX:On.*")),
          Map.entry("nix", option("--expr|-c|--command|eval")),
          Map.entry("nix-shell", option("--run|--command|-p|--packages")),
          Map.entry("cargo", option("--config(=.*)?")));

  private InlineCode() {}

  private static Pattern option(String regex) {
    return Pattern.compile("(?s)" + regex);
  }

  static boolean in(String program, List<String> arguments) {
    if (program.matches("python[0-9.]*|pypy[0-9.]*")) {
      return python(arguments);
    }
    if (program.equals(".") || program.equals("source")) {
      return true;
    }
    if (program.equals("set")) {
      return !arguments.stream().allMatch(word -> word.matches("[-+][a-zA-Z]+|pipefail|--"));
    }
    if (program.matches("export|declare|typeset|readonly|local|shopt|unset|umask|ulimit")) {
      // They change what every later command of the line means.
      return arguments.stream().anyMatch(word -> !HarmlessVariables.harmless(word));
    }
    if (program.matches("awk|gawk|mawk|nawk")) {
      return arguments.stream().anyMatch(InlineCode::awkActs);
    }
    if (program.matches("g?sed")) {
      return sed(arguments);
    }
    if (program.matches("ex|ed|red")) {
      return true;
    }
    if (program.matches("node|bun|perl|ruby|php|lua|osascript|Rscript|julia|tclsh|irb|scala")
        && arguments.stream().allMatch(word -> word.startsWith("-") && !word.equals("--version"))) {
      return true; // no file named: the code comes from its input
    }
    Pattern options = OPTIONS.get(program);
    return options != null && arguments.stream().anyMatch(w -> options.matcher(w).matches());
  }

  private static boolean python(List<String> arguments) {
    for (String word : arguments) {
      if (word.matches("(?s)-[a-zA-Z]*c.*")) {
        return true;
      }
      if (word.equals("-m") || word.equals("--version") || word.equals("-V")) {
        return false;
      }
      if (!word.startsWith("-")) {
        return false;
      }
      if (word.equals("-")) {
        return true;
      }
    }
    return true; // no file named: the code comes from its input
  }

  private static boolean awkActs(String word) {
    return word.contains("system")
        || word.contains("|")
        || word.contains(">")
        || word.contains("getline")
        || word.contains("@");
  }

  /** Everything but the plainest scripts may run programs or write files. */
  private static boolean sed(List<String> arguments) {
    boolean scriptNamed = arguments.stream().anyMatch(w -> w.matches("-[a-zA-Z]*e|--expression.*"));
    boolean seen = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.matches("(?s)-[a-zA-Z]*f.*|--file.*|--expression=.*")) {
        return true;
      }
      boolean afterE = i > 0 && arguments.get(i - 1).matches("-[a-zA-Z]*e|--expression");
      boolean script = scriptNamed ? afterE : !seen && !word.startsWith("-");
      if (script && !SedScript.plain(word)) {
        return true;
      }
      seen |= script;
    }
    return false;
  }
}
