package net.intentus.api;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.fuzz.Target;
import net.intentus.intent.Caller;

/** What this room reads of queries and forms. */
public final class ApiFuzz {
  private static final Caller CALLER =
      new Caller("key:k", Caller.ALL_TENANTS, Set.of("viewer"), "k", null);

  private ApiFuzz() {}

  /** A query string, as filters and as a page. */
  public static List<Target> targets() {
    return List.of(new Target("filters", ApiFuzz::filters));
  }

  private static void filters(byte[] input) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    FormFields.read(new String(input, StandardCharsets.UTF_8), fields);
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putAll(fields);
    refusable(() -> FilterQuery.read(query, CALLER));
    refusable(() -> PageQuery.read(query));
  }

  private static void refusable(Runnable read) {
    try {
      read.run();
    } catch (ProblemException e) {
      e.problem().toJson("/", "r"); // what reading declares
    }
  }
}
