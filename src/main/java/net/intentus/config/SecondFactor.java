package net.intentus.config;

/** Who must have a second factor to sign in: {@code intentus.console.require-second-factor}. */
public enum SecondFactor {
  /** Nobody; whoever wants one has one. */
  NONE,
  /** Everybody with the role {@code admin}. */
  ADMIN,
  /** Everybody. */
  ALL
}
