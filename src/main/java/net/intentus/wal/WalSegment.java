package net.intentus.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One file of the {@link WriteAheadLog}, which guards it. Outstanding is what the database does not
 * have yet; a broken one could not be written or forced once, and is never trusted again: after a
 * failed fsync the kernel may call pages clean that never reached the disk.
 */
final class WalSegment {
  static final int HEADER = 16;
  static final long MAGIC = 0x494e_5457_414c_0002L; // its last byte is the format
  private static final Logger LOG = Logger.getLogger(WalSegment.class.getName());

  final Path file;
  private final FileChannel channel;
  long number;
  long end;
  int outstanding;
  boolean broken;

  WalSegment(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Begins to use the file under a new number, from its beginning. */
  void begin(long newNumber) throws IOException {
    number = newNumber;
    end = HEADER;
    outstanding = 0;
    ByteBuffer header = ByteBuffer.allocate(HEADER + 4).putLong(MAGIC).putLong(number);
    writeAt(header.putInt(0).flip(), 0);
    channel.force(true);
  }

  /** Writes all of it behind what is there; {@link #end} stays where it is. */
  void write(ByteBuffer bytes, boolean force) throws IOException {
    writeAt(bytes, end);
    if (force) {
      channel.force(false);
    }
  }

  private void writeAt(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** What may have reached the file behind {@link #end} must not come back at the next start. */
  void retract() {
    broken = true;
    try {
      channel.truncate(end);
      channel.force(false);
    } catch (IOException e) {
      LOG.log(Level.FINE, "at worst an append comes back whose caller was told it had failed", e);
    }
  }

  /** Deletes the file, or leaves it empty at least. */
  void discard() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      LOG.log(Level.FINE, "closed or broken: it is deleted all the same", e);
    }
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the write-ahead log that is done cannot be deleted", e);
    }
  }

  void close() throws IOException {
    channel.close();
  }
}
