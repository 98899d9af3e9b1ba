package net.intentus.agent;

import org.jspecify.annotations.Nullable;

/**
 * How a credential is to be.
 *
 * @param secret null to keep the one it has. In memory only; printed nowhere
 */
public record CredentialDraft(
    String name,
    @Nullable String tenant,
    CredentialKind kind,
    @Nullable String header,
    @Nullable String user,
    @Nullable String secret) {
  @Override
  public String toString() {
    return "CredentialDraft[" + name + "]";
  }
}
