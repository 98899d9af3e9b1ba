package net.intentus.config;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * {@code intentus.routing.require-compiled}, {@code .compiled-file} and {@code .compiled-keys}:
 * whether agents, policy and budgets change by a compiled plan only.
 *
 * @param file the plan that this instance starts with; there whenever one is required
 * @param keys Ed25519 keys of whoever may sign a plan, besides this installation's own
 */
public record PlanSettings(boolean required, Optional<Path> file, List<PublicKey> keys) {
  public PlanSettings {
    keys = List.copyOf(keys);
  }
}
