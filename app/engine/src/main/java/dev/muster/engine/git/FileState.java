package dev.muster.engine.git;

/**
 * A file as git knows it.
 *
 * @param mode git's file mode, {@code 000000} when there is no file
 * @param id git's id of its content, zeros when there is no file
 */
public record FileState(String mode, String id) {
  /** No file at all. */
  public static final FileState NONE = new FileState("000000", "0".repeat(40));

  public FileState {
    if (mode.equals("000000")) {
      id = "0".repeat(40);
    }
  }

  /** Whether there is no file. */
  public boolean none() {
    return mode.equals("000000");
  }

  /** An ordinary file, executable or not. */
  boolean regular() {
    return mode.startsWith("100");
  }

  boolean link() {
    return mode.equals("120000");
  }

  boolean submodule() {
    return mode.equals("160000");
  }

  /** The same with other content. */
  FileState holding(String id) {
    return new FileState(mode, id);
  }
}
