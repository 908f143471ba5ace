package dev.muster.engine.export;

import dev.muster.engine.event.Recorded;
import java.util.List;

/** Writes nothing: for who only looks at what would be written. */
final class NoWriter implements StoryWriter {
  @Override
  public void begin(List<StoryHead> sessions) {}

  @Override
  public void session(StoryHead head) {}

  @Override
  public void event(Recorded recorded) {}

  @Override
  public void changes(TurnChanges changes) {}

  @Override
  public void end() {}
}
