package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.intent.Strategy;
import net.intentus.intent.Times;

/**
 * A past full of executions, as the runtime would have recorded them: every one verifies. The same
 * number makes the same execution, but for its time. Thread-safe.
 *
 * <p>About 8 in 100 failed. What is {@link #RARE} happened to the three oldest only, which is the
 * worst case for a list that is read from its newest end.
 *
 * @param begin when the first was submitted
 * @param stepMs how long after one the next was submitted
 */
record PastExecutions(Instant begin, long stepMs) {
  /** Intent, agent and tag of the three oldest; their error code is {@link #RARE_ERROR}. */
  static final String RARE = "archivist";

  static final ErrorCode RARE_ERROR = ErrorCode.EMCL_FAILURE;
  private static final int OLDEST = 3;
  private static final int INTENTS = 20;
  private static final List<ErrorCode> ERRORS =
      List.of(
          ErrorCode.AGENT_TIMEOUT,
          ErrorCode.AGENT_ERROR,
          ErrorCode.AGENT_UNAVAILABLE,
          ErrorCode.PROTOCOL_ERROR,
          ErrorCode.POLICY_DENIED);
  private static final String TABLE = Hashes.of(Json.object());

  /** What is stored of one. */
  record Stored(ExecutionEntity row, List<JournalBlockEntity> blocks, Append payload) {}

  /** The execution of that number, from 0. */
  Stored number(int number) {
    return new Story(this, number).told();
  }

  /** One of them while it is being made up. */
  private static final class Story {
    private final SplittableRandom chance;
    private final boolean rare;
    private final Instant at;
    private final String id;
    private final String intent;
    private final boolean failed;
    private final Strategy strategy;
    private final int attempts;
    private final boolean reversible;
    private final ExecutionLog log;
    private final List<JournalBlockEntity> blocks = new ArrayList<>();

    Story(PastExecutions past, int number) {
      chance = new SplittableRandom(number);
      rare = number < OLDEST;
      at = past.begin.plusMillis(number * past.stepMs);
      id =
          new UUID((at.toEpochMilli() << 16) | 0x7000L, (chance.nextLong() >>> 2) | (1L << 63))
              .toString();
      int kind = Math.min(chance.nextInt(INTENTS), chance.nextInt(INTENTS));
      intent = rare ? RARE : "Intent" + (char) ('A' + kind) + "Request";
      failed = rare || chance.nextInt(100) < 8;
      int way = chance.nextInt(100);
      strategy = way < 70 ? Strategy.DIRECT : way < 95 ? Strategy.FALLBACK : Strategy.BROADCAST;
      attempts = strategy == Strategy.DIRECT ? 1 : 1 + chance.nextInt(3);
      reversible = chance.nextInt(100) < 15;
      IntentEnvelope envelope = envelope(number);
      log =
          new ExecutionLog(
              new ExecutionStart(
                  id,
                  envelope,
                  Hashes.of(envelope.hashed()),
                  chance.nextInt(100) < 90 ? "default" : "acme",
                  "key:" + (char) ('a' + chance.nextInt(5)),
                  at,
                  TABLE,
                  Json.object().arrayNode(),
                  null),
              null,
              null,
              new Keeping(false, 65_536));
    }

    private IntentEnvelope envelope(int number) {
      ObjectNode payload = Json.object().put("customer", number % 5_000);
      payload.put("query", "what is known of order " + chance.nextInt(100_000));
      payload.putArray("lines").add(chance.nextInt(100)).add(chance.nextInt(100));
      String own = id.replace("-", ""); // what an execution gets whose client does not trace
      String trace = chance.nextInt(10) > 0 ? own : "%032x".formatted(chance.nextLong());
      List<String> tags =
          rare ? List.of(RARE) : chance.nextInt(4) == 0 ? List.of("nightly") : List.of();
      return new IntentEnvelope(
          new IntentRef(intent, "1.0"),
          payload,
          new IntentEnvelope.Context("client", at, Priority.NORMAL, tags),
          new IntentEnvelope.Metadata("req-" + number, "bulk", at, trace, List.of()),
          new Routing(strategy, null, List.of()));
    }

    private String agent(int attempt) {
      return rare ? RARE : "agent-" + intent.charAt(6) + attempt;
    }

    Stored told() {
      decide();
      for (int attempt = 1; attempt <= attempts; attempt++) {
        begin(attempt);
        if (reversible) {
          blocks.add(new JournalBlockEntity(id, log.takePending(), null));
        }
        end(attempt, failed || (strategy == Strategy.FALLBACK && attempt < attempts));
      }
      ObjectNode response = response();
      ExecutionEnd end = close(response);
      blocks.add(new JournalBlockEntity(id, log.takePending(), null));
      byte[] envelope = log.envelope(true);
      ExecutionEntity row = ExecutionEntity.open(log.start(), log.head(), log.lastSeq(), null);
      row.end(end);
      return new Stored(
          row,
          blocks,
          new Append(
              id,
              row,
              null,
              blocks.get(0),
              envelope,
              end,
              end.response().lasting(),
              log.head(),
              log.lastSeq(),
              Custody.FIRST,
              new Append.Waiter(false)));
    }

    private void decide() {
      ObjectNode router = Json.object().put("routingTableHash", TABLE);
      ArrayNode candidates = router.putArray("candidates");
      ArrayNode plan = Json.object().arrayNode();
      for (int i = 1; i <= attempts; i++) {
        ObjectNode candidate = candidates.addObject().put("agent", agent(i)).put("position", i - 1);
        candidate.put("eligible", true).put("sideEffect", reversible ? "reversible" : "read_only");
        plan.add(agent(i));
      }
      router.put("candidateCount", attempts).set("plan", plan);
      router.putArray("skipped");
      log.add(EventType.ROUTER_DECISION, at, router);
    }

    private void begin(int attempt) {
      ObjectNode begun = Json.object().put("attempt", attempt).put("agent", agent(attempt));
      begun.put("spanId", Hashes.of(Json.object().put("of", id + attempt)).substring(8, 24));
      log.add(EventType.AGENT_ATTEMPT_START, at.plusMillis(attempt), begun.put("inputHash", TABLE));
    }

    private void end(int attempt, boolean broken) {
      ObjectNode ended = Json.object().put("attempt", attempt).put("agent", agent(attempt));
      ended.put("outcome", broken ? "failed" : "succeeded").put("durationMs", chance.nextInt(200));
      ended.set("error", broken ? error().toJson() : ended.nullNode());
      log.add(EventType.AGENT_ATTEMPT_END, at.plusMillis(attempt + 1), ended);
    }

    private IntentError error() {
      return IntentError.of(
          rare ? RARE_ERROR : ERRORS.get(intent.charAt(6) % ERRORS.size()), "it did not answer");
    }

    private ObjectNode response() {
      ObjectNode response = Json.object().put("version", "1.0");
      response.put("status", failed ? "error" : "success");
      ObjectNode payload = Json.object().put("total", chance.nextInt(10_000)).put("found", true);
      response.set("payload", failed ? response.nullNode() : payload);
      response.set("error", failed ? error().toJson() : response.nullNode());
      ObjectNode metadata = response.putObject("metadata").put("agent", agent(attempts));
      metadata.put("executionId", id).put("timestamp", Times.format(at.plusMillis(250)));
      return response;
    }

    private ExecutionEnd close(ObjectNode response) {
      ExecutionStatus status =
          !failed
              ? ExecutionStatus.SUCCEEDED
              : chance.nextInt(40) == 0 ? ExecutionStatus.UNKNOWN : ExecutionStatus.FAILED;
      KeptDocument document = log.held(response);
      String hash = Hashes.of(hashed(response));
      ObjectNode last = Json.object().put("status", status.wire()).put("agent", agent(attempts));
      last.put("attempts", attempts).set("error", response.get("error"));
      last.put("responseHash", hash);
      document.describe(last, "response");
      last.put("fingerprint", hash);
      Instant done = at.plusMillis(attempts + 2 + chance.nextInt(400));
      log.add(EventType.FINAL_RESPONSE, done, last);
      ErrorCode code = failed ? error().code() : null;
      return new ExecutionEnd(
          status, agent(attempts), code, document, hash, hash, at.plusMillis(1), done, attempts);
    }

    private static ObjectNode hashed(ObjectNode response) {
      ObjectNode json = Json.object();
      json.set("status", response.get("status"));
      json.set("payload", response.get("payload"));
      json.set("error", response.get("error"));
      return json;
    }
  }
}
