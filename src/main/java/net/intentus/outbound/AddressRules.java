package net.intentus.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where this process may connect to: every public address, and those others that the operator has
 * allowed. Immutable.
 */
public final class AddressRules {
  private final List<Entry> allowed;

  private AddressRules(List<Entry> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** One allowed place; port -1 stands for every port. */
  private record Entry(String host, @Nullable Cidr block, int port) {
    boolean matches(String name, byte[] address, int toPort) {
      if (port >= 0 && port != toPort) {
        return false;
      }
      return block == null ? host.equals(name) : block.contains(address);
    }
  }

  /**
   * Reads entries of the forms {@code host}, {@code host:port}, {@code address}, {@code
   * address:port}, {@code [v6]:port} and {@code address/bits}. A host name allows whatever it
   * resolves to.
   *
   * @throws IllegalArgumentException naming the entry that has none of these forms
   */
  public static AddressRules parse(List<String> entries) {
    List<Entry> allowed = new ArrayList<>();
    for (String entry : entries) {
      allowed.add(entry(entry.trim()));
    }
    return new AddressRules(allowed);
  }

  private static Entry entry(String text) {
    if (text.indexOf('/') >= 0) {
      Cidr block = Cidr.parse(text);
      if (block == null) {
        throw new IllegalArgumentException("'" + text + "' is no address block");
      }
      return new Entry(text, block, -1);
    }
    int colon = text.lastIndexOf(':');
    boolean bareV6 = !text.startsWith("[") && text.indexOf(':') != colon;
    boolean hasPort = colon >= 0 && !bareV6 && !text.endsWith("]");
    String host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? port(text, text.substring(colon + 1)) : -1;
    InetAddress address = Literals.parse(host);
    if (address != null) {
      int bits = address.getAddress().length * 8;
      return new Entry(host, Cidr.literal(address.getHostAddress() + "/" + bits), port);
    }
    if (!host.matches("[A-Za-z0-9._-]+") || Literals.oddNumber(host)) {
      throw new IllegalArgumentException("'" + text + "' is no host, host:port or address block");
    }
    return new Entry(name(host), null, port);
  }

  private static int port(String entry, String digits) {
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("'" + entry + "' has no port from 1 to 65535");
    }
    return port;
  }

  private static String name(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * Why a connection to that address is refused, in words; null when it is allowed.
   *
   * @param host the name or literal that was asked for
   * @param address what it resolved to
   */
  public @Nullable String refusal(String host, InetAddress address, int port) {
    String kind = SpecialAddresses.kind(address);
    if (kind == null) {
      return null;
    }
    String name = name(host);
    byte[] bytes = address.getAddress();
    for (Entry entry : allowed) {
      if (entry.matches(name, bytes, port)) {
        return null;
      }
    }
    return kind;
  }
}
