/**
 * The record of every execution.
 *
 * <p>Owns the entities, the single writer with group commit, the hash chain, verification and the
 * read side. It refuses secrets and transactions that wait for anything outside the database.
 */
@NullMarked
package net.intentus.journal;

import org.jspecify.annotations.NullMarked;
