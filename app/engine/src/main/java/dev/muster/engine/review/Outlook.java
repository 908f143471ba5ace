package dev.muster.engine.review;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import java.util.List;
import java.util.Optional;

/**
 * How the work of all live sessions would come into their branches, as it all was a moment ago.
 *
 * @param forecasts one for each branch that sessions would come into
 */
public record Outlook(List<Forecast> forecasts) {
  /** Nothing is known. */
  public static final Outlook NONE = new Outlook(List.of());

  public Outlook {
    forecasts = List.copyOf(forecasts);
  }

  /** The forecast that a session is in. */
  public Optional<Forecast> of(SessionId session) {
    return forecasts.stream()
        .filter(forecast -> forecast.of(session.value()).isPresent())
        .findFirst();
  }
}
