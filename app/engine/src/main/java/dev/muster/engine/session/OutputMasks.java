package dev.muster.engine.session;

import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.store.MaskedText;
import dev.muster.engine.store.Masking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes secrets out of what commands print, also where one is cut in two by the border of two
 * pieces. What is held back for it comes with the next piece, or before the end of the call. Used
 * by one thread.
 */
final class OutputMasks {
  private final Masking masking;
  private final Map<String, MaskedText> calls = new HashMap<>();

  OutputMasks(Masking masking) {
    this.masking = masking;
  }

  /** What is to be heard instead of an event: itself, most of the time. */
  List<SessionEvent> through(SessionEvent event) {
    return switch (event) {
      case ToolOutput printed -> {
        String text =
            calls
                .computeIfAbsent(printed.callId(), _ -> new MaskedText(masking))
                .push(printed.text());
        yield text.isEmpty() && printed.spillFile() == null
            ? List.of()
            : List.of(new ToolOutput(printed.callId(), text, printed.spillFile()));
      }
      case ToolFinished finished -> {
        List<SessionEvent> all = new ArrayList<>();
        rest(finished.callId(), calls.remove(finished.callId()), all);
        all.add(finished);
        yield all;
      }
      case TurnEnded ended -> {
        List<SessionEvent> all = new ArrayList<>();
        calls.forEach((call, text) -> rest(call, text, all));
        calls.clear();
        all.add(ended);
        yield all;
      }
      default -> List.of(event);
    };
  }

  private static void rest(
      String call, @org.jspecify.annotations.Nullable MaskedText text, List<SessionEvent> to) {
    String rest = text == null ? "" : text.rest();
    if (!rest.isEmpty()) {
      to.add(new ToolOutput(call, rest, null));
    }
  }
}
