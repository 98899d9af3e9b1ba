package net.intentus.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.intentus.intent.Json;

/** How an agent of the judge answers. Called by many threads at once. */
@FunctionalInterface
public interface Behaviour {

  /** Answers, or does not. An {@code IOException} means that the caller has gone. */
  void handle(Exchange exchange) throws Exception;

  /** Succeeds with {@code {"handledBy": <agent>}}. */
  static Behaviour succeed() {
    return exchange -> {
      ObjectNode payload = Json.object().put("handledBy", exchange.request().agent());
      exchange.answer(success(payload));
    };
  }

  /** Succeeds with that payload. */
  static Behaviour succeed(JsonNode payload) {
    return exchange -> exchange.answer(success(payload));
  }

  /** Succeeds with the payload it was sent. */
  static Behaviour echo() {
    return exchange -> exchange.answer(success(exchange.request().envelope().path("payload")));
  }

  /** Reports an error of that code. */
  static Behaviour fail(String code) {
    return exchange -> exchange.answer(failure(code));
  }

  /** Succeeds after the latch has opened. */
  static Behaviour succeedAfter(CountDownLatch latch) {
    return exchange -> {
      latch.await();
      succeed().handle(exchange);
    };
  }

  /** Succeeds after that time. */
  static Behaviour succeedAfter(Duration time) {
    return exchange -> {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      succeed().handle(exchange);
    };
  }

  /** Succeeds and closes the connection without having announced it. */
  static Behaviour succeedAndClose() {
    return exchange -> {
      succeed().handle(exchange);
      exchange.hangUp();
    };
  }

  /** Reads the request and never answers. */
  static Behaviour hang() {
    return Exchange::awaitCallerLeaving;
  }

  /** Reads the request and closes the connection. */
  static Behaviour hangUp() {
    return Exchange::hangUp;
  }

  /** Answers with that status and a page. */
  static Behaviour status(int status, String... headers) {
    byte[] page = "<html>java.lang.Secret</html>".getBytes(StandardCharsets.UTF_8);
    return exchange -> exchange.answer(status, "text/html", page, headers);
  }

  /** Answers 200 with that text as JSON. */
  static Behaviour text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return exchange -> exchange.answer(200, "application/json", bytes);
  }

  /** Answers 200 with text that is no JSON. */
  static Behaviour garbage() {
    return text("%% not json {");
  }

  /** Answers bytes that are no HTTP. */
  static Behaviour noHttp() {
    return exchange -> {
      exchange.send("SSH-2.0-judge\r\n".repeat(40).getBytes(StandardCharsets.US_ASCII));
      exchange.hangUp();
    };
  }

  /** Answers that many bytes in one JSON text. */
  static Behaviour huge(int bytes) {
    return exchange -> {
      exchange.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("10000\r\n" + "x".repeat(65536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int sent = 0; sent < bytes; sent += 65536) {
        exchange.send(chunk);
      }
      exchange.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    };
  }

  /** Announces an answer and sends a byte of it every so many milliseconds. */
  static Behaviour dribble(int everyMs) {
    return exchange -> {
      exchange.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100_000; i++) {
        exchange.send(new byte[] {' '});
        Thread.sleep(everyMs);
      }
    };
  }

  /** The document of a success. */
  static ObjectNode success(JsonNode payload) {
    ObjectNode body = Json.object();
    body.put("version", "1.0").put("status", "success").set("payload", payload);
    body.putNull("error").putObject("metadata");
    return response(body);
  }

  /** The document of a reported error. */
  static ObjectNode failure(String code) {
    ObjectNode body = Json.object();
    body.put("version", "1.0").put("status", "error").putNull("payload");
    ObjectNode error = body.putObject("error");
    error.put("code", code).put("message", "told to fail").put("retryable", false);
    error.putObject("details");
    body.putObject("metadata");
    return response(body);
  }

  private static ObjectNode response(ObjectNode body) {
    ObjectNode frame = Json.object();
    frame.put("protocol", "INTENTUSNET/1.0").put("messageType", "response").putObject("headers");
    frame.set("body", body);
    return frame;
  }
}
