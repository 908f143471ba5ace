package dev.muster.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** What this Java takes of the machine. */
final class Load {
  private Load() {}

  /** Processor time of the whole process until now, in ns. */
  static long cpu() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean os) {
      return os.getProcessCpuTime();
    }
    throw new IllegalStateException("This Java does not tell its processor time.");
  }

  /** What is on the heap once all that is not needed is gone, in MB. */
  static double heapAfterGc() {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed() / 1e6;
  }
}
