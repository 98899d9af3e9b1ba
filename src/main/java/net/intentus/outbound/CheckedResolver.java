package net.intentus.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves and checks in one step, so that what is connected to is what was checked and a name
 * can't be bound to another address in between.
 */
final class CheckedResolver implements DnsResolver {
  /** Each is tried for the connect timeout at most. */
  private static final int MAX_ADDRESSES = 4;

  private final AddressRules rules;
  private final HostLookup lookup;

  CheckedResolver(AddressRules rules, HostLookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  /** A number in another form than plain IPv4 means different addresses to different resolvers. */
  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    if (Literals.oddNumber(host)) {
      throw new AddressRefused("an address in an odd form");
    }
    List<InetSocketAddress> checked = new ArrayList<>();
    String refusal = null;
    for (InetAddress address : lookup.lookup(host)) {
      String kind = rules.refusal(host, address, port);
      if (kind != null) {
        refusal = kind;
      } else if (checked.size() < MAX_ADDRESSES) {
        checked.add(new InetSocketAddress(address, port));
      }
    }
    if (checked.isEmpty()) {
      throw refusal == null ? new UnknownHostException(host) : new AddressRefused(refusal);
    }
    return checked;
  }

  /** Without a port nothing can be checked, so nothing is answered. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new AddressRefused("an address without a port");
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
