package net.intentus.privacy;

/**
 * A signature and the id of the key that made it.
 *
 * @param value 64 bytes (RFC 8032, section 5.1.6); the array is never written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record KeySignature(String keyId, byte[] value) {}
