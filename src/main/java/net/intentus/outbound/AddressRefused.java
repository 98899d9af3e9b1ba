package net.intentus.outbound;

import java.net.UnknownHostException;

/** None of a host's addresses may be connected to. */
final class AddressRefused extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  AddressRefused(String kind) {
    super(kind);
  }
}
