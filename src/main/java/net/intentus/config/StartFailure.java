package net.intentus.config;

import java.io.PrintStream;

/**
 * Ends a process that cannot work.
 *
 * <p>The server would otherwise say that it is ready and answer every request with an error. The
 * process is halted rather than exited: shutdown hooks of a half-started server can hang.
 */
public final class StartFailure {
  /** {@code EX_CONFIG} of sysexits.h. */
  public static final int EXIT_CODE = 78;

  private StartFailure() {}

  /** Says why on one line of standard error and halts with {@link #EXIT_CODE}. Never returns. */
  @SuppressWarnings("SystemOut") // logging may not be up yet, and the line must be the last one
  public static RuntimeException halt(String why) {
    PrintStream err = System.err;
    err.println("intentusnet cannot start: " + why.replaceAll("\\s+", " ").strip());
    err.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
    return new IllegalStateException(why);
  }
}
