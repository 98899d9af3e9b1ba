package net.intentus.audit;

/**
 * How far the chain goes. Whoever keeps a copy elsewhere can tell later whether its end was cut off
 * or all of it was written anew.
 *
 * @param name what the first entry names as its predecessor; empty before the first entry
 * @param seq of the last entry; 0 when there is none
 * @param hash of the last entry
 */
public record AuditChain(String name, long seq, String hash) {}
