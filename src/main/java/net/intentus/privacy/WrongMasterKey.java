package net.intentus.privacy;

/** The keys in the database were wrapped with another master key. Nothing can start with it. */
public final class WrongMasterKey extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongMasterKey() {
    super("the master key does not unwrap the keys in the database");
  }
}
