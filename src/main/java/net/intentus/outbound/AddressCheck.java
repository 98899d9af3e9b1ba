package net.intentus.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges an address before it is stored. What passes here is checked again at every call, on the IP
 * address that is then connected to. Thread-safe.
 */
public final class AddressCheck {
  private static final int MAX_LENGTH = 2048;
  private final AddressRules rules;
  private final HostLookup lookup;

  public AddressCheck(AddressRules rules) {
    this(rules, HostLookup.PLATFORM);
  }

  AddressCheck(AddressRules rules, HostLookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  /**
   * Why the address can't be used, in words for its owner; empty when it can. A host that does not
   * resolve at present passes. May ask a name server and wait for it.
   */
  public Optional<String> check(String address) {
    if (address.length() > MAX_LENGTH) {
      return Optional.of("must not be longer than " + MAX_LENGTH + " characters");
    }
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      return Optional.of("must be an absolute http or https URL");
    }
    String problem = form(uri);
    return Optional.ofNullable(problem != null ? problem : place(uri));
  }

  private static @Nullable String form(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "must be an absolute http or https URL";
    }
    if (uri.getRawUserInfo() != null) {
      return "must carry no user name or password";
    }
    if (uri.getRawFragment() != null) {
      return "must carry no fragment";
    }
    String host = uri.getHost();
    if (host == null || host.isEmpty() || host.indexOf('%') >= 0) {
      return "must name a host";
    }
    if (uri.getPort() == 0 || uri.getPort() > 65535) {
      return "must have a port from 1 to 65535";
    }
    return Literals.oddNumber(host) ? "must write an IPv4 address as four decimal numbers" : null;
  }

  private @Nullable String place(URI uri) {
    InetAddress[] addresses;
    try {
      addresses = lookup.lookup(uri.getHost());
    } catch (UnknownHostException e) {
      return null;
    }
    String refusal = null;
    for (InetAddress address : addresses) {
      refusal = rules.refusal(uri.getHost(), address, Ports.of(uri));
      if (refusal == null) {
        return null;
      }
    }
    return refusal == null
        ? null
        : "is " + refusal + "; an administrator can allow it in intentus.agents.allowed-addresses";
  }
}
