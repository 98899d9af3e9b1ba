/**
 * Metrics, health, logs and trace sinks.
 *
 * <p>Observes what the other rooms publish. It refuses to slow them down: what it cannot take is
 * dropped and counted.
 */
@NullMarked
package net.intentus.observability;

import org.jspecify.annotations.NullMarked;
