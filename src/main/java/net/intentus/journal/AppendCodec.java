package net.intentus.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.privacy.KeySignature;
import net.intentus.wal.WriteAheadLog;
import org.jspecify.annotations.Nullable;

/**
 * Turns an append into bytes for the {@link WriteAheadLog} and back; it is an {@linkplain
 * Append#unconditional unconditional} one. Pure.
 */
final class AppendCodec {
  private static final byte NULL = 0;
  private static final byte TEXT = 1;
  private static final byte LONG = 2;
  private static final byte INT = 3;
  private static final byte BYTES = 4;

  /** Whoever stores the append looks at its own response, not at that of its end. */
  private static final KeptDocument NOT_HERE =
      new KeptDocument(Kept.DIGEST, new byte[0], null, Json.object().arrayNode());

  private AppendCodec() {}

  static byte[] encode(Append append) {
    Writer out = new Writer();
    ExecutionEntity opening = append.opening();
    out.put(append.executionId());
    Object @Nullable [] row = opening == null ? null : opening.row();
    out.put(row == null ? null : row.length);
    if (row != null) {
      for (Object value : row) {
        out.put(value);
      }
    }
    PlainBlock events = append.block().plain();
    out.put(events.firstSeq());
    out.put(events.events());
    out.put(events.hashes());
    out.put(events.plain());
    KeySignature signature = append.block().signature();
    out.put(signature == null ? null : signature.keyId());
    if (signature != null) {
      out.put(signature.value());
    }
    out.put(append.envelope());
    end(append.ending(), out);
    out.put(append.response());
    out.put(append.head());
    out.put(append.lastSeq());
    return out.bytes();
  }

  /** The answer is not written with it: it is part of the append already. */
  private static void end(@Nullable ExecutionEnd end, Writer out) {
    out.put(end == null ? null : end.status().name());
    if (end == null) {
      return;
    }
    ErrorCode code = end.errorCode();
    Instant began = end.startedAt();
    out.put(end.agent());
    out.put(code == null ? null : code.name());
    out.put(end.responseHash());
    out.put(end.fingerprint());
    out.put(began == null ? null : began.toEpochMilli());
    out.put(end.completedAt().toEpochMilli());
    out.put(end.attempts());
  }

  /**
   * Undoes {@link #encode}. Nobody waits for what comes back.
   *
   * @throws CorruptBlock when the bytes are not what {@link #encode} made
   */
  static Append decode(byte[] bytes) throws CorruptBlock {
    try {
      Reader in = new Reader(ByteBuffer.wrap(bytes));
      String id = in.text();
      Integer columns = (Integer) in.next();
      ExecutionEntity opening = null;
      if (columns != null) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = in.next();
        }
        opening = ExecutionEntity.of(row);
      }
      JournalBlockEntity block = new JournalBlockEntity(id, events(in), signature(in));
      byte[] envelope = (byte[]) in.next();
      ExecutionEnd end = end(in);
      return new Append(
          id,
          opening,
          null, // what claims a key is never in the log: only the database can grant it
          block,
          envelope,
          end,
          (byte[]) in.next(),
          in.data(),
          in.number(),
          Custody.FIRST,
          new Append.Waiter(true));
    } catch (BufferUnderflowException | ClassCastException | IllegalArgumentException e) {
      throw new CorruptBlock();
    }
  }

  private static PlainBlock events(Reader in) throws CorruptBlock {
    return new PlainBlock(in.number(), in.number(), in.data(), in.data());
  }

  private static @Nullable KeySignature signature(Reader in) throws CorruptBlock {
    String keyId = (String) in.next();
    return keyId == null ? null : new KeySignature(keyId, in.data());
  }

  private static @Nullable ExecutionEnd end(Reader in) throws CorruptBlock {
    String status = (String) in.next();
    if (status == null) {
      return null;
    }
    String agent = (String) in.next();
    String code = (String) in.next();
    String responseHash = in.text();
    String fingerprint = in.text();
    Long began = (Long) in.next();
    return new ExecutionEnd(
        ExecutionStatus.valueOf(status),
        agent,
        code == null ? null : ErrorCode.valueOf(code),
        NOT_HERE,
        responseHash,
        fingerprint,
        began == null ? null : Instant.ofEpochMilli(began),
        Instant.ofEpochMilli(in.big()),
        in.number());
  }

  /** Values one after another, each with its kind. */
  private static final class Writer {
    private ByteBuffer out = ByteBuffer.allocate(4_096);

    void put(@Nullable Object value) {
      if (value == null) {
        room(1).put(NULL);
      } else if (value instanceof String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(5 + bytes.length).put(TEXT).putInt(bytes.length).put(bytes);
      } else if (value instanceof byte[] bytes) {
        room(5 + bytes.length).put(BYTES).putInt(bytes.length).put(bytes);
      } else if (value instanceof Long number) {
        room(9).put(LONG).putLong(number);
      } else if (value instanceof Integer number) {
        room(5).put(INT).putInt(number);
      } else {
        throw new IllegalArgumentException("no way to write a " + value.getClass());
      }
    }

    private ByteBuffer room(int bytes) {
      if (out.remaining() < bytes) {
        int size = Math.max(2 * out.capacity(), out.position() + bytes);
        out = ByteBuffer.allocate(size).put(out.flip());
      }
      return out;
    }

    byte[] bytes() {
      byte[] bytes = new byte[out.position()];
      out.flip().get(bytes);
      return bytes;
    }
  }

  private record Reader(ByteBuffer in) {
    @Nullable Object next() throws CorruptBlock {
      return switch (in.get()) {
        case NULL -> null;
        case TEXT -> new String(blob(), StandardCharsets.UTF_8);
        case BYTES -> blob();
        case LONG -> in.getLong();
        case INT -> in.getInt();
        default -> throw new CorruptBlock();
      };
    }

    private byte[] blob() throws CorruptBlock {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new CorruptBlock();
      }
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    }

    String text() throws CorruptBlock {
      return (String) present();
    }

    int number() throws CorruptBlock {
      return (Integer) present();
    }

    long big() throws CorruptBlock {
      return (Long) present();
    }

    byte[] data() throws CorruptBlock {
      return (byte[]) present();
    }

    private Object present() throws CorruptBlock {
      Object value = next();
      if (value == null) {
        throw new CorruptBlock();
      }
      return value;
    }
  }
}
