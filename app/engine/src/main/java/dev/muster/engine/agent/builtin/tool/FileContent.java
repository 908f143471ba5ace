package dev.muster.engine.agent.builtin.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A text file as it is on the disk, with what must stay as it was when it is written back.
 *
 * @param text without the byte order mark, line ends as they are
 * @param charset how it is encoded
 * @param mark the byte order mark; empty for none
 * @param sha256 of the bytes
 */
record FileContent(String text, Charset charset, byte[] mark, String sha256) {
  /** Larger files are not edited, and read without being remembered. */
  static final int MAX_BYTES = 16 << 20;

  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] UTF16LE_MARK = {(byte) 0xFF, (byte) 0xFE};
  private static final byte[] UTF16BE_MARK = {(byte) 0xFE, (byte) 0xFF};
  private static final int LOOKED_AT = 8_192;

  /** A file that cannot be had as text; the message is a sentence for the model. */
  static final class NoTextException extends Exception {
    private static final long serialVersionUID = 1;

    NoTextException(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads a whole file; null when there is none. */
  static @Nullable FileContent read(Target target) throws NoTextException {
    byte[] bytes = bytes(target);
    return bytes == null ? null : of(bytes, target.shown());
  }

  /** The bytes of a regular file; null when there is none. */
  static byte @Nullable [] bytes(Target target) throws NoTextException {
    try (FileDoor door = new FileDoor(target.anchor(), target.real())) {
      BasicFileAttributes attributes = door.attributes();
      checkRegular(attributes, target.shown());
      if (attributes.size() > MAX_BYTES) {
        throw new NoTextException(
            "\"%s\" is larger than %d MiB.".formatted(target.shown(), MAX_BYTES >> 20));
      }
      try (InputStream in = door.read()) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new NoTextException("\"" + target.shown() + "\" grows while it is read.");
        }
        return bytes;
      }
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw new NoTextException(sentence(e, target.shown()));
    }
  }

  static void checkRegular(BasicFileAttributes attributes, String shown) throws NoTextException {
    if (attributes.isDirectory()) {
      throw new NoTextException("\"" + shown + "\" is a folder; use the list tool.");
    }
    if (!attributes.isRegularFile()) {
      throw new NoTextException("\"" + shown + "\" is no regular file.");
    }
  }

  /** What went wrong with a file, as a sentence. */
  static String sentence(IOException e, String shown) {
    return switch (e) {
      case NoSuchFileException _ -> "There is no file \"" + shown + "\".";
      case NotDirectoryException _ ->
          "\"" + shown + "\" cannot be there: a part of its path is no folder.";
      case AccessDeniedException _ -> "\"" + shown + "\" may not be opened: permission denied.";
      default -> "\"" + shown + "\" could not be opened: " + e.getMessage() + ".";
    };
  }

  static FileContent of(byte[] bytes, String shown) throws NoTextException {
    byte[] mark = mark(bytes);
    Charset marked =
        mark == UTF16LE_MARK
            ? StandardCharsets.UTF_16LE
            : mark == UTF16BE_MARK ? StandardCharsets.UTF_16BE : null;
    String hash = sha256(bytes);
    if (marked == null && binary(bytes)) {
      throw new NoTextException(
          "\"%s\" is a binary file of %,d bytes; it is not shown as text."
              .formatted(shown, bytes.length));
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length);
    Charset charset = marked == null ? StandardCharsets.UTF_8 : marked;
    try {
      return new FileContent(strict(rest, charset), charset, mark, hash);
    } catch (CharacterCodingException _) {
      // Latin-1 maps every byte to one character and back, so nothing is lost when it is saved.
      Charset latin = StandardCharsets.ISO_8859_1;
      return new FileContent(new String(bytes, latin), latin, new byte[0], hash);
    }
  }

  private static String strict(ByteBuffer bytes, Charset charset) throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(bytes)
        .toString();
  }

  private static byte[] mark(byte[] bytes) {
    for (byte[] mark : new byte[][] {UTF8_MARK, UTF16LE_MARK, UTF16BE_MARK}) {
      if (bytes.length >= mark.length
          && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length)) {
        return mark;
      }
    }
    return new byte[0];
  }

  /** The way git tells: a zero byte near the beginning. */
  static boolean binary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The bytes of another text, encoded the same way; fails when that cannot hold it. */
  byte[] encode(String newText) throws NoTextException {
    try {
      ByteBuffer encoded =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(java.nio.CharBuffer.wrap(newText));
      byte[] bytes = new byte[mark.length + encoded.remaining()];
      System.arraycopy(mark, 0, bytes, 0, mark.length);
      encoded.get(bytes, mark.length, encoded.remaining());
      return bytes;
    } catch (CharacterCodingException _) {
      throw new NoTextException(
          "The new text holds characters that the file's encoding, "
              + charset.name()
              + ", does not have. Nothing was changed.");
    }
  }

  /** Whether every line ends with carriage return and line feed, and at least one does. */
  boolean crlf() {
    int feeds = 0;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (i == 0 || text.charAt(i - 1) != '\r') {
        return false;
      }
      feeds++;
    }
    return feeds > 0;
  }
}
