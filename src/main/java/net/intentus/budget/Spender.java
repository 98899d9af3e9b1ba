package net.intentus.budget;

/** Who used how much of a window. Those that are too many to be told apart are one together. */
public record Spender(String tenant, String intent, String agent, Amount used) {
  static final Spender OTHERS = new Spender("", "", "", Amount.NONE);

  /** Whether these are those that are not told apart. */
  public boolean others() {
    return agent.isEmpty();
  }
}
