package net.intentus.security;

import java.util.List;
import net.intentus.outbound.Cidr;
import net.intentus.policy.Glob;
import org.jspecify.annotations.Nullable;

/**
 * What a key is good for besides its roles. Empty lists and null do not limit.
 *
 * @param intents names of intents that may be submitted; {@code *} stands for any run of characters
 * @param addresses addresses or blocks ({@code 10.1.0.0/16}) that it may be used from
 * @param environment the {@code intentus.environment} that it works in
 */
public record KeyLimits(
    List<String> intents, List<String> addresses, @Nullable String environment) {
  /** No limits. */
  public static final KeyLimits NONE = new KeyLimits(List.of(), List.of(), null);

  public KeyLimits {
    intents = List.copyOf(intents);
    addresses = List.copyOf(addresses);
  }

  /** Whether an intent of that name may be submitted. */
  public boolean allowsIntent(String name) {
    return intents.isEmpty()
        || intents.stream()
            .anyMatch(
                entry -> Glob.isPattern(entry) ? Glob.of(entry).matches(name) : entry.equals(name));
  }

  /** Whether it may be used from there. An unknown address is in no block. */
  boolean allowsAddress(@Nullable String address) {
    return addresses.isEmpty()
        || (address != null
            && addresses.stream()
                .map(KeyLimits::block)
                .anyMatch(block -> block != null && block.contains(address)));
  }

  /** Whether it works in that environment. */
  boolean allowsEnvironment(String here) {
    return environment == null || environment.equals(here);
  }

  /** An address or a block; null when the text is neither. */
  static @Nullable Cidr block(String text) {
    if (text.indexOf('/') >= 0) {
      return Cidr.parse(text);
    }
    Cidr four = Cidr.parse(text + "/32");
    return text.indexOf(':') >= 0 ? Cidr.parse(text + "/128") : four;
  }
}
