package net.intentus.policy;

/**
 * The policy that decides right now.
 *
 * @param version 0 when none was ever saved
 * @param hash see {@link PolicyDocument#hash()}
 */
public record PolicySnapshot(long version, PolicyDocument document, String hash) {}
