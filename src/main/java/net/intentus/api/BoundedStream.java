package net.intentus.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A request body that ends in a 413 when it goes on for too long, announced or not. */
final class BoundedStream extends ServletInputStream {
  private final ServletInputStream body;
  private final int limit;
  private long count;

  BoundedStream(ServletInputStream body, int limit) {
    this.body = body;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int next = body.read();
    counted(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = body.read(target, offset, length);
    counted(Math.max(read, 0));
    return read;
  }

  private void counted(int more) {
    count += more;
    if (count > limit) {
      throw new ProblemException(BodyTooLarge.problem(limit));
    }
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
