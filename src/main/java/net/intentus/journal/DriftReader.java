package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Finds the same requests that went differently: same intent, same envelope hash, other
 * fingerprint. Looks at a bounded stretch of the record, newest first, and says how far it came.
 * Thread-safe.
 */
@Singleton
public class DriftReader {
  private final DriftStore store;
  private final JournalWriter writer;

  @Inject
  DriftReader(DriftStore store, JournalWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  /**
   * One page.
   *
   * @throws IllegalArgumentException when the cursor is none that this method gave
   */
  public DriftPage page(DriftFilter filter) {
    String upper = lowestId(filter.to());
    String before = upper;
    String cursor = filter.cursor();
    if (cursor != null) {
      String[] parts = decoded(cursor);
      upper = parts[0];
      before = parts[1];
    }
    writer.catchUp();
    DriftStore.Window window = store.window(lowestId(filter.from()), upper);
    List<DriftPage.Group> groups = store.groups(filter, window, before);
    boolean more = groups.size() > filter.limit();
    List<DriftPage.Group> items = more ? groups.subList(0, filter.limit()) : groups;
    return new DriftPage(
        items,
        more ? encoded(upper, last(items)) : null,
        store.count(filter, window),
        window.complete() ? filter.from() : time(window.lower()),
        time(upper),
        window.complete());
  }

  private static String last(List<DriftPage.Group> items) {
    return items.get(items.size() - 1).fingerprints().get(0).lastExecutionId();
  }

  /** The lowest UUIDv7 (RFC 9562) of that millisecond: identifiers are in the order of time. */
  static String lowestId(Instant time) {
    long millis = Math.max(0, time.toEpochMilli());
    return new UUID((millis << 16) | 0x7000L, 0x8000000000000000L).toString();
  }

  /** When an execution with that identifier was submitted. */
  static Instant time(String id) {
    return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
  }

  private static String encoded(String upper, String before) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((upper + " " + before).getBytes(StandardCharsets.US_ASCII));
  }

  private static String[] decoded(String cursor) {
    String[] ids =
        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ", -1);
    if (ids.length != 2 || !isId(ids[0]) || !isId(ids[1])) {
      throw new IllegalArgumentException("cursor");
    }
    return ids;
  }

  private static boolean isId(String text) {
    return UUID.fromString(text).toString().equals(text);
  }
}
