package net.intentus.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses written as text, read without ever asking a name server. Only the plain dotted form
 * of IPv4 is an address here; the others that resolvers understand (octal, hexadecimal, one number)
 * are recognised in order to be refused. Stateless.
 */
final class Literals {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private Literals() {}

  /** The address that the text spells, with or without brackets; null when it spells none. */
  static @Nullable InetAddress parse(String text) {
    String bare = text;
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    boolean six = bare.indexOf(':') >= 0 && bare.matches("[0-9a-fA-F:.]+");
    if (!six && !IPV4.matcher(bare).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /**
   * Whether a resolver might take the host for an IPv4 address although it is not in plain dotted
   * form: its last label is a number (the URL standard's "ends in a number").
   */
  static boolean oddNumber(String host) {
    if (parse(host) != null) {
      return false;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return NUMBER.matcher(last).matches();
  }

  /** The address with those 4 or 16 bytes. */
  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("4 or 16 bytes", e);
    }
  }
}
