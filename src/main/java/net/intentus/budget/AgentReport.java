package net.intentus.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of its work: {@code metadata.usage} and {@code metadata.calls}. What cannot be
 * read counts as nothing and is told; it never makes an answer invalid. Pure.
 *
 * @param usage with the agent's fixed price per call
 * @param calls the first {@value #MOST_CALLS} that it names
 * @param unreadable whether something was not as the contract says
 * @param more how many calls it names beyond those
 */
public record AgentReport(Usage usage, List<ReportedCall> calls, boolean unreadable, int more) {
  /** The record names this many calls of one attempt. */
  public static final int MOST_CALLS = 100;

  public AgentReport {
    calls = List.copyOf(calls);
  }

  /**
   * Reads a report.
   *
   * @param metadata of an answer, or null
   * @param perCallMicros what each call costs, whatever it used
   * @return null when there is nothing to tell
   */
  public static @Nullable AgentReport of(
      @Nullable ObjectNode metadata, PriceTable prices, long perCallMicros) {
    JsonNode usage = metadata == null ? null : metadata.get("usage");
    JsonNode calls = metadata == null ? null : metadata.get("calls");
    boolean silent = (usage == null || usage.isNull()) && (calls == null || calls.isNull());
    if (silent) {
      return perCallMicros == 0
          ? null
          : new AgentReport(new Usage(0, 0, perCallMicros, null), List.of(), false, 0);
    }
    Reading reading = new Reading();
    List<ReportedCall> read = reading.calls(calls, prices);
    Usage counted = reading.usage(usage, read, prices);
    return new AgentReport(
        counted.plus(new Usage(0, 0, perCallMicros, null)),
        read.subList(0, Math.min(read.size(), MOST_CALLS)),
        reading.unreadable,
        Math.max(0, read.size() - MOST_CALLS));
  }

  /** Notes on the way what cannot be read. */
  private static final class Reading {
    private static final long MOST = 1_000_000_000_000_000L;
    private static final int MAX_WORD = 256;
    private static final List<String> LATENCY =
        List.of("latencyMs", "durationMs", "latency", "duration");
    private boolean unreadable;

    private List<ReportedCall> calls(@Nullable JsonNode list, PriceTable prices) {
      List<ReportedCall> read = new ArrayList<>();
      if (list == null || list.isNull()) {
        return read;
      }
      unreadable |= !list.isArray();
      for (JsonNode row : list) {
        if (row.isObject()) {
          read.add(call(row, prices));
        } else {
          unreadable = true;
        }
      }
      return read;
    }

    private ReportedCall call(JsonNode row, PriceTable prices) {
      String type = row.path("type").asText();
      unreadable |= !type.equals("tool") && !type.equals("model");
      String model = word(row.get("model"));
      String name = word(row.get("name"));
      Usage used = tokens(row, type.equals("tool") ? null : model == null ? name : model);
      OptionalLong cost = cost(row, used, prices);
      return new ReportedCall(
          type.equals("tool"),
          name,
          new Usage(used.inputTokens(), used.outputTokens(), cost.orElse(0), used.model()),
          latency(row),
          ok(row.get("ok")),
          word(row.get("reason")));
    }

    private @Nullable Boolean ok(@Nullable JsonNode node) {
      if (node == null || node.isNull()) {
        return null;
      }
      unreadable |= !node.isBoolean();
      return node.isBoolean() ? node.booleanValue() : null;
    }

    private Usage usage(@Nullable JsonNode given, List<ReportedCall> calls, PriceTable prices) {
      Usage sum = Usage.NONE;
      for (ReportedCall call : calls) {
        sum = sum.plus(call.usage());
      }
      if (given == null || given.isNull()) {
        return sum;
      }
      unreadable |= !given.isObject();
      Usage told = tokens(given, word(given.get("model")));
      long cost = cost(given, told, prices).orElse(sum.costMicros());
      return new Usage(told.inputTokens(), told.outputTokens(), cost, told.model());
    }

    private Usage tokens(JsonNode json, @Nullable String model) {
      return new Usage(
          number(json.get("inputTokens")).orElse(0),
          number(json.get("outputTokens")).orElse(0),
          0,
          model);
    }

    private OptionalLong cost(JsonNode json, Usage used, PriceTable prices) {
      OptionalLong told = number(json.get("costMicros"));
      return told.isPresent()
          ? told
          : prices.cost(used.model(), used.inputTokens(), used.outputTokens());
    }

    private @Nullable Long latency(JsonNode row) {
      for (String name : LATENCY) {
        if (row.has(name)) {
          OptionalLong told = number(row.get(name));
          return told.isPresent() ? told.getAsLong() : null;
        }
      }
      return null;
    }

    private OptionalLong number(@Nullable JsonNode node) {
      if (node == null || node.isNull()) {
        return OptionalLong.empty();
      }
      boolean usable =
          node.isIntegralNumber()
              && node.canConvertToLong()
              && node.longValue() >= 0
              && node.longValue() <= MOST;
      unreadable |= !usable;
      return usable ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
    }

    private @Nullable String word(@Nullable JsonNode node) {
      if (node == null || node.isNull()) {
        return null;
      }
      boolean usable = node.isTextual() && node.textValue().length() <= MAX_WORD;
      unreadable |= !usable;
      return usable ? node.textValue() : null;
    }
  }
}
