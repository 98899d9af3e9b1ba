package net.intentus.privacy;

import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a key that signs journal heads (Ed25519, RFC 8032).
 *
 * @param id names the key in every signature it made
 * @param retiredAt when another key took over, or null while it signs
 */
public record SigningKey(
    String id, PublicKey publicKey, Instant createdAt, @Nullable Instant retiredAt) {}
