package net.intentus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The temporary directory of one server: its output and whatever it unpacks. */
record ServerHome(Path path) {
  private static final int TAIL = 6_000;

  static ServerHome create() {
    try {
      ServerHome home = new ServerHome(Files.createTempDirectory("intentus-it"));
      Files.createDirectory(home.tmp());
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory", e);
    }
  }

  Path tmp() {
    return path.resolve("tmp");
  }

  Path stdout() {
    return path.resolve("stdout.log");
  }

  Path stderr() {
    return path.resolve("stderr.log");
  }

  String log() {
    return read(stdout()) + read(stderr());
  }

  String tail() {
    String log = log();
    return log.substring(Math.max(0, log.length() - TAIL));
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable " + file, e);
    }
  }

  void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + path + ": " + e.getMessage());
    }
  }
}
