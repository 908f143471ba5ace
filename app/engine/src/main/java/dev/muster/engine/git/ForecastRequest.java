package dev.muster.engine.git;

import java.util.List;

/**
 * What to forecast.
 *
 * @param target short name of the branch the work would come into
 * @param contenders the live sessions; those beyond {@link Forecasts#MAX_SESSIONS} are left out,
 *     which the forecast says
 */
public record ForecastRequest(String target, List<Contender> contenders) {
  public ForecastRequest {
    contenders = List.copyOf(contenders);
  }
}
