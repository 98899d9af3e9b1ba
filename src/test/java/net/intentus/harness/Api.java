package net.intentus.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A client that says what came back, whatever it was. Safe to share between threads. */
public final class Api {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI base;
  private final String key;

  /** A client of that server with that key; an empty key sends none. */
  public Api(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /** One answer. */
  public record Reply(int status, HttpHeaders headers, String body) {

    /** The body as JSON; an assertion error that shows the answer when it is none. */
    public JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + this, e);
      }
    }

    /** The media type without its parameters, in lower case; empty when there is none. */
    public String mediaType() {
      String type = header("Content-Type");
      int end = type.indexOf(';');
      return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /** The first value of that header; empty when there is none. */
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + headers.map() + " " + body;
    }
  }

  /** Percent-encodes one path segment or query value. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same client with another key. */
  public Api as(String otherKey) {
    return new Api(base, otherKey);
  }

  /** GET, with header names and values in turn. */
  public Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  /** DELETE, with header names and values in turn. */
  public Reply delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** POST of a JSON text, with header names and values in turn. */
  public Reply post(String path, String json, String... headers) {
    return send("POST", path, BodyPublishers.ofString(json), withType(headers));
  }

  /** POST of a JSON document, with header names and values in turn. */
  public Reply post(String path, JsonNode json, String... headers) {
    return post(path, json.toString(), headers);
  }

  /** PUT of a JSON document, with header names and values in turn. */
  public Reply put(String path, JsonNode json, String... headers) {
    return send("PUT", path, BodyPublishers.ofString(json.toString()), withType(headers));
  }

  /** Anything; header names and values in turn. */
  public Reply send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(LIMIT);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> reply =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reply(reply.statusCode(), reply.headers(), reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during " + method + " " + path, e);
    }
  }

  private static String[] withType(String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase("Content-Type")) {
        return headers;
      }
    }
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }
}
