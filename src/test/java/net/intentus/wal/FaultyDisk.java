package net.intentus.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A disk that fails on demand. */
public final class FaultyDisk implements WriteAheadLog.Opener {
  final List<Path> opened = new ArrayList<>();
  int failingForces;

  /** Whether the next write reaches the disk in part only, and fails. */
  boolean torn;

  private volatile boolean full;

  /** Whether no write succeeds. */
  public void full(boolean now) {
    full = now;
  }

  boolean full() {
    return full;
  }

  @Override
  public FileChannel open(Path file) throws IOException {
    opened.add(file);
    return new FaultyChannel(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        this);
  }
}
