package net.intentus.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.budget.Usage;

/**
 * What an attempt used.
 *
 * @param recorded the same for the record, with the prices that it was reckoned with
 */
record Spent(Usage usage, ObjectNode recorded) {}
