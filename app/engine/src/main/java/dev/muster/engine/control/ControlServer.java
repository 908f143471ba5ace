package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket on which the Muster that owns the data folder can be asked for something. Only its
 * user can open it: the file is 0600 and lies in a folder that is 0700.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /** Followed turns and short requests together; more are told to come again. */
  private static final int MOST_CONNECTIONS = 64;

  private final Path path;
  private final ServerSocketChannel socket;
  private final Control control;
  private final Wire wire = new Wire();
  private final RunCount runs = new RunCount();
  private final Set<ControlConnection> connections = ConcurrentHashMap.newKeySet();

  private ControlServer(Path path, ServerSocketChannel socket, Control control) {
    this.path = path;
    this.socket = socket;
    this.control = control;
  }

  /**
   * Begins to answer. The caller owns the data folder, so a socket file that is there was left by a
   * process that died, and is replaced. Blocks for a moment.
   *
   * @throws ControlException with a sentence, when the socket cannot be made; all but the command
   *     line works without it
   */
  public static ControlServer open(DataFolder folder, Desk desk) throws ControlException {
    Path path = folder.socket();
    try {
      Files.deleteIfExists(path);
      ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        socket.bind(UnixDomainSocketAddress.of(path));
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
      } catch (IOException | RuntimeException failed) {
        socket.close();
        throw failed;
      }
      var server = new ControlServer(path, socket, new EngineControl(desk));
      Thread.ofPlatform().daemon().name("control-accept").start(server::accept);
      return server;
    } catch (IOException | UnsupportedOperationException failed) {
      throw new ControlException(
          Code.FAILED,
          "The socket "
              + path
              + " could not be made ("
              + failed.getMessage()
              + "). Muster works, but `muster run` beside it does not.",
          failed);
    }
  }

  private void accept() {
    while (socket.isOpen()) {
      try {
        SocketChannel peer = socket.accept();
        var lines = new LineChannel(peer, Wire.LONGEST_REQUEST);
        if (connections.size() >= MOST_CONNECTIONS) {
          try (lines) {
            lines.write(wire.error(Code.BUSY, "Too many connections. Ask again."));
          }
          continue;
        }
        var connection = new ControlConnection(lines, control, wire, runs);
        connections.add(connection);
        Thread.ofVirtual()
            .name("control-peer")
            .start(
                () -> {
                  try {
                    connection.run();
                  } finally {
                    connections.remove(connection);
                  }
                });
        if (!socket.isOpen()) {
          connection.close();
        }
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException failed) {
        LOG.warn("A peer could not be let in on {}: {}", path, failed.toString());
        pause();
      }
    }
  }

  /** Out of file descriptors, most likely: trying again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many turns others follow now. */
  public int followed() {
    return runs.running();
  }

  /** Blocks until no turn is followed any more, and lets no other begin after that. */
  public void endWhenIdle() throws InterruptedException {
    runs.endWhenIdle();
  }

  /** Lets go of all peers and removes the socket file. Idempotent. */
  @Override
  public void close() {
    runs.endNow();
    if (!socket.isOpen()) {
      return;
    }
    try {
      // First the name, then the socket: nobody may find a name that nobody answers.
      Files.deleteIfExists(path);
      socket.close();
    } catch (IOException failed) {
      LOG.warn("The socket {} could not be removed: {}", path, failed.toString());
    }
    connections.forEach(ControlConnection::close);
  }
}
