/**
 * The append-only trail of who did what, as a hash chain.
 *
 * <p>Owns the audit rows, writes them in the transaction of the change they tell of, puts them into
 * the chain when they are committed, and checks the chain. It refuses updates, deletions and
 * secrets.
 */
@NullMarked
package net.intentus.audit;

import org.jspecify.annotations.NullMarked;
