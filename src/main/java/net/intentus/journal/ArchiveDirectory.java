package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.privacy.PublicKeys;
import org.jspecify.annotations.Nullable;

/**
 * Archives of one run below one directory: {@code 0001}, {@code 0002} and so on, each complete with
 * its manifest. An archive is written under a hidden name and gets its own in one step once all of
 * it is on the disk, so that what has a name is whole.
 *
 * <p>Only records that verify go in: what was damaged stays where it can be looked at.
 */
final class ArchiveDirectory implements Archive {
  static final String FORMAT = "intentusnet-archive";
  static final int VERSION = 1;
  static final String FILE = "executions.jsonl.gz";
  static final String MANIFEST = "manifest.json";

  private final Path directory;
  private final ExecutionStore store;
  private final PublicKeys keys;
  private final Instant createdAt;
  private int number;
  private @Nullable ArchiveFile open;

  /**
   * Archives below that directory.
   *
   * @param directory of the run; made when there is something to archive
   */
  ArchiveDirectory(Path directory, ExecutionStore store, PublicKeys keys, Instant createdAt) {
    this.directory = directory;
    this.store = store;
    this.keys = keys;
    this.createdAt = createdAt;
  }

  @Override
  public List<String> add(List<String> ids) throws IOException {
    List<String> written = new ArrayList<>();
    for (String id : ids) {
      Optional<StoredExecution> stored = store.find(id);
      if (stored.isPresent() && Verification.of(stored.get(), keys).valid()) {
        ObjectNode line = ExportDocument.of(stored.get(), keys);
        file().add(id, ExportDocument.bytes(ExportedPayloads.sealed(line, stored.get().payload())));
        written.add(id);
      }
    }
    return written;
  }

  private ArchiveFile file() throws IOException {
    ArchiveFile file = open;
    if (file == null) {
      number++;
      Files.createDirectories(partial());
      force(directory.toAbsolutePath().getParent());
      file = new ArchiveFile(partial().resolve(FILE));
      open = file;
    }
    return file;
  }

  private Path partial() {
    return directory.resolve("." + name() + ".partial");
  }

  private String name() {
    return String.format(Locale.ROOT, "%04d", number);
  }

  @Override
  public boolean seal() throws IOException {
    ArchiveFile file = open;
    if (file == null) {
      return false;
    }
    open = null;
    writeDurably(partial().resolve(MANIFEST), Json.bytes(manifest(file.close())));
    force(partial());
    Files.move(partial(), directory.resolve(name()), StandardCopyOption.ATOMIC_MOVE);
    force(directory);
    return true;
  }

  private ObjectNode manifest(ArchiveFile.Written written) {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("createdAt", Times.format(createdAt));
    ObjectNode file = json.putArray("files").addObject();
    file.put("name", FILE);
    file.put("sha256", Hashes.format(written.sha256()));
    file.put("executions", written.executions());
    file.put("firstId", written.firstId());
    file.put("lastId", written.lastId());
    json.put("manifestHash", Hashes.of(json));
    return json;
  }

  /** Ends without an archive what was begun and not sealed. */
  @Override
  public void close() throws IOException {
    ArchiveFile file = open;
    if (file != null) {
      open = null;
      file.close();
      Files.deleteIfExists(partial().resolve(FILE));
      Files.deleteIfExists(partial());
    }
  }

  private static void writeDurably(Path path, byte[] bytes) throws IOException {
    Files.write(path, bytes, StandardOpenOption.CREATE_NEW);
    force(path);
  }

  /** Forces a file, or the names in a directory, onto the disk. */
  private static void force(@Nullable Path path) throws IOException {
    if (path != null) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
