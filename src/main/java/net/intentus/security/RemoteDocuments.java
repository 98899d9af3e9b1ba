package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.outbound.AddressCheck;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundResult;

/**
 * Fetches what an issuer of tokens publishes: in at most {@value #CEILING_MS} ms and {@value
 * WebKeys#MAX_LENGTH} characters, from an address that the rules for outbound addresses allow.
 * Thread-safe.
 */
@Singleton
class RemoteDocuments {
  static final int CEILING_MS = 5_000;
  private static final Logger LOG = Logger.getLogger(RemoteDocuments.class.getName());
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;

  private final OutboundClient client;
  private final AddressCheck addresses;

  @Inject
  RemoteDocuments(OutboundClient client, AddressCheck addresses) {
    this.client = client;
    this.addresses = addresses;
  }

  /** Why it may not be fetched from there, in words; empty when it may. */
  Optional<String> problem(String address) {
    return secure(address)
        ? addresses.check(address)
        : Optional.of("must begin with https:// (http:// is for the loopback interface)");
  }

  /** The document; empty when it cannot be had. */
  Optional<String> get(String address) {
    if (problem(address).isPresent()) {
      return refused(address, "its address may not be used");
    }
    OutboundResult result =
        client.get(URI.create(address), Map.of("Accept", "application/json"), CEILING_MS);
    return text(address, result, OK);
  }

  /** What a form gets as its answer, also when it is refused with 400; else empty. */
  Optional<String> post(String address, Map<String, String> headers, String form) {
    if (problem(address).isPresent()) {
      return refused(address, "its address may not be used");
    }
    byte[] body = form.getBytes(StandardCharsets.US_ASCII);
    return text(
        address, client.postForm(URI.create(address), headers, body, CEILING_MS), BAD_REQUEST);
  }

  private static Optional<String> text(String address, OutboundResult result, int worst) {
    if (result instanceof OutboundResult.Answered answered
        && answered.status() >= OK
        && answered.status() <= worst
        && answered.body().length <= WebKeys.MAX_LENGTH) {
      return Optional.of(new String(answered.body(), StandardCharsets.UTF_8));
    }
    return refused(
        address,
        result instanceof OutboundResult.Answered answered
            ? "status " + answered.status()
            : result.getClass().getSimpleName());
  }

  private static Optional<String> refused(String address, String why) {
    LOG.log(Level.WARNING, "no answer from {0}: {1}", new Object[] {address, why});
    return Optional.empty();
  }

  /** Keys that come over plain http are whoever's is on the way. */
  private static boolean secure(String address) {
    try {
      URI uri = new URI(address);
      String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      return "https".equalsIgnoreCase(uri.getScheme())
          || host.equals("localhost")
          || host.equals("[::1]")
          || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
