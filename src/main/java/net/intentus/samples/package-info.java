/**
 * The bundled story: a few local agents and the policy that goes with them.
 *
 * <p>Owns what {@code intentus.demo.enabled} switches on. It refuses to touch anything that an
 * installation has set up for itself.
 */
@NullMarked
package net.intentus.samples;

import org.jspecify.annotations.NullMarked;
