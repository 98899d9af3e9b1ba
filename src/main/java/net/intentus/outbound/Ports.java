package net.intentus.outbound;

import java.net.URI;

/** The port that an http or https URL leads to. */
final class Ports {
  private Ports() {}

  static int of(URI uri) {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
