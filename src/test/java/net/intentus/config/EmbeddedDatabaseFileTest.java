package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What H2 has to keep for us: the file that a killed process leaves behind holds every commit, also
 * when its free space is used again (ADR 0014).
 */
class EmbeddedDatabaseFileTest {
  private static final int KEPT = 20;

  @TempDir Path directory;

  @Test
  void theFileHoldsEveryCommitAtAnyMoment() throws Exception {
    Random sizes = new Random(7);
    String url = url(directory.resolve("live")) + ";RETENTION_TIME=0"; // reuse without a wait
    try (Connection live = DriverManager.getConnection(url, "sa", "");
        Statement statement = live.createStatement()) {
      statement.execute("create table item (id int primary key, content varbinary)");
      for (int i = 0; i < 120; i++) {
        insert(live, i, new byte[sizes.nextInt(12_000)]);
        statement.execute("delete from item where id <= " + (i - KEPT));
        assertThat(ids(i)).as("after commit %s", i).isEqualTo(Math.max(0, i - KEPT + 1) + ".." + i);
      }
    }
  }

  private static String url(Path file) {
    return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }

  private static void insert(Connection live, int id, byte[] content) throws SQLException {
    try (PreparedStatement insert = live.prepareStatement("insert into item values (?, ?)")) {
      insert.setInt(1, id);
      insert.setBytes(2, content);
      insert.executeUpdate();
    }
  }

  /** Opens a copy, which is what a process finds that starts after a kill. */
  private String ids(int commit) throws IOException, SQLException {
    Path copy = directory.resolve("copy" + commit);
    Path file = Files.copy(directory.resolve("live.mv.db"), Path.of(copy + ".mv.db"));
    try (Connection connection = DriverManager.getConnection(url(copy), "sa", "");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select min(id), max(id) from item")) {
      found.next();
      return found.getInt(1) + ".." + found.getInt(2);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
