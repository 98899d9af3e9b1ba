/**
 * Which agents are candidates, in which order, and how a strategy walks them.
 *
 * <p>Pure and immutable: the same table, envelope and eligibility give the same decision on every
 * machine. It refuses I/O, clocks, randomness, health and load.
 */
@NullMarked
package net.intentus.routing;

import org.jspecify.annotations.NullMarked;
