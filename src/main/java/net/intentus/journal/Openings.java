package net.intentus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The executions that a batch opens, each with all that the batch does to it: one that ends in the
 * batch is inserted once and as it ended. New rows go in as batches of plain inserts: see ADR 0006.
 */
final class Openings {
  private final Map<String, Opened> opened = new LinkedHashMap<>();

  private static final class Opened {
    final ExecutionEntity row;
    byte @Nullable [] envelope;
    byte @Nullable [] response;

    Opened(Append opening, ExecutionEntity row) {
      this.row = row;
      envelope = opening.envelope();
      response = opening.response();
    }

    /** As {@link PayloadEntity#settle}, or without an answer nothing is left to store. */
    void settle(Append end) {
      if (end.response() == null) {
        envelope = null;
      } else {
        envelope = envelope == null || end.envelope() == null ? envelope : end.envelope();
        response = end.response();
      }
    }
  }

  /** Opens an execution, which may end at once. A batch that fails is written again in parts. */
  void open(Append append, ExecutionEntity opening) {
    Opened one = new Opened(append, opening.copy());
    ExecutionEnd end = append.ending();
    if (end != null) {
      one.row.end(end);
    }
    opened.put(append.executionId(), one);
  }

  boolean contains(String executionId) {
    return opened.containsKey(executionId);
  }

  /** Goes on with an execution if the batch opened it. Whether it did. */
  boolean advance(Append append) {
    Opened one = opened.get(append.executionId());
    if (one == null) {
      return false;
    }
    one.row.advance(append);
    ExecutionEnd end = append.ending();
    if (end != null) {
      one.row.end(end);
      one.settle(append);
    }
    return true;
  }

  /** Inserts them, and all blocks of the batch. */
  void insert(Connection connection, List<Append> batch) throws SQLException {
    try (PreparedStatement executions = connection.prepareStatement(ExecutionEntity.INSERT);
        PreparedStatement blocks = connection.prepareStatement(JournalBlockEntity.INSERT);
        PreparedStatement payloads = connection.prepareStatement(PayloadEntity.INSERT)) {
      for (Map.Entry<String, Opened> entry : opened.entrySet()) {
        Opened one = entry.getValue();
        one.row.bind(executions);
        executions.addBatch();
        byte[] envelope = one.envelope;
        if (envelope != null) {
          PayloadEntity.bind(payloads, entry.getKey(), envelope, one.response);
          payloads.addBatch();
        }
      }
      for (Append append : batch) {
        append.block().bind(blocks);
        blocks.addBatch();
      }
      if (!opened.isEmpty()) {
        executions.executeBatch();
        payloads.executeBatch();
        LinkStore.insert(connection, batch);
      }
      if (!batch.isEmpty()) {
        blocks.executeBatch();
      }
    }
  }
}
