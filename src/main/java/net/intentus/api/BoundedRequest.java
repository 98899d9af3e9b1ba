package net.intentus.api;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is bounded however it is read: as a stream, as text or as form fields.
 *
 * <p>Fields of a form are read here and not by the container, which would read past the bound, and
 * the body stays readable after they were looked at. Used by one thread at a time, as every
 * request.
 */
final class BoundedRequest extends HttpServletRequestWrapper {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpServletResponse response;
  private final BodyBounds bounds;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;
  private @Nullable Map<String, String[]> fields;

  BoundedRequest(HttpServletRequest request, HttpServletResponse response, BodyBounds bounds) {
    super(request);
    this.response = response;
    this.bounds = bounds;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (stream == null) {
      stream = new BoundedStream(super.getInputStream(), bounds, response);
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (reader == null) {
      String charset = getCharacterEncoding();
      reader =
          new BufferedReader(
              new InputStreamReader(
                  getInputStream(), charset == null ? StandardCharsets.UTF_8.name() : charset));
    }
    return reader;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    if (fields == null) {
      fields = readFields();
    }
    return fields;
  }

  private Map<String, String[]> readFields() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (getQueryString() != null) {
      FormFields.read(getQueryString(), found);
    }
    if (isForm() && stream == null) {
      byte[] body;
      try {
        body = getInputStream().readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stream = new ReplayedStream(body);
      FormFields.read(new String(body, StandardCharsets.UTF_8), found);
    }
    Map<String, String[]> result = new LinkedHashMap<>();
    found.forEach((name, values) -> result.put(name, values.toArray(String[]::new)));
    return Collections.unmodifiableMap(result);
  }

  /** Whether its body is a form. */
  boolean isForm() {
    String type = getContentType();
    return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(FORM);
  }
}
