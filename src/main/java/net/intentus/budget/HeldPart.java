package net.intentus.budget;

/** What one window holds back for one call. */
public record HeldPart(String window, Amount amount) {}
