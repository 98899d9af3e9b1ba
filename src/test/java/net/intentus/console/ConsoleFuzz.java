package net.intentus.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.intentus.fuzz.Target;

/** What this room reads of the query box and of forms. */
public final class ConsoleFuzz {
  private ConsoleFuzz() {}

  /** The query box, and the policy's editor. */
  public static List<Target> targets() {
    return List.of(new Target("query", ConsoleFuzz::query));
  }

  private static void query(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    ExecutionQuery query =
        ExecutionQuery.of(Map.of("q", List.of(text), "cursor", List.of(text))).promoted();
    if (query.problems().isEmpty()) {
      query.filter(Fixtures.ADMIN, Fixtures.NOW);
      query.url();
    }
  }
}
