package net.intentus.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the round of checks over all records has come.
 *
 * @param startedAt when the current or last round began, or null before the first
 * @param finishedAt when it ended, or null while it runs
 * @param checked records checked in it
 * @param mismatched how many of them did not hold
 */
public record SweepProgress(
    boolean running,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    long checked,
    long mismatched) {}
