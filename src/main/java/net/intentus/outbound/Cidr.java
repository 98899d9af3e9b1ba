package net.intentus.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses (RFC 4632, RFC 4291). Compares by value.
 *
 * <p>IPv4 addresses match IPv4 blocks only; the IPv4-mapped form of IPv6 is read as IPv4.
 */
public final class Cidr {
  private final byte[] prefix;
  private final int bits;

  private Cidr(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Reads {@code address/bits}; null when that is no block. */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    InetAddress address = Literals.parse(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (address == null || !length.matches("[0-9]{1,3}")) {
      return null;
    }
    byte[] bytes = address.getAddress();
    int bits = Integer.parseInt(length);
    return bits > bytes.length * 8 ? null : new Cidr(bytes, bits);
  }

  /** Reads a block that is known to be well-formed. */
  static Cidr literal(String text) {
    Cidr cidr = parse(text);
    if (cidr == null) {
      throw new IllegalArgumentException("no address block: " + text);
    }
    return cidr;
  }

  /**
   * Whether the address, as the container writes it (RFC 4291, zones left out), lies in the block.
   */
  public boolean contains(String address) {
    int zone = address.indexOf('%');
    InetAddress parsed = Literals.parse(zone < 0 ? address : address.substring(0, zone));
    return parsed != null && contains(parsed.getAddress());
  }

  /** Whether the address, in network byte order, lies in the block. */
  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr cidr && bits == cidr.bits && Arrays.equals(prefix, cidr.prefix);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prefix) + bits;
  }
}
