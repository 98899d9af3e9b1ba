package net.intentus.outbound;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Puts the HTTP client together. */
final class CheckedHttp {
  /** Shorter than the idle timeouts of common servers (Node and uvicorn: 5 s). */
  private static final TimeValue UNANNOUNCED_IDLE = TimeValue.ofSeconds(4);

  private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(30);

  private CheckedHttp() {}

  static CloseableHttpClient client(
      CheckedResolver resolver, OutboundLimits limits, SSLContext tls) {
    return HttpClients.custom()
        .setConnectionManager(connections(resolver, limits, tls))
        .setRequestExecutor(new Marking())
        .setKeepAliveStrategy(new KeepAlive())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.ofMilliseconds(limits.connectTimeoutMs()))
                .setResponseTimeout(Timeout.ofMilliseconds(limits.callCeilingMs()))
                .build())
        .setUserAgent("IntentusNet")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .build();
  }

  /**
   * An idle connection is looked at before every use: one that the peer has closed meanwhile would
   * lose a call that must not be sent twice.
   */
  private static PoolingHttpClientConnectionManager connections(
      CheckedResolver resolver, OutboundLimits limits, SSLContext tls) {
    Timeout connect = Timeout.ofMilliseconds(limits.connectTimeoutMs());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setMaxConnTotal(limits.maxConnections())
        .setMaxConnPerRoute(limits.maxPerRoute())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16384).build())
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.ofMilliseconds(limits.callCeilingMs()))
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build())
        .build();
  }

  /** Notes that the request is about to be written; until then nothing of it has left. */
  private static final class Marking extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback callback,
        HttpContext context)
        throws IOException, HttpException {
      if (context instanceof SendMarkingContext marking) {
        marking.markSent();
      }
      return super.execute(request, connection, callback, context);
    }
  }

  /** Believes what the peer announces, up to a bound. */
  private static final class KeepAlive extends DefaultConnectionKeepAliveStrategy {
    @Override
    public TimeValue getKeepAliveDuration(HttpResponse response, HttpContext context) {
      if (!response.containsHeader("Keep-Alive")) {
        return UNANNOUNCED_IDLE;
      }
      TimeValue announced = super.getKeepAliveDuration(response, context);
      boolean usable = TimeValue.isPositive(announced) && announced.compareTo(MAX_IDLE) < 0;
      return usable ? announced : MAX_IDLE;
    }
  }
}
