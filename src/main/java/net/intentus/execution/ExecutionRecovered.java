package net.intentus.execution;

import net.intentus.journal.ExecutionStatus;

/**
 * Published when an execution that another process or an earlier failure had left open has been
 * brought to an end.
 */
public record ExecutionRecovered(String executionId, ExecutionStatus status) {}
