package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.OwnerLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for the Muster that owns the data folder. */
class OwnerWatchTest {
  private static final Duration SOON = Duration.ofMillis(5);

  @TempDir Path home;
  private DataFolder folder;
  private OwnerLock owner;

  @BeforeEach
  void own() throws Exception {
    folder = DataFolder.at(home).create();
    owner = ((OwnerLock.Outcome.Taken) OwnerLock.take(folder)).lock();
  }

  @AfterEach
  void giveFree() {
    owner.close();
  }

  private static void reached(CountDownLatch what) throws InterruptedException {
    assertThat(what.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void it_is_told_when_the_owner_gives_the_folder_free_and_not_before() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    OwnerWatch.begin(folder, SOON, free::countDown);
    // One that looks later, at a folder of nobody, shows that there was time to look.
    CountDownLatch looked = new CountDownLatch(1);
    OwnerWatch.begin(
        DataFolder.at(home.resolve("other")), SOON.multipliedBy(10), looked::countDown);
    reached(looked);
    assertThat(free.getCount()).as("still owned").isEqualTo(1);
    owner.close();
    reached(free);
  }

  @Test
  void who_waits_no_longer_is_told_nothing() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    OwnerWatch.begin(folder, SOON, first::countDown).close();
    CountDownLatch second = new CountDownLatch(1);
    OwnerWatch.begin(folder, SOON.multipliedBy(10), second::countDown);
    owner.close();
    reached(second);
    assertThat(first.getCount()).isEqualTo(1);
  }
}
