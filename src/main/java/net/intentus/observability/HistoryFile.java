package net.intentus.observability;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a file of bounded size. The next file takes over before a line would not fit any more:
 * {@code name} becomes {@code name.1}, that {@code name.2}, and the oldest is deleted. Every file
 * holds whole lines only, also after a crash. For one thread.
 */
final class HistoryFile implements AutoCloseable {
  private static final int TAIL = 65_536;

  private final Path path;
  private final int maxBytes;
  private final int files;
  private @Nullable OutputStream out;
  private long size;

  /**
   * @param files how many there are at most, with the one that is being written
   */
  HistoryFile(Path path, int maxBytes, int files) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.files = files;
  }

  /**
   * Adds lines in UTF-8, each of which ends with a line feed, to one file.
   *
   * @throws IOException when they could not be written; none of them is in the file then
   */
  void write(byte[] lines) throws IOException {
    try {
      OutputStream target = out == null || !Files.exists(path) ? open() : out;
      if (size > 0 && size + lines.length > maxBytes) {
        close();
        rotate();
        target = open();
      }
      target.write(lines);
      size += lines.length;
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  /** How many bytes the current file may still take. */
  long room() throws IOException {
    if (out == null) {
      var unused = open();
    }
    return maxBytes - size;
  }

  private OutputStream open() throws IOException {
    close();
    if (Files.exists(path)) {
      repair();
    }
    OutputStream opened =
        Channels.newOutputStream(
            Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    size = Files.size(path);
    out = opened;
    return opened;
  }

  /** Cuts off the piece of a line that a crash has left at the end. */
  private void repair() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long length = file.length();
      byte[] tail = new byte[(int) Math.min(TAIL, length)];
      file.seek(length - tail.length);
      file.readFully(tail);
      int end = tail.length;
      while (end > 0 && tail[end - 1] != '\n') {
        end--;
      }
      file.setLength(length - tail.length + end);
    }
  }

  private void rotate() throws IOException {
    if (files == 1) {
      Files.delete(path);
      return;
    }
    for (int i = files - 1; i > 0; i--) {
      Path from = i == 1 ? path : numbered(i - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /** What was written in part is cut off, now or when the file is opened again. */
  private void abandon() {
    long good = size;
    try {
      close();
      if (Files.exists(path) && Files.size(path) > good) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          file.setLength(good);
        }
      }
    } catch (IOException e) {
      out = null; // opened again, and repaired, with the next line
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }
}
