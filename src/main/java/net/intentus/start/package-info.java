/**
 * The order in which the rooms come up and go down.
 *
 * <p>Owns nothing else. It may use every room; no room knows it.
 */
@NullMarked
package net.intentus.start;

import org.jspecify.annotations.NullMarked;
