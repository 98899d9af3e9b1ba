package net.intentus.policy;

import java.time.Instant;

/** One version of the policy as the database keeps it. */
public record StoredPolicy(
    long version, PolicyDocument document, Instant createdAt, String createdBy) {}
