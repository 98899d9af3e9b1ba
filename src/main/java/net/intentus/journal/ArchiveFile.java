package net.intentus.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;
import net.intentus.intent.Hashes;

/** One file of compressed JSON Lines while it is written. */
final class ArchiveFile {
  private static final int BUFFER = 65_536;

  private final FileChannel channel;
  private final MessageDigest digest = Hashes.newDigest();
  private final GZIPOutputStream out;
  private long executions;
  private String firstId = "";
  private String lastId = "";

  /** What the manifest says of a file. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Written(byte[] sha256, long executions, String firstId, String lastId) {}

  ArchiveFile(Path path) throws IOException {
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    OutputStream file =
        new DigestOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), digest);
    out = new GZIPOutputStream(file, BUFFER);
  }

  void add(String id, byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
    firstId = executions == 0 ? id : firstId;
    lastId = id;
    executions++;
  }

  /** Ends the file; when this returns, it is on the disk. */
  Written close() throws IOException {
    try (channel) {
      out.finish();
      out.flush();
      channel.force(true);
    }
    return new Written(digest.digest(), executions, firstId, lastId);
  }
}
