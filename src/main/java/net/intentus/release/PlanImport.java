package net.intentus.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan that was put in force.
 *
 * @param number counts from 1
 * @param signedBy thumbprint of the key, or null when it was not signed
 * @param by the subject that imported it
 */
public record PlanImport(
    long number, String hash, @Nullable String signedBy, String by, Instant at) {}
