package net.intentus.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of a {@link WriteAheadLog} are. */
final class WalDirectory {
  static final String SUFFIX = ".wal";

  private final Path path;
  private final WriteAheadLog.Opener opener;

  WalDirectory(Path path, WriteAheadLog.Opener opener) {
    this.path = path;
    this.opener = opener;
  }

  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** A new file, named after that number. */
  WalSegment create(long number) throws IOException {
    Files.createDirectories(path);
    Path file = path.resolve(String.format("%016x%s", number, SUFFIX));
    return new WalSegment(file, opener.open(file));
  }

  List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  void clear() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  /** Keeps a record in a file of its own beside the log. */
  void setAside(String name, byte[] record) throws IOException {
    Files.createDirectories(path);
    try (FileChannel channel = open(path.resolve(name + ".refused"))) {
      ByteBuffer bytes = ByteBuffer.wrap(record);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    force();
  }

  /** A file is only there after a loss of power when its directory says so. */
  void force() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
