package net.intentus.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs the events of one append into one value: format number, count, the hashes as they are (they
 * do not compress), then the compressed rest. Pure.
 */
final class BlockCodec {
  private static final byte FORMAT = 1;
  static final int HASH = 32;

  private BlockCodec() {}

  static byte[] pack(PlainBlock plain) {
    byte[] packed = Compression.compress(plain.plain());
    byte[] hashes = plain.hashes();
    return ByteBuffer.allocate(1 + Short.BYTES + hashes.length + packed.length)
        .put(FORMAT)
        .putShort((short) plain.events())
        .put(hashes)
        .put(packed)
        .array();
  }

  /**
   * Undoes {@link #pack}. Hashes come back as stored; nothing is checked here.
   *
   * @throws CorruptBlock when the bytes are no block
   */
  static List<PackedEvent> unpack(int firstSeq, byte[] stored) throws CorruptBlock {
    byte[] block = SignedBlock.content(stored);
    try {
      ByteBuffer head = ByteBuffer.wrap(block);
      if (head.get() != FORMAT) {
        throw new CorruptBlock();
      }
      int count = Short.toUnsignedInt(head.getShort());
      byte[][] hashes = new byte[count][HASH];
      for (byte[] hash : hashes) {
        head.get(hash);
      }
      ByteBuffer plain = ByteBuffer.wrap(Compression.expand(block, head.position()));
      List<PackedEvent> events = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        EventType type = EventType.ofCode(plain.get()).orElseThrow(CorruptBlock::new);
        Instant at = Instant.ofEpochMilli(plain.getLong());
        byte[] text = new byte[plain.getInt()];
        plain.get(text);
        events.add(
            new PackedEvent(
                firstSeq + i, type, at, new String(text, StandardCharsets.UTF_8), hashes[i]));
      }
      return events;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new CorruptBlock();
    }
  }
}
