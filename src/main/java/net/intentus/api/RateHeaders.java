package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.intentus.intent.ErrorCode;
import net.intentus.policy.RateReading;
import net.intentus.submission.SubmissionResult;

/**
 * What an answer says of rate limits: {@code RateLimit-Policy} and {@code RateLimit} as in {@code
 * draft-ietf-httpapi-ratelimit-headers-10}, and {@code Retry-After} (RFC 9110, section 10.2.3) when
 * one of them refused. A limit is named after the key that it counts under.
 */
final class RateHeaders {
  private static final int WINDOW_S = 60;

  /** So many limits are named; the headers of one answer must stay short. */
  private static final int MOST = 10;

  private RateHeaders() {}

  /**
   * Adds what there is to say; a 429 without a counter of ours asks for one second, and a budget
   * tells itself when it begins anew, if ever.
   */
  static void add(Response.ResponseBuilder builder, SubmissionResult.Answered answered) {
    List<RateReading> rates = answered.rates().stream().limit(MOST).toList();
    if (!rates.isEmpty()) {
      builder.header("RateLimit-Policy", list(rates, RateHeaders::policy));
      builder.header("RateLimit", list(rates, RateHeaders::state));
    }
    long guarded = guarded(answered);
    if (guarded > 0) {
      builder.header("Retry-After", guarded);
    } else if (answered.httpStatus() == 429 && ofBudget(answered)) {
      JsonNode resets = answered.response().path("error").path("details").path("retryAfterSeconds");
      if (resets.isIntegralNumber()) {
        builder.header("Retry-After", resets.asLong());
      }
    } else if (answered.httpStatus() == 429) {
      builder.header("Retry-After", retryAfter(answered.rates()));
    }
  }

  private static boolean ofBudget(SubmissionResult.Answered answered) {
    String code = answered.response().path("error").path("code").asText();
    return code.equals(ErrorCode.BUDGET_EXCEEDED.name());
  }

  /** What an agent or its guard asked for, in whole seconds; 0 for nothing. */
  private static long guarded(SubmissionResult.Answered answered) {
    if (answered.httpStatus() != 429 && answered.httpStatus() != 503) {
      return 0;
    }
    JsonNode told = answered.response().path("error").path("details").path("retryAfterMs");
    return -Math.floorDiv(-told.asLong(0), 1_000L);
  }

  /** When the first of those that refused has room again. */
  private static int retryAfter(List<RateReading> rates) {
    return rates.stream()
        .filter(rate -> rate.remaining() == 0)
        .mapToInt(RateReading::resetSeconds)
        .min()
        .orElse(1);
  }

  private static String policy(RateReading rate) {
    return name(rate) + ";q=" + rate.limit() + ";w=" + WINDOW_S;
  }

  private static String state(RateReading rate) {
    return name(rate) + ";r=" + rate.remaining() + ";t=" + rate.resetSeconds();
  }

  private static String list(List<RateReading> rates, Function<RateReading, String> item) {
    return rates.stream().map(item).collect(Collectors.joining(", "));
  }

  /**
   * A string of RFC 9651, section 3.3.3, which holds ASCII only: anything else is percent-encoded.
   */
  private static String name(RateReading rate) {
    StringBuilder text = new StringBuilder("\"");
    rate.key()
        .codePoints()
        .limit(128)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else if (c >= 0x20 && c < 0x7f) {
                text.appendCodePoint(c);
              } else {
                text.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
              }
            });
    return text.append('"').toString();
  }
}
