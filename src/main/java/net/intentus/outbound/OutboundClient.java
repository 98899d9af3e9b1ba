package net.intentus.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP client that leaves this process. Every connection goes to an address that was
 * checked when it was opened and stays there; connections are kept alive and bounded; nothing is
 * redirected, decompressed, retried or sent twice, and no proxy or cookie is used. Thread-safe.
 *
 * <p>The call ceiling holds against a peer that sends a byte a second: a timer closes the
 * connection under the waiting thread. Only asking the name server can't be cut short.
 */
public final class OutboundClient implements AutoCloseable {
  private final CloseableHttpClient http;
  private final ScheduledThreadPoolExecutor timer;
  private final OutboundLimits limits;

  /**
   * A client of its own, with one timer thread.
   *
   * @param threads makes the timer's thread
   */
  public OutboundClient(AddressRules rules, OutboundLimits limits, ThreadFactory threads) {
    this(rules, limits, threads, HostLookup.PLATFORM);
  }

  OutboundClient(
      AddressRules rules, OutboundLimits limits, ThreadFactory threads, HostLookup lookup) {
    this(rules, limits, threads, lookup, SSLContexts.createDefault());
  }

  OutboundClient(
      AddressRules rules,
      OutboundLimits limits,
      ThreadFactory threads,
      HostLookup lookup,
      SSLContext tls) {
    this.http = CheckedHttp.client(new CheckedResolver(rules, lookup), limits, tls);
    this.limits = limits;
    this.timer = new ScheduledThreadPoolExecutor(1, threads);
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Posts JSON and reads the whole answer. Never throws for what the peer or the network does.
   *
   * @param onCancel is given the way to stop this call, such as {@code cancellation::onCancel}
   */
  public OutboundResult post(
      URI uri, Map<String, String> headers, byte[] body, Consumer<Runnable> onCancel) {
    return post(uri, headers, body, limits.callCeilingMs(), onCancel);
  }

  /** How long a call may take at most, in milliseconds. */
  public int callCeilingMs() {
    return limits.callCeilingMs();
  }

  /**
   * The same with less time.
   *
   * @param ceilingMs how long this call may take; never more than {@link #callCeilingMs()}
   */
  public OutboundResult post(
      URI uri,
      Map<String, String> headers,
      byte[] body,
      int ceilingMs,
      Consumer<Runnable> onCancel) {
    HttpPost request = new HttpPost(uri);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return send(request, headers, ceilingMs, onCancel);
  }

  /** Reads a document, within the time and otherwise as {@link #post} does. */
  public OutboundResult get(URI uri, Map<String, String> headers, int ceilingMs) {
    return send(new HttpGet(uri), headers, ceilingMs, stop -> {});
  }

  /** Posts a form that is encoded already ({@code application/x-www-form-urlencoded}). */
  public OutboundResult postForm(URI uri, Map<String, String> headers, byte[] form, int ceilingMs) {
    HttpPost request = new HttpPost(uri);
    request.setEntity(new ByteArrayEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
    return send(request, headers, ceilingMs, stop -> {});
  }

  private OutboundResult send(
      HttpUriRequestBase request,
      Map<String, String> headers,
      int ceilingMs,
      Consumer<Runnable> onCancel) {
    headers.forEach(request::setHeader);
    CallState state = new CallState(request::abort);
    ScheduledFuture<?> deadline =
        timer.schedule(
            state::timeOut, Math.min(ceilingMs, limits.callCeilingMs()), TimeUnit.MILLISECONDS);
    try {
      onCancel.accept(state::cancel);
      return exchange(request, state);
    } catch (IOException | RuntimeException e) {
      return state.stopped(failure(e, state.sent()));
    } finally {
      state.end();
      deadline.cancel(false);
    }
  }

  private OutboundResult exchange(HttpUriRequestBase request, CallState state) throws IOException {
    try (ClassicHttpResponse response =
        http.executeOpen(null, request, new SendMarkingContext(state))) {
      HttpEntity entity = response.getEntity();
      if (entity == null) {
        return answered(response, new byte[0]);
      }
      if (entity.getContentLength() > limits.maxResponseBytes()) {
        return state.cutOff();
      }
      byte[] answer = entity.getContent().readNBytes(limits.maxResponseBytes() + 1);
      if (answer.length > limits.maxResponseBytes()) {
        return state.cutOff();
      }
      return answered(response, answer);
    }
  }

  private static OutboundResult answered(ClassicHttpResponse response, byte[] body) {
    String retryAfter =
        RetryAfter.seconds(header(response, "Retry-After"), header(response, "Date"));
    return new OutboundResult.Answered(response.getCode(), body, retryAfter);
  }

  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static OutboundResult failure(Exception e, boolean sent) {
    if (e instanceof SocketTimeoutException) {
      return new OutboundResult.TimedOut(sent);
    }
    if (sent) {
      boolean answered =
          e instanceof ClientProtocolException
              || e instanceof MalformedChunkCodingException
              || e instanceof MessageConstraintException;
      return answered ? new OutboundResult.Malformed() : new OutboundResult.Lost(true);
    }
    if (e instanceof AddressRefused) {
      return new OutboundResult.Refused(OutboundResult.Reason.ADDRESS_NOT_ALLOWED);
    }
    if (e instanceof UnknownHostException) {
      return new OutboundResult.Refused(OutboundResult.Reason.UNRESOLVABLE);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new OutboundResult.Refused(OutboundResult.Reason.CONNECTION_REFUSED);
    }
    if (e instanceof ConnectionRequestTimeoutException) {
      return new OutboundResult.Refused(OutboundResult.Reason.NO_FREE_CONNECTION);
    }
    return new OutboundResult.Lost(false);
  }

  /** Closes every connection, also those in use. */
  @Override
  public void close() {
    timer.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }
}
