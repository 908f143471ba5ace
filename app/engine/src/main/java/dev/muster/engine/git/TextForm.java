package dev.muster.engine.git;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a text is written in its file, so that it can be shown as what it is and written back as it
 * was.
 *
 * @param encoding how its characters are written
 * @param lineEnds how its lines end
 * @param newlineAtEnd whether its last line has an end; true for an empty file
 * @param whole whether the whole file was looked at, or only its beginning
 */
public record TextForm(Encoding encoding, LineEnds lineEnds, boolean newlineAtEnd, boolean whole) {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** How characters are written. */
  public enum Encoding {
    UTF_8(StandardCharsets.UTF_8, new byte[0], "UTF-8"),
    UTF_8_MARKED(
        StandardCharsets.UTF_8,
        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        "UTF-8 with a byte order mark"),
    UTF_16_LE(StandardCharsets.UTF_16LE, new byte[] {(byte) 0xFF, (byte) 0xFE}, "UTF-16, little"),
    UTF_16_BE(StandardCharsets.UTF_16BE, new byte[] {(byte) 0xFE, (byte) 0xFF}, "UTF-16, big"),
    /** Not UTF-8; nothing in a file tells what it is, and this is the most frequent. */
    SINGLE_BYTE(WINDOWS, new byte[0], "not UTF-8; shown as Windows-1252");

    private final Charset charset;
    private final byte[] mark;
    private final String words;

    Encoding(Charset charset, byte[] mark, String words) {
      this.charset = charset;
      this.mark = mark;
      this.words = words;
    }

    /** What to call it. */
    public String words() {
      return words;
    }

    /** Two bytes a character: git takes it for binary. */
    public boolean wide() {
      return this == UTF_16_LE || this == UTF_16_BE;
    }

    private boolean marks(byte[] head) {
      if (mark.length == 0 || head.length < mark.length) {
        return false;
      }
      return java.util.Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }
  }

  /** How lines end. */
  public enum LineEnds {
    /** There is no more than one line. */
    NONE,
    LF,
    CRLF,
    MIXED
  }

  /**
   * Finds out how a text is written.
   *
   * @param head its first bytes
   * @param whole whether these are all
   * @return null when it is no text
   */
  public static @Nullable TextForm of(byte[] head, boolean whole) {
    for (var encoding :
        java.util.List.of(Encoding.UTF_8_MARKED, Encoding.UTF_16_LE, Encoding.UTF_16_BE)) {
      if (encoding.marks(head)) {
        return lines(encoding, head, whole);
      }
    }
    // Git's own rule for what is binary.
    for (int i = 0; i < Math.min(head.length, 8000); i++) {
      if (head[i] == 0) {
        return null;
      }
    }
    var encoding = isUtf8(head, 0, head.length, !whole) ? Encoding.UTF_8 : Encoding.SINGLE_BYTE;
    return lines(encoding, head, whole);
  }

  private static TextForm lines(Encoding encoding, byte[] head, boolean whole) {
    boolean wide = encoding.wide();
    var text = new String(head, wide ? encoding.charset : StandardCharsets.ISO_8859_1);
    int lf = 0;
    int crlf = 0;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (i > 0 && text.charAt(i - 1) == '\r') {
        crlf++;
      } else {
        lf++;
      }
    }
    var ends =
        lf + crlf == 0
            ? LineEnds.NONE
            : crlf == 0 ? LineEnds.LF : lf == 0 ? LineEnds.CRLF : LineEnds.MIXED;
    boolean ended = text.isEmpty() || text.endsWith("\n");
    return new TextForm(encoding, ends, ended, whole);
  }

  /** The text of a file written this way, its lines ended by LF alone. */
  public String decode(byte[] bytes) {
    return original(bytes).replace("\r\n", "\n");
  }

  private String original(byte[] bytes) {
    int from = encoding.marks(bytes) ? encoding.mark.length : 0;
    return new String(bytes, from, bytes.length - from, encoding.charset);
  }

  /**
   * The bytes of a text in a file written this way. Where line ends are mixed, a line that the file
   * began or ended with before keeps its own, a new one ends as most do.
   *
   * @param text its lines ended by LF alone
   * @param before the file's bytes before; may be empty
   * @throws GitException when the encoding has no room for one of the characters
   */
  public byte[] encode(String text, byte[] before) throws GitException {
    var ended = LineEndings.restore(this, text, original(before));
    if (!encoding.charset.newEncoder().canEncode(ended)) {
      throw new GitException(
          "The file is %s, which has no room for some of the new characters. Nothing was changed."
              .formatted(encoding.words));
    }
    var body = ended.getBytes(encoding.charset);
    var bytes = java.util.Arrays.copyOf(encoding.mark, encoding.mark.length + body.length);
    System.arraycopy(body, 0, bytes, encoding.mark.length, body.length);
    return bytes;
  }

  /**
   * Whether bytes are UTF-8.
   *
   * @param open whether more bytes come after them, so that the last character may be cut
   */
  static boolean isUtf8(byte[] bytes, int from, int end, boolean open) {
    if (isAscii(bytes, from, end)) {
      return true;
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes, from, end - from);
    var out = CharBuffer.allocate(Math.clamp(end - from, 16, 8192));
    while (true) {
      var result = decoder.decode(in, out, !open);
      if (result.isError()) {
        return false;
      }
      if (result.isUnderflow()) {
        return true;
      }
      out.clear();
    }
  }

  private static boolean isAscii(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The text of some bytes, as UTF-8 or, where they are not, as Windows-1252. */
  static String text(byte[] bytes, int from, int end, boolean open) {
    var charset = isUtf8(bytes, from, end, open) ? StandardCharsets.UTF_8 : WINDOWS;
    return new String(bytes, from, end - from, charset);
  }
}
