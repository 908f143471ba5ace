package dev.muster.engine.git;

import org.jspecify.annotations.Nullable;

/**
 * One side of a changed file: what it is, read from its beginning.
 *
 * @param id git's id of the content; zeros when there is no file on this side
 * @param mode git's file mode; {@code 000000} when there is no file on this side
 * @param bytes its size; of a link the length of where it points, of a submodule 0
 * @param nature what kind of content it is
 * @param text how it is written; null when it is no text
 * @param lfs what it stands for; null unless it is a Git LFS pointer
 * @param mediaType of an image that can be shown, such as {@code image/png}, also of one that is
 *     text ({@code image/svg+xml}); else empty
 */
public record FileSide(
    String id,
    String mode,
    long bytes,
    Nature nature,
    @Nullable TextForm text,
    @Nullable LfsPointer lfs,
    String mediaType) {

  /** What kind of content a file has. */
  public enum Nature {
    /** There is no file on this side. */
    NONE,
    TEXT,
    /** UTF-16: text for people, but git takes it for binary and shows no lines. */
    WIDE_TEXT,
    IMAGE,
    BINARY,
    LINK,
    LFS_POINTER,
    SUBMODULE
  }

  /** How much of a file is looked at. */
  static final int HEAD = 256 << 10;

  static FileSide read(Blobs blobs, String id, String mode) throws GitException {
    if (Blobs.isNone(id)) {
      return new FileSide(id, mode, 0, Nature.NONE, null, null, "");
    }
    if (mode.equals("160000")) {
      return new FileSide(id, mode, 0, Nature.SUBMODULE, null, null, "");
    }
    var head = blobs.content(id, 0, HEAD);
    if (mode.equals("120000")) {
      var text = TextForm.of(head.bytes(), head.last());
      return new FileSide(id, mode, head.total(), Nature.LINK, text, null, "");
    }
    var pointer = head.last() ? LfsPointer.of(head.bytes()).orElse(null) : null;
    var text = TextForm.of(head.bytes(), head.last());
    var image = ImageType.of(head.bytes());
    var nature =
        pointer != null
            ? Nature.LFS_POINTER
            : text != null
                ? (text.encoding().wide() ? Nature.WIDE_TEXT : Nature.TEXT)
                : image.isEmpty() ? Nature.BINARY : Nature.IMAGE;
    return new FileSide(id, mode, head.total(), nature, text, pointer, image);
  }
}
