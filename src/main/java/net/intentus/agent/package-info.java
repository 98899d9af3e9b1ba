/**
 * Agents: registration, registry, transports, and one try of one call.
 *
 * <p>Owns the agents' table and its in-memory snapshot. It refuses to decide who is called.
 */
@NullMarked
package net.intentus.agent;

import org.jspecify.annotations.NullMarked;
