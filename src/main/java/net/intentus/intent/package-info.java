/**
 * The vocabulary that every other room speaks: envelope, response, error codes, caller, canonical
 * JSON and hashes.
 *
 * <p>Owns values only. It refuses containers, I/O, clocks and randomness: times and identifiers are
 * handed in.
 */
@NullMarked
package net.intentus.intent;

import org.jspecify.annotations.NullMarked;
