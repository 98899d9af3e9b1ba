package net.intentus.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/** Reads the files of a {@link WriteAheadLog} after the process that wrote them has ended. */
final class WalReader {
  private static final Logger LOG = Logger.getLogger(WalReader.class.getName());

  /** By its content: a group whose first file failed may be in two of them. */
  private final Map<ByteBuffer, byte[]> found = new LinkedHashMap<>();

  private long number;

  private record Content(Path file, ByteBuffer bytes) {
    long number() {
      return bytes.getLong(8);
    }
  }

  /**
   * Reads them all.
   *
   * @throws IOException when one cannot be read, or is not ours to read
   */
  void read(List<Path> files) throws IOException {
    List<Content> segments = new ArrayList<>();
    for (Path file : files) {
      Content content = new Content(file, ByteBuffer.wrap(Files.readAllBytes(file)));
      if (begun(content)) {
        segments.add(content);
      }
    }
    segments.sort((a, b) -> Long.compareUnsigned(a.number(), b.number()));
    for (Content segment : segments) {
      number = Math.max(number, segment.number());
      read(segment);
    }
  }

  /** What was written and may not be in the database, oldest first. */
  Collection<byte[]> found() {
    return found.values();
  }

  /** The highest number of a segment. */
  long number() {
    return number;
  }

  /** A file whose header never reached the disk holds nothing; any other header is not ours. */
  private static boolean begun(Content content) throws IOException {
    ByteBuffer bytes = content.bytes();
    if (bytes.remaining() < WalSegment.HEADER || bytes.getLong(0) == 0) {
      return false;
    }
    if (bytes.getLong(0) != WalSegment.MAGIC) {
      throw new IOException(content.file() + " has another format: another version's?");
    }
    return true;
  }

  private void read(Content content) {
    ByteBuffer segment = content.bytes();
    long of = content.number();
    segment.position(WalSegment.HEADER);
    while (segment.remaining() >= 8) {
      int length = segment.getInt();
      if (length == 0) {
        return;
      }
      int checksum = segment.getInt();
      if (length == WriteAheadLog.ALL_STORED && checksum == (int) of) {
        found.clear();
        continue;
      }
      if (length < 0 || length > segment.remaining()) {
        torn(content);
        return;
      }
      byte[] record = new byte[length];
      segment.get(record);
      if (WriteAheadLog.checksum(of, record) != checksum) {
        torn(content);
        return;
      }
      found.putIfAbsent(ByteBuffer.wrap(record), record);
    }
  }

  /**
   * As a rule it was being written when the process ended: then nobody was told that it is there.
   */
  private static void torn(Content content) {
    LOG.warning(
        () ->
            content.file()
                + " ends with a record that is not whole, at byte "
                + content.bytes().position());
  }
}
