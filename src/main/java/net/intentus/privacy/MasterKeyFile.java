package net.intentus.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A file with a master key in it, readable by its owner only. */
public final class MasterKeyFile {
  /** Its name in the data directory. */
  public static final String NAME = "master.key";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private MasterKeyFile() {}

  /**
   * The key in the file.
   *
   * @return empty when what is in there is no key
   * @throws IOException when the file cannot be read
   */
  public static Optional<MasterKey> read(Path file) throws IOException {
    return MasterKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  /**
   * The key in {@code master.key} of the directory; generated and written (mode 0600) when there is
   * no such file. Two processes that do so at once end up with the same key, and one that dies in
   * between leaves no half-written file.
   *
   * @param random cryptographically strong
   * @return empty when the file is there but what is in it is no key
   * @throws IOException when the file can be neither read nor written
   */
  public static Optional<MasterKey> readOrCreate(Path directory, Random random) throws IOException {
    Path file = directory.resolve(NAME);
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      create(file, MasterKey.generate(random));
      return read(file);
    }
  }

  private static void create(Path file, MasterKey key) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(directory, NAME, ".new", ownerOnly(file));
    try {
      Files.writeString(draft, key.hex() + "\n", StandardCharsets.ISO_8859_1);
      // Unlike a move, a link never replaces the key that another process has written meanwhile.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
