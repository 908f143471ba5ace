package dev.muster.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.host.Eventually;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What broken and hostile peers of the socket can do: nothing. */
class HostilePeerTest extends ControlFixture {
  private String raw(byte[] bytes) throws Exception {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socket()))) {
      var answer = new LineChannel(channel, 1 << 20);
      ByteBuffer out = ByteBuffer.wrap(bytes);
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return answer.read();
    }
  }

  private String raw(String line) throws Exception {
    return raw((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void garbage_is_answered_with_an_error_and_the_next_peer_is_served() throws Exception {
    assertThat(raw("hello")).contains("BAD_REQUEST", "Not JSON");
    assertThat(raw("[1,2]")).contains("BAD_REQUEST");
    assertThat(raw("")).contains("BAD_REQUEST");
    assertThat(raw(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 10})).contains("BAD_REQUEST");
    assertThat(raw("{\"v\":1,\"do\":\"dance\"}"))
        .contains("BAD_REQUEST", "Unknown request \\\"dance\\\"");
    assertThat(raw("{\"v\":2,\"do\":\"list\"}")).contains("OTHER_VERSION");
    assertThat(raw("{\"do\":\"list\"}")).contains("OTHER_VERSION");
    assertThat(raw("{\"v\":1,\"do\":\"run\"}")).contains("\\\"task\\\" is missing");
    assertThat(
            raw(
                "{\"v\":1,\"do\":\"run\",\"task\":\"x\",\"repository\":\"rel\",\"agent\":\"a\","
                    + "\"mode\":\"EDIT\"}"))
        .contains("must be absolute");
    assertThat(
            raw(
                "{\"v\":1,\"do\":\"run\",\"task\":\"x\",\"repository\":\"/r\",\"agent\":\"a\","
                    + "\"mode\":\"ROOT\"}"))
        .contains("BAD_REQUEST");
    assertThat(raw("{\"v\":1,\"do\":\"interrupt\",\"session\":\"../../x\"}"))
        .contains("BAD_REQUEST", "not a session id");
    assertThat(raw("[".repeat(100_000))).contains("BAD_REQUEST");
    assertThat(client().about().window()).isTrue();
  }

  @Test
  void a_line_of_ten_megabytes_is_refused_without_being_kept() throws Exception {
    byte[] huge = new byte[10 << 20];
    java.util.Arrays.fill(huge, (byte) 'x');
    huge[huge.length - 1] = '\n';
    assertThat(raw(huge)).contains("BAD_REQUEST", "longer one was skipped");
    assertThat(client().about().window()).isTrue();
  }

  @Test
  void a_line_without_its_end_is_not_obeyed() throws Exception {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socket()))) {
      channel.write(StandardCharsets.UTF_8.encode("{\"v\":1,\"do\":\"raise\"}"));
    }
    assertThat(client().about().window()).isTrue();
    assertThat(raised).hasValue(0);
  }

  @Test
  void several_requests_may_follow_each_other_on_one_connection() throws Exception {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socket()))) {
      var lines = new LineChannel(channel, 1 << 20);
      lines.write("nonsense");
      assertThat(lines.read()).contains("BAD_REQUEST");
      lines.write("{\"v\":1,\"do\":\"about\",\"of the future\":true}");
      assertThat(lines.read()).contains("\"window\":true");
      lines.write("{\"v\":1,\"do\":\"raise\"}");
      assertThat(lines.read()).contains("\"ok\"");
    }
    assertThat(raised).hasValue(1);
  }

  @Test
  void more_peers_than_it_serves_are_told_to_come_again() throws Exception {
    List<SocketChannel> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        peers.add(SocketChannel.open(UnixDomainSocketAddress.of(folder.socket())));
      }
      assertThat(raw("{\"v\":1,\"do\":\"about\"}")).contains("BUSY");
    } finally {
      for (SocketChannel peer : peers) {
        peer.close();
      }
    }
    Eventually.until(
        "peers are served again",
        () -> {
          try {
            return ControlClient.connect(folder).isPresent();
          } catch (ControlException busy) {
            return false;
          }
        });
  }

  @Test
  void a_peer_that_does_not_read_slows_nobody_else() throws Exception {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socket()))) {
      var lines = new LineChannel(channel, 1 << 20);
      lines.write(
          "{\"v\":1,\"do\":\"run\",\"task\":\"x\",\"repository\":\"/r\",\"agent\":\"a\","
              + "\"mode\":\"EDIT\"}");
      Eventually.until("the task has begun", () -> !fleet.created.isEmpty());
      SessionId id = fleet.created.getFirst();
      for (int i = 0; i < 200; i++) {
        fleet.message(id, i + "y".repeat(10_000));
      }
      var other = new Hearing(client(), task("z"));
      SessionId second = other.accepted.join();
      fleet.end(second, End.DONE);
      assertThat(other.end.join().done()).isTrue();

      // And what it did not read is still there when it does.
      fleet.end(id, End.DONE);
      String line = lines.read();
      int messages = 0;
      while (!line.contains("\"ok\"")) {
        messages += line.contains("MessageAdded") ? 1 : 0;
        line = lines.read();
      }
      assertThat(messages).isEqualTo(200);
    }
  }

  @Test
  void a_socket_in_a_folder_of_somebody_else_is_not_used() throws Exception {
    DataFolder deep = DataFolder.at(home.resolve("a".repeat(60)).resolve("c".repeat(60))).create();
    Path around = deep.socket().getParent();
    var nobody =
        home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try {
      Files.setOwner(around, nobody);
    } catch (IOException notRoot) {
      assumeTrue(false, "only root can give a folder away");
    }
    assertThatThrownBy(() -> ControlClient.connect(deep))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("belongs to somebody else");
    Files.delete(around);
  }
}
