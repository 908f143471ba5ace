package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.event.Attachment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

  @TempDir Path folder;

  @Test
  void a_picture_is_kept_whatever_it_is_called() throws Exception {
    Attachment kept = Pictures.keep(folder, "../../shot.txt", PNG);

    assertThat(kept.name()).isEqualTo("../../shot.txt");
    assertThat(kept.mediaType()).isEqualTo("image/png");
    assertThat(Path.of(kept.path())).hasBinaryContent(PNG).startsWith(folder).hasExtension("png");
    assertThat(Pictures.keep(folder, "again", PNG).path()).isEqualTo(kept.path());
  }

  @Test
  void what_is_no_picture_is_refused_with_a_sentence() {
    byte[] text = "<svg onload='x'/>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Pictures.keep(folder, "a.png", text))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no picture");
    assertThatThrownBy(() -> Pictures.keep(folder, "a.png", new byte[0]))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void a_picture_too_large_for_any_model_is_refused_and_nothing_is_kept() throws Exception {
    byte[] large = Arrays.copyOf(PNG, Pictures.LARGEST + 1);
    assertThatThrownBy(() -> Pictures.keep(folder, "big.png", large))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("at most 5 MB");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
