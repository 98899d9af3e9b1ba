/**
 * Typed settings, read once and validated before anything listens.
 *
 * <p>Owns every {@code intentus.*} key, its default and its limits. It refuses to guess: a value
 * that cannot be used stops the process with exit code 78.
 */
@NullMarked
package net.intentus.config;

import org.jspecify.annotations.NullMarked;
