package net.intentus.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import net.intentus.harness.RunningServer;

/** A connection on which a test says what no client library would. */
final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;
  private final Socket socket;

  private RawSocket(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends that text as it is. */
  static RawSocket open(RunningServer server, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.base().getPort());
    socket.setSoTimeout(PATIENCE_MS);
    RawSocket raw = new RawSocket(socket);
    raw.send(text);
    return raw;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Everything up to the end of the connection, or of the body that the headers announce. */
  String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    int end = Integer.MAX_VALUE;
    while (text.length() < end) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
      if (end == Integer.MAX_VALUE && text.indexOf("\r\n\r\n") > 0) {
        end = text.length() + announced(text.toString());
      }
    }
    return text.toString();
  }

  /** The bytes of the body; many when the headers do not say. */
  private static int announced(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(Integer.MAX_VALUE - head.length());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
