package net.intentus.budget;

/**
 * A call that is to be held to budgets.
 *
 * @param attempt its number in the execution
 * @param certainMicros what it costs for certain
 */
public record Claim(
    String executionId,
    int attempt,
    String tenant,
    String intent,
    String agent,
    long certainMicros) {

  Amount certain() {
    return new Amount(certainMicros, 0, 1);
  }

  Spender spender() {
    return new Spender(tenant, intent, agent, Amount.NONE);
  }
}
