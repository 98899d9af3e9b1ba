/**
 * Walks a plan: calls agents, appends what happened.
 *
 * <p>Owns the order of durable append and call. It refuses to hold a transaction open during a
 * call.
 */
@NullMarked
package net.intentus.execution;

import org.jspecify.annotations.NullMarked;
