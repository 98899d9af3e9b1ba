package net.intentus.intent;

/**
 * One thing that is wrong with an input.
 *
 * @param pointer where, as an RFC 6901 JSON pointer; empty for the whole document
 * @param message what is wrong and what would be right; never repeats the value
 */
public record Violation(String pointer, String message) {}
