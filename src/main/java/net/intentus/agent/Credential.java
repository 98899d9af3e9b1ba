package net.intentus.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a credential: everything but its secret.
 *
 * @param tenant whose agents may use it; null for agents without a tenant
 * @param header the header's name where the kind does not say it
 * @param user the user name of {@link CredentialKind#BASIC}
 * @param revision counts changes; the ETag
 */
public record Credential(
    String name,
    @Nullable String tenant,
    CredentialKind kind,
    @Nullable String header,
    @Nullable String user,
    long revision,
    Instant createdAt,
    Instant updatedAt) {}
