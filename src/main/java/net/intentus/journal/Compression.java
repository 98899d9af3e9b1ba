package net.intentus.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Raw DEFLATE (RFC 1951) with a dictionary of what events and envelopes usually say, so that small
 * texts shrink too. Thread-safe.
 *
 * <p>The dictionary is part of the stored format: it may never change. A better one needs a new
 * format number beside it.
 */
final class Compression {
  private static final byte[] DICTIONARY =
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

  /** Deflaters hold a quarter of a megabyte outside the heap each: a few are kept and reused. */
  private static final ArrayBlockingQueue<Deflater> IDLE = new ArrayBlockingQueue<>(64);

  private Compression() {}

  static byte[] deflate(byte[] bytes) {
    Deflater deflater = IDLE.poll();
    if (deflater == null) {
      deflater = new Deflater(Deflater.BEST_SPEED, true);
    }
    try {
      deflater.setDictionary(DICTIONARY);
      deflater.setInput(bytes);
      deflater.finish();
      byte[] chunk = new byte[Math.max(256, bytes.length / 2)];
      ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length);
      while (!deflater.finished()) {
        int n = deflater.deflate(chunk);
        out.write(chunk, 0, n);
      }
      return out.toByteArray();
    } finally {
      deflater.reset();
      if (!IDLE.offer(deflater)) {
        deflater.end();
      }
    }
  }

  /**
   * Undoes {@link #deflate}.
   *
   * @throws CorruptBlock when the bytes are not what {@link #deflate} made
   */
  static byte[] inflate(byte[] bytes, int offset) throws CorruptBlock {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(DICTIONARY);
      inflater.setInput(bytes, offset, bytes.length - offset);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * 4);
      byte[] chunk = new byte[8192];
      while (!inflater.finished()) {
        int n = inflater.inflate(chunk);
        if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new CorruptBlock();
        }
        out.write(chunk, 0, n);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new CorruptBlock();
    } finally {
      inflater.end();
    }
  }
}
