package net.intentus.release;

import java.util.Locale;

/** What the signature of a plan is worth. */
public enum SignatureState {
  /** There is none. */
  ABSENT,
  /** A trusted key made it for this document. */
  VALID,
  /** A trusted key is named and did not make it. */
  INVALID,
  /** Nobody here knows the key. */
  UNKNOWN_KEY;

  /** The lower-case form of the API. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
