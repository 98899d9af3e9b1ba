package net.intentus.journal;

/** The documents of one execution that hold payloads. */
public enum PayloadPart {
  /** What was asked for. */
  ENVELOPE("envelope"),
  /** What was answered. */
  RESPONSE("response");

  private final String wire;

  PayloadPart(String wire) {
    this.wire = wire;
  }

  /** Its column, and its name in documents; encrypted values depend on it. */
  public String wire() {
    return wire;
  }
}
