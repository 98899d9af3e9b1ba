/**
 * Which candidate may run for which caller.
 *
 * <p>Owns the policy document, the per-candidate decision and its store. The engine is pure; only
 * the store knows the database.
 */
@NullMarked
package net.intentus.policy;

import org.jspecify.annotations.NullMarked;
