package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Muster keeps its data and settings: the platform's own places, or both below {@code
 * MUSTER_HOME}. The methods that name a place do not touch the disk; {@link #create()} makes the
 * folders, open to their owner alone.
 *
 * @param data what Muster writes: the journal, worktrees, session files; absolute
 * @param config the folder of {@code config.toml}; absolute
 * @param logs Muster's own log files; absolute
 * @param runtime for a socket whose path would be too long in {@code data}; absolute
 */
public record DataFolder(Path data, Path config, Path logs, Path runtime) {
  /** Names the folder that replaces the platform's places. */
  public static final String HOME_VARIABLE = "MUSTER_HOME";

  /** {@code sun_path} of a socket address holds 104 bytes on macOS and 108 on Linux. */
  private static final int LONGEST_SOCKET_PATH = 100;

  /** The folders for this process: its environment, its platform, its user. */
  public static DataFolder standard() {
    return of(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", "."));
  }

  /** Everything below one folder, as {@code MUSTER_HOME} does it. */
  public static DataFolder at(Path home) {
    Path root = home.toAbsolutePath().normalize();
    return new DataFolder(
        root.resolve("data"), root.resolve("config"), root.resolve("logs"), temp(root));
  }

  /** The folders for an environment, an operating system ({@code os.name}) and a home folder. */
  static DataFolder of(Map<String, String> env, String osName, String userHome) {
    String moved = env.get(HOME_VARIABLE);
    if (moved != null && !moved.isBlank()) {
      return at(Path.of(moved));
    }
    Path home = Path.of(userHome).toAbsolutePath();
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("mac")) {
      Path support = home.resolve("Library/Application Support/Muster");
      return new DataFolder(
          support.resolve("data"),
          support.resolve("config"),
          home.resolve("Library/Logs/Muster"),
          temp(support));
    }
    if (os.startsWith("windows")) {
      Path local =
          absolute(env.get("LOCALAPPDATA"), home.resolve("AppData/Local")).resolve("Muster");
      Path roaming =
          absolute(env.get("APPDATA"), home.resolve("AppData/Roaming")).resolve("Muster");
      return new DataFolder(local.resolve("data"), roaming, local.resolve("logs"), temp(local));
    }
    Path data = absolute(env.get("XDG_DATA_HOME"), home.resolve(".local/share")).resolve("muster");
    Path config = absolute(env.get("XDG_CONFIG_HOME"), home.resolve(".config")).resolve("muster");
    Path logs =
        absolute(env.get("XDG_STATE_HOME"), home.resolve(".local/state")).resolve("muster/logs");
    String run = env.get("XDG_RUNTIME_DIR");
    return new DataFolder(
        data, config, logs, run == null ? temp(data) : absolute(run, temp(data)).resolve("muster"));
  }

  /** The journal. */
  public Path database() {
    return data.resolve("muster.db");
  }

  /**
   * Whether Muster was ever used here: there is a journal, or one that a crash kept from taking its
   * place and that the next start puts there, or what is left beside one that is gone. Blocks for a
   * moment.
   */
  public boolean hasJournal() {
    return Files.exists(database()) || Aside.isBegun(this) || GoneJournal.isGone(this);
  }

  /** The full-text index; it can be made again from the journal. */
  public Path searchIndex() {
    return data.resolve("search.db");
  }

  /** Copies of the database: those of the last days, and those made before its form changed. */
  public Path backups() {
    return data.resolve("backups");
  }

  /** Databases that another one took the place of: damaged ones, and those before a restore. */
  public Path aside() {
    return data.resolve("aside");
  }

  /** Below it: one folder per project, in it one worktree per session. */
  public Path worktrees() {
    return data.resolve("worktrees");
  }

  /**
   * What belongs to one session and is not in the journal: raw log, spilled output, attachments.
   */
  public Path sessionFolder(SessionId session) {
    return data.resolve("sessions").resolve(session.value());
  }

  /** What was removed waits here until it is deleted on purpose. Same file system as the rest. */
  public Path trash() {
    return data.resolve("trash");
  }

  /** The settings. */
  public Path configFile() {
    return config.resolve("config.toml");
  }

  /** The lock that says which Muster owns the data folder. */
  public Path lock() {
    return data.resolve("muster.lock");
  }

  /**
   * The local socket of the Muster that owns the data folder; its folder is open to the owner
   * alone. Short enough for the platform: where the data folder's path is too long, it lies in the
   * runtime folder.
   */
  public Path socket() {
    Path near = data.resolve("muster.sock");
    return near.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
            <= LONGEST_SOCKET_PATH
        ? near
        : runtime.resolve(Integer.toHexString(data.toString().hashCode()) + ".sock");
  }

  /**
   * Makes the folders that are missing, for the owner alone (0700), and takes rights of others away
   * from those that are there. Blocks.
   *
   * @throws StoreException with a sentence, when a folder cannot be made or belongs to another user
   */
  public DataFolder create() throws StoreException {
    for (Path folder :
        new Path[] {
          data, config, logs, worktrees(), data.resolve("sessions"), trash(), backups()
        }) {
      make(folder);
    }
    Path socketFolder = socket().getParent();
    if (socketFolder != null && !socketFolder.equals(data)) {
      make(socketFolder);
    }
    return this;
  }

  /** Makes and returns a session's folder. Blocks. */
  public Path createSessionFolder(SessionId session) throws StoreException {
    Path folder = sessionFolder(session);
    make(folder);
    return folder;
  }

  private static void make(Path folder) throws StoreException {
    try {
      OwnerOnly.createFolder(folder);
    } catch (IOException failed) {
      throw new StoreException(
          "The folder "
              + folder
              + " could not be made or is not yours alone ("
              + OwnerOnly.reason(failed)
              + "). Nothing was changed. Make it writable for you, or set "
              + HOME_VARIABLE
              + " to another folder.",
          failed);
    }
  }

  /** XDG says that a path that is not absolute must be ignored. */
  private static Path absolute(@Nullable String value, Path otherwise) {
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    Path path = Path.of(value);
    return path.isAbsolute() ? path : otherwise;
  }

  private static Path temp(Path root) {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
        .toAbsolutePath()
        .resolve("muster-" + Integer.toHexString(root.toString().hashCode()));
  }
}
