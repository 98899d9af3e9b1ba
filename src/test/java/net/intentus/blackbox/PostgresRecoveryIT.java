package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;
import net.intentus.judge.Behaviour;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

class PostgresRecoveryIT extends RecoveryContract {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private final PostgresServer.Database database = PostgresServer.shared().newDatabase();

  @Override
  RunningServer.Options options() {
    return RunningServer.Options.fresh()
        .with("INTENTUS_ROUTING_REQUIRE_DETERMINISM", "false")
        .on(database);
  }

  @Override
  int rounds() {
    return 1;
  }

  @Override
  String url(RunningServer server) {
    return database.url() + "?user=" + database.user() + "&password=" + database.password();
  }

  /** The one that is started last must leave alone what the other is doing, until that is dead. */
  @Test
  @Order(0)
  void aNeighboursWorkIsTakenOverOnceAndOnlyWhenItIsDead() throws Exception {
    register("patient", "reversible", "PatientIntent");
    register("touchy", "irreversible", "TouchyIntent");
    CountDownLatch never = new CountDownLatch(1);
    judge().on("patient", Behaviour.succeedAfter(never));
    judge().on("touchy", Behaviour.succeedAfter(never));
    RunningServer neighbour = RunningServer.start(sameKey());
    try {
      Api api = server().api();
      submit(neighbour, "PatientIntent");
      submit(neighbour, "TouchyIntent");
      Eventually.isTrue(
          "both calls",
          Duration.ofSeconds(10),
          () -> judge().running("patient") == 1 && judge().running("touchy") == 1);
      TimeUnit.SECONDS.sleep(4);
      assertThat(statuses(api, "PatientIntent")).containsExactly("running");
      assertThat(judge().calls("patient")).isEqualTo(1);

      judge().on("patient", Behaviour.succeed());
      neighbour.kill9();
      Eventually.get(
          "the takeover",
          LEASE.plusSeconds(15),
          () -> statuses(api, "PatientIntent"),
          seen -> seen.equals(List.of("succeeded")));
      Eventually.get(
          "the takeover",
          Duration.ofSeconds(5),
          () -> statuses(api, "TouchyIntent"),
          seen -> seen.equals(List.of("unknown")));
      assertThat(judge().calls("patient")).isEqualTo(2);
      assertThat(judge().calls("touchy")).isEqualTo(1);
      assertThat(judge().received("patient").get(0).header("Idempotency-Key"))
          .isEqualTo(judge().received("patient").get(1).header("Idempotency-Key"));
    } finally {
      neighbour.close();
    }
  }

  private RunningServer.Options sameKey() {
    Path key = server().dataDir().resolve("master.key");
    RunningServer.Options options = options().with("INTENTUS_ENCRYPTION_KEY_FILE", key.toString());
    return new RunningServer.Options(
        options.environment(), null, server().apiKey(), server().adminPassword());
  }

  private static void submit(RunningServer to, String intent) {
    Thread client =
        new Thread(
            () -> {
              try {
                to.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"" + intent + "\"}}");
              } catch (UncheckedIOException e) {
                // it will be killed
              }
            });
    client.setDaemon(true);
    client.start();
  }

  private static List<String> statuses(Api api, String intent) {
    List<String> statuses = new ArrayList<>();
    api.get("/api/v1/executions?intent=" + intent)
        .json()
        .path("items")
        .forEach(item -> statuses.add(item.path("status").asText()));
    return statuses;
  }
}
