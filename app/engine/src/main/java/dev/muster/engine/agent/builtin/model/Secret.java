package dev.muster.engine.agent.builtin.model;

/** A key in memory: goes into one request header and nowhere else. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value.strip();
  }

  /** The key itself. Only for the request header. */
  public String reveal() {
    return value;
  }

  /** The text with every occurrence of the key replaced; servers like to echo it. */
  public String redact(String text) {
    return value.length() < 4 ? text : text.replace(value, "[key]");
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "[key]";
  }
}
