package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.intentus.agent.AgentTrial;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import org.jspecify.annotations.Nullable;

/**
 * The page of one agent.
 *
 * @param changeable whether the user may change this very agent
 * @param byPlanOnly whether its settings change by import of a compiled plan only
 * @param revision what the form must send back, so that no one else's change is overwritten
 * @param orders for each of its intents: who would be tried, in order
 * @param circuit whether the agent is called, and what guards its calls
 * @param testIntent name of the intent in the test form
 * @param testVersion version of the intent in the test form
 * @param test what the last test call came to, or null
 * @param payload what stands in the test form
 * @param payloadError what is wrong with it, or null
 */
public record AgentView(
    AgentRow agent,
    AgentForm form,
    boolean changeable,
    boolean byPlanOnly,
    long revision,
    List<Order> orders,
    CircuitView circuit,
    @Nullable TestResult test,
    String testIntent,
    String testVersion,
    String payload,
    @Nullable String payloadError) {

  /** The agents that can do an intent, in the order of the decision. */
  public record Order(String intent, List<String> agents) {}

  /** What a test call came to. */
  public record TestResult(Mark mark, String duration, String headline, @Nullable JsonTree body) {

    static TestResult of(AgentTrial.Called called) {
      IntentError error = called.error();
      JsonNode answer = called.payload();
      return new TestResult(
          Mark.ofOutcome(error == null ? "succeeded" : "failed"),
          Moment.length(called.durationMs()),
          error == null ? "The agent answered." : error.code().name() + ": " + error.message(),
          answer == null ? null : JsonTree.of(answer, "answer:"));
    }
  }

  /** The same page with what was typed into the settings and what is wrong with it. */
  AgentView with(AgentForm typed) {
    return new AgentView(
        agent,
        typed,
        changeable,
        byPlanOnly,
        revision,
        orders,
        circuit,
        test,
        testIntent,
        testVersion,
        payload,
        payloadError);
  }

  /** The same page with a test call as it was asked for, and what it came to. */
  AgentView tried(IntentRef asked, String typed, TestResult result) {
    return with(asked, typed, null, result);
  }

  /** The same page with a test call as it was asked for, and why it was not made. */
  AgentView refused(IntentRef asked, String typed, String problem) {
    return with(asked, typed, problem, null);
  }

  private AgentView with(
      IntentRef asked, String typed, @Nullable String problem, @Nullable TestResult result) {
    return new AgentView(
        agent,
        form,
        changeable,
        byPlanOnly,
        revision,
        orders,
        circuit,
        result,
        asked.name(),
        asked.version(),
        typed,
        problem);
  }
}
