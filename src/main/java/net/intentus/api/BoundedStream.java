package net.intentus.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A request body that ends in a 413 when it goes on for too long, announced or not, and in a 408
 * when it takes too long. The server below gives up a single read after some seconds; who sends a
 * byte now and then must not hold a thread for good either.
 */
final class BoundedStream extends ServletInputStream {
  private final ServletInputStream body;
  private final BodyBounds bounds;
  private final HttpServletResponse response;
  private long count;
  private long began;

  BoundedStream(ServletInputStream body, BodyBounds bounds, HttpServletResponse response) {
    this.body = body;
    this.bounds = bounds;
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    begin();
    int next;
    try {
      next = body.read();
    } catch (IOException e) {
      throw ended(BodyProblems.broken(e));
    }
    counted(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    begin();
    int read;
    try {
      read = body.read(target, offset, length);
    } catch (IOException e) {
      throw ended(BodyProblems.broken(e));
    }
    counted(Math.max(read, 0));
    return read;
  }

  private void begin() {
    if (began == 0) {
      began = System.nanoTime();
    }
  }

  private void counted(int more) {
    count += more;
    if (count > bounds.bytes()) {
      throw ended(BodyProblems.tooLarge(bounds.bytes()));
    }
    if (more > 0 && System.nanoTime() - began > TimeUnit.SECONDS.toNanos(bounds.seconds())) {
      throw ended(BodyProblems.tooSlow());
    }
  }

  /** What is left of the body is not worth reading, so the connection ends with the answer. */
  private ProblemException ended(Problem problem) {
    if (!response.isCommitted()) {
      response.setHeader("Connection", "close");
    }
    return new ProblemException(problem);
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
