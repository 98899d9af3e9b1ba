package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes nothing any more, and then does again. */
class StorageFailureIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String BODY =
      "{\"intent\":{\"name\":\"StoreIntent\"},\"payload\":{\"text\":\"" + noise(3_000) + "\"}}";

  @TempDir Path temp;

  /** Text that does not compress to nothing. */
  private static String noise(int length) {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('!' + 3 + random.nextInt(50)));
    }
    return text.toString().replace("\\", "/");
  }

  @Test
  void aFullDiskRefusesWorkAtOnceAndLosesNothing() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    mount(disk);
    try (JudgeAgent judge = JudgeAgent.start();
        RunningServer server =
            RunningServer.start(RunningServer.Options.fresh().in(disk.resolve("data")))) {
      register(server.api(), judge);
      List<String> acknowledged = new ArrayList<>(submitted(server.api(), 5));
      Path filler = disk.resolve("filler");
      acknowledged.addAll(untilFull(server.api(), judge, filler));
      Eventually.get(
          "readiness to be given up",
          SOON,
          () -> server.api().get("/health/ready").status(),
          status -> status == 503);
      Files.delete(filler);
      recovers(server.api(), judge, acknowledged);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void aDatabaseServerThatIsStoppedAndStartedIsUsedAgain() throws Exception {
    Path data = temp.resolve("pg");
    int port = RunningServer.freePort();
    EmbeddedPostgres database = postgres(data, port);
    try (JudgeAgent judge = JudgeAgent.start();
        RunningServer server =
            RunningServer.start(
                RunningServer.Options.fresh()
                    .with("INTENTUS_DB_URL", "jdbc:postgresql://localhost:" + port + "/postgres")
                    .with("INTENTUS_DB_USER", "postgres")
                    .with("INTENTUS_DB_PASSWORD", "postgres"))) {
      register(server.api(), judge);
      List<String> acknowledged = submitted(server.api(), 50);
      database.close();
      Eventually.get(
          "a refusal",
          SOON,
          () -> server.api().post("/api/v1/intents", BODY).status(),
          status -> status == 503);
      refuses(server.api(), judge);
      database = postgres(data, port);
      recovers(server.api(), judge, acknowledged);
    } finally {
      database.close();
    }
  }

  /** The database finds room inside its file for a while, so the disk is kept full meanwhile. */
  private static List<String> untilFull(Api api, JudgeAgent judge, Path filler) throws IOException {
    List<String> acknowledged = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 1_000 && refused < 20; i++) {
      fill(filler);
      int calls = judge.calls("store");
      Api.Reply reply = Leaks.none(api.post("/api/v1/intents", BODY));
      if (reply.status() == 200) {
        acknowledged.add(reply.header("Intentus-Execution-Id"));
        refused = 0;
      } else {
        assertThat(reply.status()).as("%s", reply).isEqualTo(503);
        assertThat(reply.json().path("code").asText()).isEqualTo("STORAGE_UNAVAILABLE");
        refused = judge.calls("store") == calls ? refused + 1 : 0;
      }
    }
    assertThat(refused).isEqualTo(20);
    return acknowledged;
  }

  private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  private static void register(Api api, JudgeAgent judge) {
    ObjectNode draft = Json.object();
    draft.put("name", "store").put("sideEffect", "irreversible");
    draft.putArray("capabilities").addObject().putObject("intent").put("name", "StoreIntent");
    draft.putObject("endpoint").put("type", "http").put("address", judge.address("store"));
    assertThat(api.post("/api/v1/agents", draft).status()).isEqualTo(201);
  }

  private static List<String> submitted(Api api, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Api.Reply reply = api.post("/api/v1/intents", BODY);
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      ids.add(reply.header("Intentus-Execution-Id"));
    }
    return ids;
  }

  private static void refuses(Api api, JudgeAgent judge) {
    int calls = judge.calls("store");
    for (int i = 0; i < 20; i++) {
      Api.Reply reply = api.post("/api/v1/intents", BODY);
      assertThat(reply.status()).as("%s", reply).isEqualTo(503);
      assertThat(reply.json().path("code").asText()).isEqualTo("STORAGE_UNAVAILABLE");
      assertThat(reply.header("Retry-After")).isNotEmpty();
      Leaks.none(reply);
    }
    assertThat(judge.calls("store")).isEqualTo(calls);
    assertThat(api.get("/health/ready").status()).isEqualTo(503);
  }

  private static void recovers(Api api, JudgeAgent judge, List<String> acknowledged) {
    Eventually.get(
        "readiness", SOON, () -> api.get("/health/ready").status(), status -> status == 200);
    int calls = judge.calls("store");
    acknowledged = new ArrayList<>(acknowledged);
    acknowledged.addAll(submitted(api, 3));
    assertThat(judge.calls("store")).isEqualTo(calls + 3);
    Eventually.isTrue(
        "the end of everything open",
        SOON,
        () -> api.get("/api/v1/executions?status=running").json().path("items").isEmpty());
    for (String id : acknowledged) {
      Api.Reply found = api.get("/api/v1/executions/" + id);
      assertThat(found.json().path("status").asText()).as("%s", found).isEqualTo("succeeded");
      Api.Reply verify = api.get("/api/v1/executions/" + id + "/verify");
      assertThat(verify.json().path("valid").asBoolean()).as("%s", verify).isTrue();
    }
  }

  private static void mount(Path disk) throws Exception {
    int code = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
    if (code != 0) {
      abort("no small file system: mount ended with " + code + ", which takes root");
    }
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** Writes until there is no room. */
  private static void fill(Path filler) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] block = new byte[4_096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(filler).isNotEmptyFile();
    }
  }
}
