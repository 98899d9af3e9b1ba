package net.intentus.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP exchange without a container. What a test does not expect to be asked fails it. */
public final class FakeHttp {
  public String method = "GET";
  public String path = "/";
  public String query;
  public boolean secure;
  public DispatcherType dispatcher = DispatcherType.REQUEST;
  public final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, Object> attributes = new HashMap<>();
  public final Map<String, String> cookies = new HashMap<>();
  public byte[] body = {};

  /** Whether the body comes in chunks, its length unannounced. */
  public boolean chunked;

  public int bytesRead;

  /** What happens before the first byte of the body is there. */
  public interface Delay {
    void pass() throws InterruptedException;
  }

  public Delay beforeReading = () -> {};

  public int status = 200;
  public final Map<String, String> answerHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  /** What the chain's end saw; null when it was not reached. */
  public HttpServletRequest reached;

  public static FakeHttp of(String method, String path) {
    FakeHttp http = new FakeHttp();
    http.method = method;
    http.path = path;
    http.headers.put("Host", "localhost:8080");
    return http;
  }

  public FakeHttp header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public FakeHttp form(String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", "application/x-www-form-urlencoded");
  }

  public String answer() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  public FilterChain chain() {
    return (request, response) -> reached = (HttpServletRequest) request;
  }

  public HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            FakeHttp.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) -> ask(called.getName(), arguments));
  }

  private Object ask(String name, Object[] arguments) {
    return switch (name) {
      case "getMethod" -> method;
      case "getRequestURI", "getServletPath" -> path;
      case "getPathInfo" -> null;
      case "getQueryString" -> query;
      case "isSecure" -> secure;
      case "getRemoteAddr" -> "192.0.2.1";
      case "getDispatcherType" -> dispatcher;
      case "getHeader" -> headers.get((String) arguments[0]);
      case "getHeaderNames" -> Collections.enumeration(headers.keySet());
      case "getHeaders" -> Collections.enumeration(List.of(headers.get((String) arguments[0])));
      case "getParameter" -> null;
      case "getContentType" -> headers.get("Content-Type");
      case "getCharacterEncoding" -> null;
      case "getContentLengthLong" -> chunked ? -1L : (long) body.length;
      case "getAttribute" -> attributes.get((String) arguments[0]);
      case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
      case "getCookies" ->
          cookies.isEmpty()
              ? null
              : cookies.entrySet().stream()
                  .map(e -> new Cookie(e.getKey(), e.getValue()))
                  .toArray(Cookie[]::new);
      case "getInputStream" -> new Body(new ByteArrayInputStream(body));
      default -> throw new AssertionError("not expected: " + name);
    };
  }

  public HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            FakeHttp.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, called, arguments) -> tell(called.getName(), arguments));
  }

  private Object tell(String name, Object[] arguments) {
    switch (name) {
      case "setStatus", "sendError" -> status = (Integer) arguments[0];
      case "setHeader" -> answerHeaders.put((String) arguments[0], (String) arguments[1]);
      case "setContentType" -> answerHeaders.put("Content-Type", (String) arguments[0]);
      case "setContentLength" -> {}
      case "isCommitted" -> {
        return false;
      }
      case "getOutputStream" -> {
        return new Answer(answer);
      }
      default -> throw new AssertionError("not expected: " + name);
    }
    return null;
  }

  private final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      int next = bytes.read();
      bytesRead += next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        beforeReading.pass();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      int read = bytes.read(target, offset, Math.min(length, 512));
      bytesRead += Math.max(read, 0);
      return read;
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new AssertionError("not expected");
    }
  }

  private static final class Answer extends ServletOutputStream {
    private final ByteArrayOutputStream bytes;

    Answer(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new AssertionError("not expected");
    }
  }
}
