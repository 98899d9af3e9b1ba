package net.intentus.privacy;

/**
 * One value that was replaced.
 *
 * @param pointer where it was (RFC 6901)
 * @param rule why, such as {@code field:password}
 */
public record Redaction(String pointer, String rule) {}
