package dev.muster.engine.store;

import dev.muster.engine.event.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that go with a prompt, kept in the session's folder under a name made of their content.
 * What a picture is, is told from its first bytes and not from its name. Blocks on the disk.
 */
public final class Pictures {
  /** Larger ones, in bytes, are refused: no model takes them. */
  public static final int LARGEST = 5 << 20;

  private Pictures() {}

  /**
   * Keeps a picture.
   *
   * @param folder the session's own
   * @param name shown to the person
   * @throws StoreException with a sentence, when it is no picture, too large or cannot be written
   */
  public static Attachment keep(Path folder, String name, byte[] bytes) throws StoreException {
    String kind = kind(bytes);
    if (kind == null) {
      throw new StoreException(
          "“" + name + "” is no picture that an agent can look at (PNG, JPEG, GIF or WebP).");
    }
    if (bytes.length > LARGEST) {
      throw new StoreException(
          "“%s” has %.1f MB; a picture for an agent has at most %d MB."
              .formatted(name, bytes.length / 1e6, LARGEST >> 20));
    }
    try {
      Path pictures = folder.resolve("attachments");
      OwnerOnly.createFolder(pictures);
      Path file = pictures.resolve(hash(bytes) + "." + kind);
      OwnerOnly.replace(file, bytes);
      return new Attachment(name, "image/" + kind, file.toString());
    } catch (IOException failed) {
      throw new StoreException(
          "“" + name + "” could not be kept (" + OwnerOnly.reason(failed) + "). Nothing was sent.",
          failed);
    }
  }

  private static @Nullable String kind(byte[] bytes) {
    if (begins(bytes, 0, "\u0089PNG\r\n")) {
      return "png";
    }
    if (begins(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return "jpeg";
    }
    if (begins(bytes, 0, "GIF87a") || begins(bytes, 0, "GIF89a")) {
      return "gif";
    }
    return begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP") ? "webp" : null;
  }

  private static boolean begins(byte[] bytes, int at, String with) {
    byte[] wanted = with.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= at + wanted.length
        && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java has SHA-256.", never);
    }
  }
}
