package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param after what the page begins behind: a name or an id; null for the first page
 */
record PageQuery(int limit, @Nullable String after) {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  /**
   * Reads {@code limit} and {@code cursor}.
   *
   * @throws ProblemException naming every parameter that cannot be used
   */
  static PageQuery read(MultivaluedMap<String, String> query) {
    List<Violation> violations = new ArrayList<>();
    for (String name : query.keySet()) {
      if (!name.equals("limit") && !name.equals("cursor")) {
        violations.add(new Violation("", "there are no query parameters but limit and cursor"));
        break;
      }
    }
    int limit = limit(query.getFirst("limit"), violations);
    String after = after(query.getFirst("cursor"), violations);
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations));
    }
    return new PageQuery(limit, after);
  }

  private static int limit(@Nullable String text, List<Violation> violations) {
    if (text == null || text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      violations.add(new Violation("", "limit must be a whole number from 1 to " + MAX_LIMIT));
    }
    return limit;
  }

  private static @Nullable String after(@Nullable String cursor, List<Violation> violations) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      violations.add(new Violation("", "cursor must be the nextCursor of an earlier answer"));
      return null;
    }
  }

  /** How many to look for: one more than are shown says whether there are more. */
  int reach() {
    return limit + 1;
  }

  /** What is shown of what was found. */
  <T> List<T> shown(List<T> found) {
    return found.size() > limit ? found.subList(0, limit) : found;
  }

  /**
   * The page.
   *
   * @param found up to {@link #reach} of them
   * @param place the name or id that a page begins behind
   */
  <T> Response answer(List<T> found, Function<T, ObjectNode> item, Function<T, String> place) {
    boolean more = found.size() > limit;
    return Answers.list(
        shown(found), item, more ? cursor(place.apply(found.get(limit - 1))) : null);
  }

  /** Leads to the page behind that name or id. */
  private static String cursor(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }
}
