package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One difference between what is live and a plan.
 *
 * @param part such as {@code agents}
 * @param name what differs, such as {@code search-a: nodePriority}
 * @param live null when nothing stands there
 * @param wanted null when the plan has nothing there
 */
public record PlanDifference(
    String part, String name, @Nullable JsonNode live, @Nullable JsonNode wanted) {}
