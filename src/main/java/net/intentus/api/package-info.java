/**
 * The HTTP contract.
 *
 * <p>Owns resources, documents and problem types. It refuses decisions: those are made below.
 */
@NullMarked
package net.intentus.api;

import org.jspecify.annotations.NullMarked;
