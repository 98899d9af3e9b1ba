package net.intentus.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Zstandard (RFC 8878) with a dictionary of what events and envelopes usually say, so that small
 * texts shrink too; hashes are taken out of their hexadecimal form first (ADR 0012). Thread-safe.
 *
 * <p>The dictionary is part of the stored format: it may never change. A better one needs a new
 * first byte beside it.
 */
final class Compression {
  static final byte[] DICTIONARY =
      ("{\"reportedCode\":\"retryable\":false,\"details\":{},\"error\":null,\"status\":\"error\""
              + "\"INTERNAL_AGENT_ERROR\"\"AGENT_UNAVAILABLE\"\"AGENT_TIMEOUT\"\"TRANSPORT_ERROR\""
              + "\"identityChain\":[],\"requestId\":\"\",\"source\":null,\"traceId\":\""
              + "\"routing\":{\"fallbackAgents\":[],\"strategy\":\"fallback\",\"targetAgent\":null}"
              + "\"context\":{\"priority\":\"normal\",\"sourceAgent\":null,\"tags\":[],"
              + "\"timestamp\":\"2026-01-01T00:00:00.000Z\"},\"metadata\":{\"createdAt\":\""
              + "{\"version\":\"1.0\",\"status\":\"success\",\"payload\":{\"error\":null,"
              + "\"metadata\":{\"agent\":\"\",\"executionId\":\"\",\"timestamp\":\"2026-"
              + "\"strategy\":\"direct\",\"decisionPath\":[\"\"],\"attempts\":1,\"durationMs\":"
              + "\"policy\":{\"filtered\":[],\"reasons\":{}}}"
              + "{\"envelopeDocumentHash\":\"sha-256:\",\"envelopeHash\":\"sha-256:\","
              + "\"executionId\":\"019\",\"intent\":{\"name\":\"Intent\",\"version\":\"1.0\"},"
              + "\"redactions\":[],\"strategy\":\"direct\",\"subject\":\"key:\",\"tags\":[],"
              + "\"tenant\":\"default\"}{\"candidates\":[{\"action\":\"allow\",\"agent\":\"\","
              + "\"ruleId\":null}],\"policyHash\":\"sha-256:\"}{\"candidates\":[{\"agent\":\"\","
              + "\"eligible\":true,\"position\":0,\"sideEffect\":\"read_only\"}],\"candidateCount\":1"
              + ",\"plan\":[\"\"],\"routingTableHash\":\"sha-256:\",\"skipped\":[]}"
              + "{\"agent\":\"\",\"attempt\":1,\"inputHash\":\"sha-256:\",\"spanId\":\"\"}"
              + "{\"agent\":\"\",\"attempt\":1,\"durationMs\":0,\"error\":null,\"outcome\":"
              + "\"succeeded\",\"outputHash\":\"sha-256:\"}{\"agent\":\"\",\"error\":null,"
              + "\"fingerprint\":\"sha-256:\",\"responseDocumentHash\":\"sha-256:\","
              + "\"responseHash\":\"sha-256:\",\"status\":\"succeeded\"}")
          .getBytes(StandardCharsets.US_ASCII);

  /** No DEFLATE stream begins like this: its block type would be the reserved one. */
  private static final byte ZSTD = 0x07;

  private static final int LEVEL = -1;
  private static final int MAX_BYTES = 256 << 20;
  private static final int IDLE_CONTEXTS = 4;

  private static final ZstdDictCompress COMPRESS =
      new ZstdDictCompress(HashEscape.escape(DICTIONARY), LEVEL);
  private static final ZstdDictDecompress DECOMPRESS =
      new ZstdDictDecompress(HashEscape.escape(DICTIONARY));

  /** The last one used is used next, because the processor's cache still has it. */
  private static final LinkedBlockingDeque<Packer> IDLE = new LinkedBlockingDeque<>(IDLE_CONTEXTS);

  private Compression() {}

  static byte[] compress(byte[] bytes) {
    Packer packer = IDLE.pollFirst();
    if (packer == null) {
      packer = new Packer();
    }
    try {
      return packer.pack(bytes);
    } finally {
      if (!IDLE.offerFirst(packer)) {
        packer.close();
      }
    }
  }

  /** A compressor with room for what is usual. For one thread at a time. */
  private static final class Packer {
    private static final int USUAL_BYTES = 16 << 10;

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final byte[] escaped = new byte[HashEscape.bound(USUAL_BYTES)];
    private final byte[] packed = new byte[(int) Zstd.compressBound(escaped.length)];

    Packer() {
      context.loadDict(COMPRESS).setLevel(LEVEL).setMagicless(true).setDictID(false);
    }

    byte[] pack(byte[] bytes) {
      boolean usual = bytes.length <= USUAL_BYTES;
      byte[] plain = usual ? escaped : new byte[HashEscape.bound(bytes.length)];
      int length = HashEscape.escape(bytes, plain);
      byte[] out = usual ? packed : new byte[(int) Zstd.compressBound(length)];
      int size = context.compressByteArray(out, 0, out.length, plain, 0, length);
      byte[] marked = new byte[1 + size];
      marked[0] = ZSTD;
      System.arraycopy(out, 0, marked, 1, size);
      return marked;
    }

    void close() {
      context.close();
    }
  }

  /**
   * Undoes {@link #compress}, also what versions before this format wrote.
   *
   * @throws CorruptBlock when the bytes are not what {@link #compress} made
   */
  static byte[] expand(byte[] bytes, int offset) throws CorruptBlock {
    if (offset >= bytes.length) {
      throw new CorruptBlock();
    }
    if (bytes[offset] != ZSTD) {
      return Deflated.inflate(bytes, offset, DICTIONARY);
    }
    try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
      context.loadDict(DECOMPRESS).setMagicless(true);
      byte[] packed = Arrays.copyOfRange(bytes, offset + 1, bytes.length);
      long size = Zstd.getFrameContentSize(packed, 0, packed.length, true);
      if (size < 0 || size > MAX_BYTES) {
        throw new CorruptBlock();
      }
      return HashEscape.undo(context.decompress(packed, (int) size));
    } catch (ZstdException e) {
      throw new CorruptBlock();
    }
  }
}
