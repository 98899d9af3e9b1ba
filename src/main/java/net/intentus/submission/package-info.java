/**
 * The use case: admit, decide, run, answer.
 *
 * <p>Owns admission and the life of one submission. It refuses to know through which entrance the
 * envelope came.
 */
@NullMarked
package net.intentus.submission;

import org.jspecify.annotations.NullMarked;
