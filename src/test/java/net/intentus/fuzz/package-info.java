/** Throws mutated input at whatever reads what strangers send. */
package net.intentus.fuzz;
