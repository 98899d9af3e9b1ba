package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Ids;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * This process among those that share the database. It lives as long as its lease is prolonged;
 * what it had open when the lease ends belongs to whoever takes it.
 *
 * <p>A process that is started again on the same data directory need not wait for the lease of its
 * predecessor to end: it holds the lock on the file that names it, so the predecessor is dead.
 * Thread-safe.
 */
@Singleton
public class Instance {
  /** How long a silent instance is taken for alive. */
  public static final long LEASE_MS = 15_000;

  /** How often the lease is prolonged. */
  public static final long BEAT_MS = 3_000;

  private static final Logger LOG = Logger.getLogger(Instance.class.getName());
  private static final int ID_LENGTH = 36;

  private final InstanceStore store;
  private final Settings settings;
  private final String id;
  private @Nullable FileChannel file;

  @Inject
  Instance(InstanceStore store, Settings settings, Ids ids) {
    this.store = store;
    this.settings = settings;
    this.id = ids.next();
  }

  /** New with every start. */
  public String id() {
    return id;
  }

  /** Takes a lease, and ends those of instances that are known to be dead. */
  public void start() {
    store.beat(id, LEASE_MS);
    if (!settings.database().postgresql()) {
      store.endOthers(id); // H2 lets one process open the file
    }
    String predecessor = succeed(settings.dataDir().resolve("instance"));
    if (predecessor != null && !predecessor.equals(id)) {
      store.end(predecessor);
    }
  }

  /** Prolongs the lease; fails when nothing can be written. */
  public void beat() {
    store.beat(id, LEASE_MS);
  }

  /**
   * Prolongs the lease and removes what is left of long dead instances. Whether that worked; what
   * did not is logged.
   */
  public boolean tryBeat() {
    try {
      beat();
      store.sweep();
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the lease of this instance could not be prolonged; trying again", e);
      return false;
    }
  }

  /** Gives the lease back: what is left open need not wait for its end. */
  public synchronized void stop() {
    try {
      store.end(id);
      if (file != null) {
        file.close();
      }
    } catch (RuntimeException | IOException e) {
      LOG.log(Level.WARNING, "the lease of this instance could not be given back", e);
    }
  }

  /** Takes the predecessor's place; null when there was none, or when it may still live. */
  private synchronized @Nullable String succeed(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return null;
      }
      file = channel; // the lock lasts as long as the channel is open: as long as this process
      ByteBuffer content = ByteBuffer.allocate(ID_LENGTH);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // until it is full or the file ends
      }
      String before = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)), 0);
      return known(before) ? before : null;
    } catch (IOException | OverlappingFileLockException e) {
      LOG.log(Level.WARNING, "the predecessor is not known; its lease will end by itself", e);
      return null;
    }
  }

  private static boolean known(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
