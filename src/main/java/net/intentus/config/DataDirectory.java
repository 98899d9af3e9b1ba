package net.intentus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory that holds everything this instance keeps outside the database server. */
final class DataDirectory {
  private DataDirectory() {}

  /**
   * Creates the directory (mode 0700) when it is missing and proves that it can be written.
   *
   * @throws ConfigurationProblem when it cannot
   */
  static void prepare(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, ownerOnly(directory));
      }
      Files.delete(Files.createTempFile(directory, ".write", ".probe"));
    } catch (IOException | SecurityException e) {
      throw new ConfigurationProblem(
          "intentus.data.dir",
          "the directory " + directory + " cannot be created or written.",
          "Name one that this user may write, or free space on its disk.");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
  }
}
