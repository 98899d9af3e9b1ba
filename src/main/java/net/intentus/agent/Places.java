package net.intentus.agent;

/**
 * How the places for calls of an agent are taken on this instance.
 *
 * @param taken calls that run
 * @param waiting calls that wait for a place
 */
public record Places(int taken, int waiting) {}
