package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every request of the contract goes to one of two instances on one database. */
class PostgresRepeatIT extends RepeatContract {
  private static RunningServer one;
  private static RunningServer two;

  @BeforeAll
  static void instances() {
    one = Pair.one();
    two = Pair.two();
  }

  @Override
  Api api(int i) {
    return i % 2 == 0 ? one.api() : two.api();
  }

  @Test
  void theOtherInstanceKnowsTheKeysOfOneThatCrashed() throws SQLException {
    expired("long-ago");
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      RepeatsAfterACrash.check(one, desk, two.api(), judge);
    }
    Eventually.isTrue(
        "expired keys are cleared away", Duration.ofSeconds(20), () -> kept("long-ago") < 0);
  }

  @Test
  void aKeyIsKeptAsLongAsConfigured() throws SQLException {
    String key = key();
    submit(one.api(), envelope("NobodyCanIntent"), key);
    assertThat(kept(key)).isEqualTo(3_600_000);
  }

  /** For how many milliseconds the key is kept; less than nothing when it is not there. */
  private static long kept(String key) throws SQLException {
    try (Connection connection = Pair.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT expires_at - created_at FROM idempotency_key WHERE idem_key = ?")) {
      select.setString(1, key);
      ResultSet row = select.executeQuery();
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private static void expired(String key) throws SQLException {
    try (Connection connection = Pair.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO idempotency_key VALUES ('default', ?, ''::bytea, 'gone', 1, 2)")) {
      insert.setString(1, key);
      insert.executeUpdate();
    }
  }

  /** A repeat is a way to read an execution, and a submitter reads its own only. */
  @Test
  void aSubmitterGetsNoAnswerToWhatAnotherAskedFor() throws SQLException {
    Api ada = one.api().as(Pair.key("ada", "submitter"));
    Api bob = one.api().as(Pair.key("bob", "submitter"));
    Api operator = two.api().as(Pair.key("oda", "operator"));
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("private", "private", Behaviour.succeed());
      String key = key();
      Api.Reply first = submit(ada, envelope("private"), key);
      assertThat(first.status()).as("%s", first).isEqualTo(200);
      Api.Reply foreign = submit(bob, envelope("private"), key);
      assertConflict(foreign);
      assertThat(foreign.body()).doesNotContain(execution(first));
      assertReplay(first, submit(ada, envelope("private"), key));
      assertReplay(first, submit(operator, envelope("private"), key));
      assertThat(desk.called()).hasSize(1);
    }
  }
}
