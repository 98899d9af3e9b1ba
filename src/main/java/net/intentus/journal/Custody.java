package net.intentus.journal;

import java.util.Map;
import net.intentus.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * By what right an append is made, and what it does to what is kept apart.
 *
 * @param epoch the one that the execution's row must have, or the appender has lost it to another
 * @param kept sealed parts to keep, by number
 * @param erase whether everything that is kept of the execution goes
 * @param audit stored in the same transaction, or null
 */
record Custody(int epoch, Map<Integer, byte[]> kept, boolean erase, @Nullable AuditEntry audit) {
  /** Of an execution that never changed hands and keeps nothing apart. */
  static final Custody FIRST = new Custody(0, Map.of(), false, null);
}
