package net.intentus.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a host name into addresses; the seam where tests answer instead of a name server. */
@FunctionalInterface
interface HostLookup {
  /** What the platform's resolver says. */
  HostLookup PLATFORM = InetAddress::getAllByName;

  /**
   * All addresses of the host.
   *
   * @throws UnknownHostException when it has none
   */
  InetAddress[] lookup(String host) throws UnknownHostException;
}
