package net.intentus.journal;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951) with a preset dictionary: how the first version stored. Read only. */
final class Deflated {
  private Deflated() {}

  /**
   * The plain bytes.
   *
   * @throws CorruptBlock when there is no such stream
   */
  static byte[] inflate(byte[] bytes, int offset, byte[] dictionary) throws CorruptBlock {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(dictionary);
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
