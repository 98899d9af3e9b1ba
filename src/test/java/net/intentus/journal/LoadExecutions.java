package net.intentus.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/**
 * Fills the database of a server that is not running with a month of executions and with agents, so
 * that lists can be measured. The rows are those that the product's own classes make: each record
 * verifies.
 */
public final class LoadExecutions {
  private static final int CHUNK = 2_000;
  private static final int AHEAD = 8;
  private static final Duration SPAN = Duration.ofDays(30);

  private LoadExecutions() {}

  /** {@code URL USER PASSWORD EXECUTIONS AGENTS}; migrates the schema first. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = Arrays.asList(arguments);
    String url = given.get(0);
    String vendor = url.startsWith("jdbc:postgresql:") ? "postgresql" : "h2";
    Flyway.configure()
        .dataSource(url, given.get(1), given.get(2))
        .locations("classpath:db/common", "classpath:db/" + vendor)
        .load()
        .migrate();
    String fast = vendor.equals("h2") ? url : url + "?reWriteBatchedInserts=true";
    try (Connection connection = DriverManager.getConnection(fast, given.get(1), given.get(2))) {
      connection.setAutoCommit(false);
      executions(connection, Integer.parseInt(given.get(3)), Instant.now());
      agents(connection, Integer.parseInt(given.get(4)), Instant.now());
    }
    settle(url, given.get(1), given.get(2));
  }

  /** Stores that many, spread over a month that ends then. */
  static void executions(Connection connection, int wanted, Instant end)
      throws SQLException, ExecutionException, InterruptedException {
    if (wanted == 0) {
      return;
    }
    long stepMs = Math.max(1, SPAN.toMillis() / wanted);
    PastExecutions past = new PastExecutions(end.minusMillis(stepMs * wanted), stepMs);
    ExecutorService makers = Executors.newFixedThreadPool(2);
    try {
      Deque<Future<List<PastExecutions.Stored>>> made = new ArrayDeque<>();
      for (int first = 0; first < wanted || !made.isEmpty(); first += CHUNK) {
        int from = first;
        int to = Math.min(wanted, first + CHUNK);
        if (from < to) {
          made.add(makers.submit(() -> IntStream.range(from, to).mapToObj(past::number).toList()));
        }
        if (made.size() > AHEAD || from >= to) {
          store(connection, made.remove().get());
        }
      }
    } finally {
      makers.shutdownNow();
    }
  }

  private static void store(Connection connection, List<PastExecutions.Stored> chunk)
      throws SQLException {
    try (PreparedStatement rows = connection.prepareStatement(ExecutionEntity.INSERT);
        PreparedStatement blocks = connection.prepareStatement(JournalBlockEntity.INSERT);
        PreparedStatement payloads = connection.prepareStatement(PayloadEntity.INSERT)) {
      for (PastExecutions.Stored stored : chunk) {
        stored.row().bind(rows);
        rows.addBatch();
        for (JournalBlockEntity block : stored.blocks()) {
          block.bind(blocks);
          blocks.addBatch();
        }
        Append payload = stored.payload();
        PayloadEntity.bind(payloads, payload.executionId(), payload.envelope(), payload.response());
        payloads.addBatch();
      }
      rows.executeBatch();
      blocks.executeBatch();
      payloads.executeBatch();
    }
    connection.commit();
  }

  /** Registers that many remote agents, each for an intent of its own; nobody calls them. */
  static void agents(Connection connection, int wanted, Instant now) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO agent (name, document, revision, created_at, updated_at)"
                    + " VALUES (?,?,?,?,?)");
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= wanted; i++) {
        String name = "loaded-" + i;
        insert.setString(1, name);
        insert.setString(2, agent(name, i));
        insert.setLong(3, i);
        insert.setLong(4, now.toEpochMilli());
        insert.setLong(5, now.toEpochMilli());
        insert.addBatch();
      }
      if (wanted > 0) {
        insert.executeBatch();
        statement.executeUpdate(
            "UPDATE registry_version SET version = " + wanted + " WHERE id = 1");
      }
    }
    connection.commit();
  }

  private static String agent(String name, int number) {
    return """
        {"name":"%s","version":"1.0","nodeId":"node-%d","nodePriority":100,"enabled":true,
        "identity":{"agentId":"%s","tenantId":null},
        "capabilities":[{"intent":{"name":"Loaded%dIntent","version":"1.0"}}],
        "endpoint":{"type":"http","address":"https://agents.example/%s"},
        "sideEffect":"read_only"}"""
        .formatted(name, number % 50, name, number, name);
  }

  private static void settle(String url, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(url.startsWith("jdbc:h2:") ? "ANALYZE" : "VACUUM ANALYZE");
    }
  }
}
