package dev.muster.engine.event;

/** What sort of thing a tool does; decides its icon and how its input is shown. */
public enum ToolKind {
  READ,
  EDIT,
  RUN,
  SEARCH,
  FETCH,
  MCP,
  AGENT,
  OTHER
}
