package net.intentus.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what; the same for all candidates of an intent. What is null matches no list.
 *
 * @param roles role names, also those that only policy knows
 * @param intent the intent's name
 * @param key id of the API key
 * @param address network address of the caller
 * @param payload as the caller sent it; only read
 */
public record PolicyContext(
    @Nullable String subject,
    Set<String> roles,
    @Nullable String tenant,
    @Nullable String intent,
    @Nullable String key,
    @Nullable String address,
    ObjectNode payload) {
  public PolicyContext {
    roles = Set.copyOf(roles);
  }
}
