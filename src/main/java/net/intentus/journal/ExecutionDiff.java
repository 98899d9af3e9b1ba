package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.journal.StoredDocument.Absence;
import org.jspecify.annotations.Nullable;

/**
 * What two executions differ in. Ids and times are no differences.
 *
 * @param same whether request, answer, decision and fingerprint are the same; documents that cannot
 *     be compared are held to be the same when their hashes are
 * @param fields where envelope and answer differ, by JSON pointer
 * @param truncated whether there are more fields than {@link #MAX_FIELDS}
 * @param notComparable documents whose fields cannot be told
 */
public record ExecutionDiff(
    boolean same,
    List<Field> fields,
    boolean truncated,
    List<NotComparable> notComparable,
    DecisionDiff decision,
    Pair fingerprint) {
  /** The most fields that are told one by one. */
  public static final int MAX_FIELDS = 1_000;

  private static final Set<String> IDS_AND_TIMES =
      Set.of(
          "/envelope/context/timestamp",
          "/envelope/metadata/requestId",
          "/envelope/metadata/createdAt",
          "/envelope/metadata/traceId",
          "/response/metadata/traceId",
          "/response/metadata/requestId",
          "/response/metadata/executionId",
          "/response/metadata/timestamp",
          "/response/metadata/durationMs");
  private static final Pattern TIMES =
      Pattern.compile("/response/metadata/results/\\d+/durationMs");

  public ExecutionDiff {
    fields = List.copyOf(fields);
    notComparable = List.copyOf(notComparable);
  }

  /**
   * One difference.
   *
   * @param pointer into {@code /envelope} or {@code /response} (RFC 6901)
   * @param a null when nothing stands there, not even a JSON null
   * @param b the same of the other side
   */
  public record Field(String pointer, @Nullable JsonNode a, @Nullable JsonNode b) {}

  /**
   * A document that at least one side does not have as it was recorded.
   *
   * @param document {@code envelope} or {@code response}
   * @param a why the one side is missing, or null when it is there
   * @param sameHash whether the recorded hashes are equal, which tells all that can be told
   */
  public record NotComparable(
      String document, @Nullable Absence a, @Nullable Absence b, boolean sameHash) {}

  /** The same fact of both sides. */
  public record Pair(@Nullable String a, @Nullable String b) {
    /** Whether both say the same. */
    public boolean same() {
      return Objects.equals(a, b);
    }
  }

  /** Compares two executions. Pure. */
  public static ExecutionDiff of(ExecutionRecord a, ExecutionRecord b) {
    ExecutionSummary one = a.summary();
    ExecutionSummary other = b.summary();
    JsonDiff diff =
        new JsonDiff(
            MAX_FIELDS,
            pointer -> IDS_AND_TIMES.contains(pointer) || TIMES.matcher(pointer).matches());
    List<NotComparable> untold = new ArrayList<>();
    compare("envelope", a.envelope(), b.envelope(), hashes(one, other, true), diff, untold);
    compare("response", a.response(), b.response(), hashes(one, other, false), diff, untold);
    DecisionDiff decision = DecisionDiff.of(a, b);
    Pair fingerprint = new Pair(one.fingerprint(), other.fingerprint());
    List<Field> fields = EncryptedFields.hidden(diff.fields(), a, b);
    boolean same =
        fields.isEmpty()
            && untold.stream().allMatch(NotComparable::sameHash)
            && decision.same()
            && fingerprint.same();
    return new ExecutionDiff(same, fields, diff.truncated(), untold, decision, fingerprint);
  }

  private static boolean hashes(ExecutionSummary a, ExecutionSummary b, boolean envelope) {
    return envelope
        ? a.envelopeHash().equals(b.envelopeHash())
        : Objects.equals(a.responseHash(), b.responseHash());
  }

  private static void compare(
      String name,
      StoredDocument a,
      StoredDocument b,
      boolean sameHash,
      JsonDiff diff,
      List<NotComparable> untold) {
    JsonNode one = a.json();
    JsonNode other = b.json();
    if (one != null && other != null) {
      diff.compare("/" + name, one, other);
    } else {
      untold.add(new NotComparable(name, a.absence(), b.absence(), sameHash));
    }
  }
}
