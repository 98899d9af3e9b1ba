package net.intentus.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is acknowledged before the embedded database has it (ADR 0007): files that are only ever
 * written at their end, one force for a whole group. What the database has taken is {@linkplain
 * #stored released}, and a file without anything outstanding is used again.
 *
 * <p>No two records are alike. In its file, one is its length, its CRC-32C (RFC 3720, appendix B.4)
 * mixed with the segment's number, and its bytes; the number is what tells a new record from an old
 * one in a file used again. {@link #write} and {@link #rest} belong to one thread; the rest is
 * thread-safe.
 */
public final class WriteAheadLog implements AutoCloseable {
  /** The largest record that is taken; what is larger goes to the database itself. */
  public static final int MAX_RECORD = 4 << 20;

  /** How many bytes of records are taken at once. */
  public static final int MAX_GROUP = 6 << 20;

  /** What a record takes besides its bytes. */
  public static final int FRAME = 8;

  /** Stands where a length would: the database has everything before it. */
  static final int ALL_STORED = -2;

  private static final Logger LOG = Logger.getLogger(WriteAheadLog.class.getName());
  private static final int SEGMENT_BYTES = 8 << 20;

  /** How a file is opened, to read and to write; whatever it held is gone. */
  public interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  private final WalDirectory directory;
  private final boolean powerLoss;
  private final List<WalSegment> full = new ArrayList<>();
  private @Nullable WalSegment current;
  private @Nullable WalSegment spare;
  private long number;
  private boolean marked = true;

  /**
   * @param powerLoss whether a write is forced to the disk before it returns
   */
  public WriteAheadLog(Path directory, boolean powerLoss) {
    this(directory, powerLoss, WalDirectory::open);
  }

  /**
   * @param opener opens its files
   */
  public WriteAheadLog(Path directory, boolean powerLoss, Opener opener) {
    this.directory = new WalDirectory(directory, opener);
    this.powerLoss = powerLoss;
  }

  /**
   * Writes them all, as durable as configured when it returns. A file that fails is given up, and
   * another tried once.
   *
   * @return the segment they are in, for {@link #stored}
   * @throws IOException when they are not durable; none of them counts as written then
   * @throws IllegalArgumentException when they are more than {@link #MAX_GROUP} bytes, or one of
   *     them more than {@link #MAX_RECORD}
   */
  public long write(List<byte[]> records) throws IOException {
    int size = size(records);
    boolean interrupted = false;
    try {
      return write(records, size);
    } catch (IOException first) {
      abandon();
      interrupted = Thread.interrupted(); // that is what closes a channel
      try {
        return write(records, size);
      } catch (IOException e) {
        abandon();
        e.addSuppressed(first);
        throw e;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int size(List<byte[]> records) {
    long size = 0;
    for (byte[] record : records) {
      if (record.length > MAX_RECORD) {
        throw new IllegalArgumentException("a record of " + record.length + " bytes");
      }
      size += FRAME + record.length;
    }
    if (size > MAX_GROUP) {
      throw new IllegalArgumentException("records of " + size + " bytes");
    }
    return (int) size;
  }

  private long write(List<byte[]> records, int size) throws IOException {
    WalSegment segment = segment(size);
    ByteBuffer out = ByteBuffer.allocate(size + 4);
    for (byte[] record : records) {
      out.putInt(record.length).putInt(checksum(segment.number, record)).put(record);
    }
    out.putInt(0).flip(); // what follows in a file used again is not read
    segment.write(out, powerLoss);
    synchronized (this) {
      segment.end += size;
      segment.outstanding += records.size();
      marked = false;
    }
    return segment.number;
  }

  /**
   * Notes it once when the database has everything: what is stored may be deleted there later, and
   * must not come back at a start. For the thread that writes, when it has nothing to write.
   */
  public synchronized void rest() {
    WalSegment open = current;
    if (marked || open == null || open.outstanding > 0 || !full.isEmpty()) {
      return;
    }
    ByteBuffer mark = ByteBuffer.allocate(12);
    mark.putInt(ALL_STORED).putInt((int) open.number).putInt(0).flip();
    marked = true;
    try {
      open.write(mark, false);
      open.end += 8;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the write-ahead log begins a new file: the last one is broken", e);
      abandon(); // and so deleted, which says the same
    }
  }

  /** Never writes to the current file again. */
  private synchronized void abandon() {
    WalSegment broken = current;
    if (broken != null) {
      current = null;
      broken.retract();
      full.add(broken);
      sweep();
    }
  }

  /** The database has so many more records of that segment. */
  public synchronized void stored(long segment, int count) {
    WalSegment open = current;
    if (open != null && open.number == segment) {
      open.outstanding -= count;
      return;
    }
    for (WalSegment one : full) {
      if (one.number == segment) {
        one.outstanding -= count;
      }
    }
    sweep();
  }

  private void sweep() {
    for (Iterator<WalSegment> it = full.iterator(); it.hasNext(); ) {
      WalSegment done = it.next();
      if (done.outstanding > 0) {
        continue;
      }
      it.remove();
      if (spare == null && !done.broken) {
        spare = done;
      } else {
        done.discard();
      }
    }
  }

  /** Whether the database has everything that was written. */
  public synchronized boolean idle() {
    WalSegment open = current;
    return (open == null || open.outstanding == 0)
        && full.stream().allMatch(segment -> segment.outstanding == 0);
  }

  /**
   * Keeps a record that the database refuses for good, in a file of its own beside the log.
   *
   * @param name of the file, without what tells its kind
   */
  public void setAside(String name, byte[] record) throws IOException {
    directory.setAside(name, record);
  }

  private synchronized WalSegment segment(int size) throws IOException {
    WalSegment open = current;
    if (open != null && open.end + size > SEGMENT_BYTES && open.end > WalSegment.HEADER) {
      full.add(open);
      sweep();
      open = null;
      current = null;
    }
    if (open == null) {
      WalSegment next = spare;
      spare = null;
      open = begin(next == null ? directory.create(number + 1) : next);
      current = open;
    }
    return open;
  }

  private WalSegment begin(WalSegment segment) throws IOException {
    try {
      segment.begin(++number);
      directory.force();
      return segment;
    } catch (IOException e) {
      segment.discard();
      throw e;
    }
  }

  /**
   * What was written and may not be in the database, oldest first. Before the first {@link #write}
   * only; later segments get higher numbers.
   *
   * @throws IOException when a file cannot be read, or has another format
   */
  public List<byte[]> pending() throws IOException {
    WalReader reader = new WalReader();
    reader.read(directory.files());
    number = Math.max(number, reader.number());
    return List.copyOf(reader.found());
  }

  /** Forgets everything: the database has it all. */
  public synchronized void clear() throws IOException {
    close();
    directory.clear();
  }

  @Override
  public synchronized void close() throws IOException {
    List<WalSegment> open = new ArrayList<>(full);
    if (current != null) {
      open.add(current);
    }
    if (spare != null) {
      open.add(spare);
    }
    full.clear();
    current = null;
    spare = null;
    for (WalSegment segment : open) {
      segment.close();
    }
  }

  static int checksum(long number, byte[] record) {
    CRC32C sum = new CRC32C();
    sum.update(record);
    return (int) sum.getValue() ^ Long.hashCode(number * 0x9E37_79B9_7F4A_7C15L);
  }
}
