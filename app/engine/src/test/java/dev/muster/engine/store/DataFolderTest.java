package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void on_linux_data_and_settings_follow_xdg() {
    DataFolder plain = DataFolder.of(Map.of(), "Linux", "/home/ada");
    assertThat(plain.data()).isEqualTo(Path.of("/home/ada/.local/share/muster"));
    assertThat(plain.configFile()).isEqualTo(Path.of("/home/ada/.config/muster/config.toml"));
    assertThat(plain.logs()).isEqualTo(Path.of("/home/ada/.local/state/muster/logs"));

    DataFolder moved =
        DataFolder.of(
            Map.of("XDG_DATA_HOME", "/d", "XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "relative"),
            "Linux",
            "/home/ada");
    assertThat(moved.data()).isEqualTo(Path.of("/d/muster"));
    assertThat(moved.config()).isEqualTo(Path.of("/c/muster"));
    assertThat(moved.logs()).isEqualTo(Path.of("/home/ada/.local/state/muster/logs"));
  }

  @Test
  void on_macos_and_windows_they_lie_where_programs_keep_such_things() {
    assertThat(DataFolder.of(Map.of(), "Mac OS X", "/Users/ada").database())
        .isEqualTo(Path.of("/Users/ada/Library/Application Support/Muster/data/muster.db"));
    DataFolder windows =
        DataFolder.of(
            Map.of("LOCALAPPDATA", "/local", "APPDATA", "/roaming"), "Windows 11", "/Users/ada");
    assertThat(windows.data()).isEqualTo(Path.of("/local/Muster/data"));
    assertThat(windows.config()).isEqualTo(Path.of("/roaming/Muster"));
  }

  @Test
  void muster_home_moves_both() {
    DataFolder folder =
        DataFolder.of(
            Map.of("MUSTER_HOME", "/m", "XDG_DATA_HOME", "/d", "XDG_CONFIG_HOME", "/c"),
            "Linux",
            "/home/ada");

    assertThat(folder.data()).isEqualTo(Path.of("/m/data"));
    assertThat(folder.config()).isEqualTo(Path.of("/m/config"));
    assertThat(folder.logs()).isEqualTo(Path.of("/m/logs"));
  }

  @Test
  void folders_are_made_for_their_owner_alone_and_open_ones_are_closed() throws Exception {
    DataFolder folder = DataFolder.at(temp.resolve("a b/ü"));
    Files.createDirectories(folder.data());
    Files.setPosixFilePermissions(folder.data(), PosixFilePermissions.fromString("rwxr-xr-x"));

    folder.create();
    folder.createSessionFolder(StoreFixture.ONE);

    for (Path made :
        new Path[] {
          folder.data(),
          folder.config(),
          folder.logs(),
          folder.worktrees(),
          folder.trash(),
          folder.backups(),
          folder.sessionFolder(StoreFixture.ONE)
        }) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .as(made.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  void a_file_where_a_folder_should_be_is_told_in_a_sentence() throws Exception {
    Files.writeString(temp.resolve("data"), "");

    assertThatThrownBy(() -> DataFolder.at(temp).create())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("could not be made")
        .hasMessageContaining("MUSTER_HOME");
  }

  @Test
  void the_socket_path_is_short_enough_whatever_the_data_folder() throws Exception {
    DataFolder near = DataFolder.at(Path.of("/m"));
    assertThat(near.socket()).isEqualTo(Path.of("/m/data/muster.sock"));

    DataFolder far = DataFolder.at(temp.resolve("x".repeat(120)));
    far.create();
    assertThat(far.socket().toString().length()).isLessThanOrEqualTo(100);
    Path parent = far.socket().getParent();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)))
        .isEqualTo("rwx------");
    Files.delete(parent);
  }

  @Test
  void the_database_is_for_its_owner_alone() throws Exception {
    DataFolder folder = DataFolder.at(temp);
    StoreFixture.open(folder).close();

    for (Path file : new Path[] {folder.database(), folder.searchIndex()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }
}
