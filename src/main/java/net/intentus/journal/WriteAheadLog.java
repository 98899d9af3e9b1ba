package net.intentus.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Appends that are acknowledged before the embedded database has them (ADR 0007): files that are
 * only ever written at their end, one force for a whole group. What the database has taken is
 * {@linkplain #stored released}, and a file without anything outstanding is used again.
 *
 * <p>A record is its length, its CRC-32C (RFC 3720, appendix B.4) mixed with the segment's number,
 * and its bytes; the number is what tells a new record from an old one in a file used again. {@link
 * #write} belongs to one thread; the rest is thread-safe.
 */
final class WriteAheadLog implements AutoCloseable {
  static final String SUFFIX = ".wal";
  private static final int SEGMENT_BYTES = 8 << 20;
  private static final int HEADER = 16;
  private static final long MAGIC = 0x494e_5457_414c_0001L; // its last byte is the format
  private static final int MAX_RECORD = 64 << 20;

  /** Stands where a length would: the database has everything before it. */
  private static final int ALL_STORED = -2;

  private final Path directory;
  private final boolean powerLoss;
  private final Deque<Segment> full = new ArrayDeque<>();
  private @Nullable Segment current;
  private @Nullable Segment spare;
  private long number;
  private boolean marked = true;

  /**
   * @param powerLoss whether a write is forced to the disk before it returns
   */
  WriteAheadLog(Path directory, boolean powerLoss) {
    this.directory = directory;
    this.powerLoss = powerLoss;
  }

  /** One file. Outstanding is what the database does not have yet. */
  private static final class Segment {
    final Path file;
    final FileChannel channel;
    long number;
    long end;
    int outstanding;

    Segment(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }
  }

  /**
   * Writes them all, as durable as configured when it returns.
   *
   * @return the segment they are in, for {@link #stored}
   * @throws IOException when they are not durable; none of them counts as written then
   */
  long write(List<byte[]> records) throws IOException {
    int size = 0;
    for (byte[] record : records) {
      size += 8 + record.length;
    }
    Segment segment = segment(size);
    ByteBuffer out = ByteBuffer.allocate(size + 4);
    for (byte[] record : records) {
      out.putInt(record.length).putInt(checksum(segment.number, record)).put(record);
    }
    out.putInt(0).flip(); // what follows in a file used again is not read
    try {
      long at = segment.end;
      while (out.hasRemaining()) {
        at += segment.channel.write(out, at);
      }
      if (powerLoss) {
        segment.channel.force(false);
      }
    } catch (IOException e) {
      retract(segment);
      throw e;
    }
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
  synchronized void rest() throws IOException {
    Segment open = current;
    if (marked || open == null || open.outstanding > 0 || !full.isEmpty()) {
      return;
    }
    ByteBuffer mark = ByteBuffer.allocate(12);
    mark.putInt(ALL_STORED).putInt((int) open.number).putInt(0).flip();
    open.channel.write(mark, open.end);
    open.end += 8;
    marked = true;
  }

  /** What may have reached the file must not come back at the next start. */
  private static void retract(Segment segment) {
    try {
      segment.channel.write(ByteBuffer.allocate(4), segment.end);
    } catch (IOException e) {
      // the disk takes nothing: at worst an append comes back that its caller was told had failed
    }
  }

  /** The database has one more record of that segment. */
  synchronized void stored(long segment) throws IOException {
    Segment open = current;
    if (open != null && open.number == segment) {
      open.outstanding--;
    }
    for (Segment one : full) {
      if (one.number == segment) {
        one.outstanding--;
      }
    }
    while (!full.isEmpty() && full.getFirst().outstanding == 0) {
      Segment done = full.removeFirst();
      if (spare == null) {
        spare = done;
      } else {
        discard(done);
      }
    }
  }

  /** Keeps an append that the database refuses for good, in a file of its own beside the log. */
  void setAside(Append append) throws IOException {
    Path file = directory.resolve(append.executionId() + "-" + append.lastSeq() + ".refused");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(AppendCodec.encode(append)));
      channel.force(true);
    }
    forceDirectory();
  }

  private synchronized Segment segment(int size) throws IOException {
    Segment open = current;
    if (open != null && open.end + size > SEGMENT_BYTES && open.end > HEADER) {
      full.addLast(open);
      open = null;
      current = null;
    }
    if (open == null) {
      Segment next = spare;
      spare = null;
      open = begin(next == null ? create() : next);
      current = open;
    }
    return open;
  }

  private Segment create() throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(String.format("%016x%s", number + 1, SUFFIX));
    return new Segment(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  private Segment begin(Segment segment) throws IOException {
    segment.number = ++number;
    segment.end = HEADER;
    segment.outstanding = 0;
    ByteBuffer header = ByteBuffer.allocate(HEADER + 4).putLong(MAGIC).putLong(segment.number);
    segment.channel.write(header.putInt(0).flip(), 0);
    segment.channel.force(true);
    forceDirectory();
    return segment;
  }

  /** A file is only there after a loss of power when its directory says so. */
  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * What was written and may not be in the database, oldest first. Before the first {@link #write}
   * only; later segments get higher numbers.
   */
  List<Append> pending() throws IOException {
    List<ByteBuffer> segments = new ArrayList<>();
    for (Path file : files()) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      if (bytes.remaining() >= HEADER && bytes.getLong(0) == MAGIC) {
        segments.add(bytes);
      }
    }
    segments.sort((a, b) -> Long.compareUnsigned(a.getLong(8), b.getLong(8)));
    List<Append> found = new ArrayList<>();
    for (ByteBuffer segment : segments) {
      number = Math.max(number, segment.getLong(8));
      read(segment, found);
    }
    return found;
  }

  private static void read(ByteBuffer segment, List<Append> found) throws IOException {
    long number = segment.getLong(8);
    segment.position(HEADER);
    while (segment.remaining() >= 8) {
      int length = segment.getInt();
      int checksum = segment.getInt();
      if (length == ALL_STORED && checksum == (int) number) {
        found.clear();
        continue;
      }
      if (length <= 0 || length > Math.min(MAX_RECORD, segment.remaining())) {
        return;
      }
      byte[] record = new byte[length];
      segment.get(record);
      if (checksum(number, record) != checksum) {
        return; // torn: it was never acknowledged, and nothing after it was
      }
      try {
        found.add(AppendCodec.decode(record));
      } catch (CorruptBlock e) {
        throw new IOException("a record with a right checksum cannot be read: another version's?");
      }
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  /** Forgets everything: the database has it all. */
  synchronized void clear() throws IOException {
    close();
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    List<Segment> open = new ArrayList<>(full);
    if (current != null) {
      open.add(current);
    }
    if (spare != null) {
      open.add(spare);
    }
    full.clear();
    current = null;
    spare = null;
    for (Segment segment : open) {
      segment.channel.close();
    }
  }

  private static void discard(Segment segment) throws IOException {
    segment.channel.close();
    Files.deleteIfExists(segment.file);
  }

  private static int checksum(long number, byte[] record) {
    CRC32C sum = new CRC32C();
    sum.update(record);
    return (int) sum.getValue() ^ Long.hashCode(number * 0x9E37_79B9_7F4A_7C15L);
  }
}
