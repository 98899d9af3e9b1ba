/**
 * What calls may cost: usage, prices, budgets and the ledger under them.
 *
 * <p>Owns windows, amounts and the decision whether a call still fits, and the tables that hold
 * them. It refuses to call anybody, and to know what an execution is beyond its id.
 */
@NullMarked
package net.intentus.budget;

import org.jspecify.annotations.NullMarked;
