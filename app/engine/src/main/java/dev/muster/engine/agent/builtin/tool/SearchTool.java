package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.host.Host;
import dev.muster.engine.policy.HiddenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Searches files for lines that match a regular expression. */
final class SearchTool implements Tool {
  private static final int MAX_PATTERN = 2_000;

  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("pattern", "string", "A regular expression, matched line by line.")
          .optional("path", "string", "The folder or file. Default: the whole worktree.")
          .optional("glob", "string", "Only files whose path matches, such as *.java or src/**.")
          .optional("ignore_case", "boolean", "Upper and lower case are the same. Default false.")
          .optional("files_only", "boolean", "Only the names of the files. Default false.")
          .tool(
              "search",
              """
              Searches files for a regular expression and returns path:line:text. Files that git
              ignores, and binary files, are left out. At most 200 matches; narrow the search when
              there are more.
              """);

  private final Listing listing;
  private final Ripgrep ripgrep;

  SearchTool(Host host) {
    this.listing = new Listing(host);
    this.ripgrep = new Ripgrep(host);
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.SEARCH;
  }

  @Override
  public boolean parallelSafe() {
    return true;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    Arguments arguments = new Arguments(call);
    String expression = arguments.text("pattern");
    boolean ignoreCase = arguments.flag("ignore_case");
    Pattern pattern = pattern(expression, ignoreCase);
    String path = arguments.optionalText("path");
    String glob = arguments.optionalText("glob");
    boolean filesOnly = arguments.flag("files_only");
    String where = path == null || path.isBlank() ? "." : path.strip();
    boolean output = where.startsWith(Outputs.PREFIX);
    Target target = output ? Outputs.find(where, context) : Target.find(where, context);
    String title = expression + (target.shown().equals(".") ? "" : " in " + target.shown());
    String filter = glob == null || glob.isBlank() ? null : glob.strip();
    Search search =
        new Search(new Search.Words(expression, filter, ignoreCase, filesOnly), pattern);
    return new Call(
        title,
        output ? List.of() : List.of(target.shown()),
        output ? null : target.request(call, "search", Subject.READ, "Search " + title, null),
        cancel -> search(target, search, context.gate().hidden(), cancel));
  }

  private static Pattern pattern(String expression, boolean ignoreCase) throws BadCallException {
    if (expression.isEmpty() || expression.length() > MAX_PATTERN) {
      throw new BadCallException("The pattern is empty or too long.");
    }
    try {
      int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
      return Pattern.compile(expression, flags);
    } catch (PatternSyntaxException e) {
      throw new BadCallException(
          "\"%s\" is no regular expression: %s. To search for the text itself, escape it."
              .formatted(expression, e.getDescription()));
    }
  }

  private ToolResult search(Target target, Search search, HiddenFiles hidden, Cancel cancel)
      throws InterruptedException {
    try {
      if (Files.isRegularFile(target.real(), LinkOption.NOFOLLOW_LINKS)) {
        search.file(target, target.shown(), cancel);
        return search.result(true, cancel);
      }
      if (!Files.isDirectory(target.real(), LinkOption.NOFOLLOW_LINKS)) {
        return ToolResult.failed("There is no file or folder \"" + target.shown() + "\".");
      }
      // A line of ripgrep does not say for sure which file it is from.
      if (hidden.none() && ripgrep.search(target, search, cancel)) {
        return search.result(true, cancel);
      }
      search.restart();
      Listing.Found found = listing.below(target, cancel);
      String prefix = target.shown().equals(".") ? "" : target.shown() + "/";
      for (String name : found.files()) {
        if (search.full() || cancel.isCancelled()) {
          break;
        }
        if (search.wants(prefix + name)) {
          Path place = Listing.file(target.real(), name);
          if (hidden.hides(place)) {
            search.hidden();
            continue;
          }
          Target file =
              new Target(
                  target.worktree(), place, target.inside(), target.mayLook(), prefix + name);
          search.file(file, prefix + name, cancel);
        }
      }
      return search.result(found.complete(), cancel);
    } catch (IOException e) {
      return ToolResult.failed(FileContent.sentence(e, target.shown()));
    }
  }
}
