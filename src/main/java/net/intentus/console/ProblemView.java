package net.intentus.console;

import org.jspecify.annotations.Nullable;

/**
 * The page that says what went wrong.
 *
 * @param title in a few words
 * @param detail what happened and what to do
 * @param runbook address of the runbook for it, or null
 */
public record ProblemView(
    int status, String title, String detail, String requestId, @Nullable String runbook) {}
