package net.intentus.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;

/** One request being answered; a {@link Behaviour} does with it what it likes. */
public final class Exchange {
  private final Received request;
  private final Socket socket;
  private boolean keepOpen = true;
  private boolean callerLeft;

  Exchange(Received request, Socket socket) {
    this.request = request;
    this.socket = socket;
  }

  /** What was received. */
  public Received request() {
    return request;
  }

  /** Sends a whole answer and keeps the connection. */
  public void answer(int status, String contentType, byte[] body, String... extraHeaders)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Judged\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    for (String header : extraHeaders) {
      head.append(header).append("\r\n");
    }
    send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    send(body);
  }

  /** Sends a JSON document with status 200. */
  public void answer(JsonNode document) throws IOException {
    answer(200, "application/json", Json.bytes(document));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Closes the connection once the behaviour returns. */
  public void hangUp() {
    keepOpen = false;
  }

  /** Waits for the caller to close the connection; at most two minutes. */
  public void awaitCallerLeaving() throws IOException {
    socket.setSoTimeout(120_000);
    keepOpen = false;
    callerLeft = socket.getInputStream().read() < 0;
  }

  boolean keepOpen() {
    return keepOpen;
  }

  boolean callerLeft() {
    return callerLeft;
  }

  void noteCallerLeft() {
    callerLeft = true;
    keepOpen = false;
  }
}
