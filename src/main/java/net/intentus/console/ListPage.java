package net.intentus.console;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is walked by the names of its rows.
 *
 * @param first address of the first page; empty on that page
 * @param next address of the next page; empty on the last one
 */
record ListPage<T>(List<T> shown, String first, String next) {
  private static final int SHOWN = 50;

  /** How many to look for: one more than are shown says whether there are more. */
  static final int REACH = SHOWN + 1;

  /** What the page begins behind; null for the first one. */
  static @Nullable String behind(String after) {
    return after.isEmpty() ? null : after;
  }

  /**
   * The page.
   *
   * @param found up to {@link #REACH} of them
   * @param place the name or id that a page begins behind
   */
  static <T> ListPage<T> of(
      String address, String after, List<T> found, Function<T, String> place) {
    boolean more = found.size() > SHOWN;
    List<T> shown = more ? found.subList(0, SHOWN) : found;
    return new ListPage<>(
        shown,
        after.isEmpty() ? "" : address,
        more ? Url.of(address, Map.of("after", place.apply(shown.get(SHOWN - 1)))) : "");
  }

  /** What the template of a list is given. */
  Map<String, Object> model(Function<T, ?> row) {
    return model(shown.stream().map(row).toList());
  }

  /** The same, with rows that are made together. */
  Map<String, Object> model(List<?> rows) {
    return Map.of("rows", rows, "first", first, "next", next);
  }
}
