package dev.muster.engine.export;

/** What a session can be written as. */
public enum ExportFormat {
  /** To read, in any editor or on any page that shows Markdown. */
  MARKDOWN("md"),
  /** Every event as it stands in the journal: Muster can take it in again. */
  JSON_LINES("jsonl"),
  /** One page that replays the session in any browser, without a network. */
  HTML("html");

  private final String extension;

  ExportFormat(String extension) {
    this.extension = extension;
  }

  /** What such a file's name ends with, without the dot. */
  public String extension() {
    return extension;
  }
}
