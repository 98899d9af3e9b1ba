package net.intentus.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are no public unicast addresses (IANA special-purpose registries, RFC 6890), and
 * the metadata services of clouds that live at public ones.
 *
 * <p>An IPv6 address that carries an IPv4 address inside (NAT64 RFC 6052, 6to4 RFC 3056, ISATAP RFC
 * 5214) is as special as the one inside. Stateless.
 */
final class SpecialAddresses {
  private static final Map<Cidr, String> BLOCKS = new LinkedHashMap<>();
  private static final Cidr NAT64 = Cidr.literal("64:ff9b::/96");
  private static final Cidr SIX_TO_FOUR = Cidr.literal("2002::/16");

  static {
    block("a cloud metadata address", "169.254.169.254/32", "168.63.129.16/32");
    block("a cloud metadata address", "100.100.100.200/32", "192.0.0.192/32");
    block("a cloud metadata address", "fd00:ec2::/32", "fd20:ce::254/128");
    block("the unspecified address or this network", "0.0.0.0/8", "::/128");
    block("a loopback address", "127.0.0.0/8", "::1/128");
    block("a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10");
    block("a private address", "fc00::/7", "fec0::/10", "64:ff9b:1::/48");
    block("a link-local address", "169.254.0.0/16", "fe80::/10");
    block("a multicast address", "224.0.0.0/4", "ff00::/8");
    block("a reserved address", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15");
    block("a reserved address", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4");
    block("a reserved address", "::/96", "::ffff:0:0:0/96", "100::/64", "2001::/23");
    block("a reserved address", "2001:db8::/32", "3fff::/20", "5f00::/16");
  }

  private SpecialAddresses() {}

  private static void block(String kind, String... blocks) {
    for (String block : blocks) {
      BLOCKS.put(Cidr.literal(block), kind);
    }
  }

  /** What is special about the address, in words; null for a public unicast address. */
  static @Nullable String kind(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Map.Entry<Cidr, String> block : BLOCKS.entrySet()) {
      if (block.getKey().contains(bytes)) {
        return block.getValue();
      }
    }
    byte[] inside = embedded(bytes);
    return inside == null ? null : kind(Literals.address(inside));
  }

  private static byte @Nullable [] embedded(byte[] bytes) {
    if (bytes.length != 16) {
      return null;
    }
    if (NAT64.contains(bytes) || isIsatap(bytes)) {
      return Arrays.copyOfRange(bytes, 12, 16);
    }
    return SIX_TO_FOUR.contains(bytes) ? Arrays.copyOfRange(bytes, 2, 6) : null;
  }

  private static boolean isIsatap(byte[] bytes) {
    return (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
  }
}
