package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.budget.Amount;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetReader;
import net.intentus.budget.BudgetUsage;
import net.intentus.budget.Limits;
import net.intentus.budget.Spender;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import org.jspecify.annotations.Nullable;

/** Budgets and their usage as documents of the contract. */
final class BudgetDocuments {
  private BudgetDocuments() {}

  /**
   * Reads the budget of that id.
   *
   * @throws ProblemException when it cannot be put in force
   */
  static Budget read(String id, byte[] body) {
    BudgetReader.Reading reading = BudgetReader.read(id, AgentDocuments.parse(body));
    if (reading instanceof BudgetReader.Reading.Accepted accepted) {
      return accepted.budget();
    }
    throw new ProblemException(
        reading instanceof BudgetReader.Reading.Invalid invalid
            ? Problem.invalid(invalid.violations())
            : Problem.of(
                ErrorCode.NOT_SUPPORTED,
                "This version has no approvals: onHard can only be deny."));
  }

  static ObjectNode usage(BudgetUsage usage) {
    ObjectNode json = Json.object();
    json.put("id", usage.budget().id());
    json.put("period", usage.budget().period().wire());
    json.put("from", time(usage.begin()));
    json.put("resetsAt", time(usage.end()));
    json.set("used", amount(usage.meter().used()));
    json.set("reserved", amount(usage.meter().held()));
    Limits left = usage.budget().limits().left(usage.meter().taken());
    ObjectNode remaining = json.putObject("remaining");
    remaining.put("micros", left.micros());
    remaining.put("tokens", left.tokens()).put("calls", left.calls());
    json.put("percent", usage.budget().limits().percent(usage.meter().taken()));
    json.put("low", usage.low());
    Amount forecast = usage.forecast();
    json.set("forecast", forecast == null ? json.nullNode() : amount(forecast));
    ArrayNode spenders = json.putArray("spenders");
    for (Spender spender : usage.spenders()) {
      ObjectNode row = amount(spender.used());
      row.put("tenant", spender.others() ? null : spender.tenant());
      row.put("intent", spender.others() ? null : spender.intent());
      row.put("agent", spender.others() ? null : spender.agent());
      spenders.add(row);
    }
    return json;
  }

  private static ObjectNode amount(Amount amount) {
    ObjectNode json = Json.object();
    json.put("micros", amount.micros());
    return json.put("tokens", amount.tokens()).put("calls", amount.calls());
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Times.format(at);
  }
}
