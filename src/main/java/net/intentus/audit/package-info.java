/**
 * The append-only trail of who changed what.
 *
 * <p>Owns the audit rows and writes them in the transaction of the change they tell of. It refuses
 * updates, deletions and secrets.
 */
@NullMarked
package net.intentus.audit;

import org.jspecify.annotations.NullMarked;
