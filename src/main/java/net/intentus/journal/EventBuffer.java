package net.intentus.journal;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Collects events until they are appended together. Belongs to one thread at a time. */
final class EventBuffer {
  private static final int USUAL_BYTES = 2_048;
  private static final int USUAL_EVENTS = 8;

  private ByteBuffer plain = ByteBuffer.allocate(USUAL_BYTES);
  private ByteBuffer hashes = ByteBuffer.allocate(USUAL_EVENTS * BlockCodec.HASH);
  private int firstSeq;
  private int events;

  /**
   * Adds the next event.
   *
   * @param payload canonical JSON in UTF-8
   * @param hash 32 bytes
   */
  void add(int seq, EventType type, Instant at, byte[] payload, byte[] hash) {
    if (events == 0) {
      firstSeq = seq;
    }
    events++;
    plain = room(plain, 1 + Long.BYTES + Integer.BYTES + payload.length);
    plain.put((byte) type.code()).putLong(at.toEpochMilli()).putInt(payload.length).put(payload);
    hashes = room(hashes, BlockCodec.HASH).put(hash);
  }

  boolean isEmpty() {
    return events == 0;
  }

  /** Takes what has been added. At least one event. */
  PlainBlock take() {
    PlainBlock taken = new PlainBlock(firstSeq, events, bytes(hashes), bytes(plain));
    plain.clear();
    hashes.clear();
    events = 0;
    return taken;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer room(ByteBuffer buffer, int bytes) {
    if (buffer.remaining() >= bytes) {
      return buffer;
    }
    int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
    return ByteBuffer.allocate(size).put(buffer.flip());
  }
}
