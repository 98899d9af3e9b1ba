package net.intentus.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.intentus.privacy.KeySignature;
import org.jspecify.annotations.Nullable;

/**
 * A packed block with the signature of the journal head that it ends with in front: a mark, the
 * length of the key's id, the id, 64 bytes of signature, then the block as {@link BlockCodec} packs
 * it. An unsigned block is stored as it is, so that signing costs nothing where it is off. Pure.
 */
final class SignedBlock {
  /** No format number of {@link BlockCodec} will ever be this. */
  private static final byte MARK = 'S';

  private static final int SIGNATURE = 64;
  private static final int ID_AT = 2;

  private SignedBlock() {}

  /**
   * What a signature covers: a line that names its purpose, the execution, the number of its last
   * event so far and that event's written hash. None of them can contain a line feed.
   */
  static byte[] message(String executionId, int seq, String head) {
    return ("intentusnet/journal-head/v1\n" + executionId + "\n" + seq + "\n" + head)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] of(KeySignature signature, byte[] block) {
    byte[] id = signature.keyId().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(ID_AT + id.length + SIGNATURE + block.length)
        .put(MARK)
        .put((byte) id.length)
        .put(id)
        .put(signature.value())
        .put(block)
        .array();
  }

  /** The block without its signature. */
  static byte[] content(byte[] stored) {
    return signed(stored) ? Arrays.copyOfRange(stored, contentAt(stored), stored.length) : stored;
  }

  /** The signature in front of the block, or null when it has none. */
  static @Nullable KeySignature signature(byte[] stored) {
    if (!signed(stored)) {
      return null;
    }
    int end = contentAt(stored);
    String id = new String(stored, ID_AT, end - SIGNATURE - ID_AT, StandardCharsets.US_ASCII);
    return new KeySignature(id, Arrays.copyOfRange(stored, end - SIGNATURE, end));
  }

  private static boolean signed(byte[] stored) {
    return stored.length > ID_AT && stored[0] == MARK && contentAt(stored) <= stored.length;
  }

  private static int contentAt(byte[] stored) {
    return ID_AT + Byte.toUnsignedInt(stored[1]) + SIGNATURE;
  }
}
