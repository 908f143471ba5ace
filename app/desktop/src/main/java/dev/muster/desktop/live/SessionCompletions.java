package dev.muster.desktop.live;

import dev.muster.desktop.control.Completions;
import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.complete.NamedFile;
import dev.muster.engine.event.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the files of a session and the commands of its agent while one writes to it. */
public final class SessionCompletions implements Completions {
  /** As many are offered. */
  static final int MOST = 50;

  private static final Logger LOG = LoggerFactory.getLogger(SessionCompletions.class);

  private final NamingSource source;
  private final EventPump pump;
  private final SessionId session;

  public SessionCompletions(NamingSource source, EventPump pump, SessionId session) {
    this.source = source;
    this.pump = pump;
    this.session = session;
  }

  @Override
  public void find(Kind kind, String typed, Consumer<List<Offer>> found) {
    CompletableFuture<List<Offer>> fits =
        switch (kind) {
          case FILE -> source.files(session, typed, MOST).thenApply(SessionCompletions::offers);
          case COMMAND -> source.commands(session).thenApply(all -> fitting(all, typed));
        };
    pump.deliver(
        fits,
        found,
        sentence -> {
          // One can always type it out: nothing is offered then.
          LOG.info("Nothing was offered for {}: {}", session, sentence);
          found.accept(List.of());
        });
  }

  private static List<Offer> offers(List<NamedFile> files) {
    return files.stream().map(file -> new Offer(file.path(), file.matched(), "")).toList();
  }

  /** Those that begin with what was typed, then those that hold it. */
  static List<Offer> fitting(List<AgentCommand> all, String typed) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    List<Offer> begin = new ArrayList<>();
    List<Offer> hold = new ArrayList<>();
    for (AgentCommand command : all) {
      int at = command.name().toLowerCase(Locale.ROOT).indexOf(wanted);
      if (at >= 0) {
        List<Integer> matched = new ArrayList<>();
        for (int i = 0; i < typed.length(); i++) {
          matched.add(at + i);
        }
        String note = (command.hint() + "  " + command.description()).strip();
        (at == 0 ? begin : hold).add(new Offer(command.name(), matched, note));
      }
    }
    begin.addAll(hold);
    return List.copyOf(begin.subList(0, Math.min(MOST, begin.size())));
  }
}
