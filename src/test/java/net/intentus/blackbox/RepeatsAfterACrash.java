package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;

/** Kills a server with one keyed submission answered and one under way. */
final class RepeatsAfterACrash {
  private RepeatsAfterACrash() {}

  /**
   * @param other where the repeats go once the server is back: itself, or another instance
   */
  static void check(RunningServer server, AgentDesk desk, Api other, JudgeAgent judge) {
    desk.register("answered", "answered", Behaviour.succeed());
    ObjectNode draft = desk.draft("interrupted", "interrupted").put("sideEffect", "irreversible");
    desk.register(draft, Behaviour.hang());
    String done = RepeatContract.key();
    String open = RepeatContract.key();
    Api.Reply first =
        RepeatContract.submit(server.api(), RepeatContract.envelope("answered"), done);
    assertThat(first.status()).as("%s", first).isEqualTo(200);
    Thread waiting =
        new Thread(
            () -> {
              try {
                server
                    .api()
                    .post(
                        RepeatContract.PATH,
                        RepeatContract.envelope("interrupted"),
                        "Idempotency-Key",
                        open);
              } catch (RuntimeException e) {
                // its server is killed
              }
            });
    waiting.start();
    Eventually.isTrue(
        "the call is under way", Duration.ofSeconds(10), () -> judge.calls("interrupted") == 1);
    server.kill9();
    server.restart();

    RepeatContract.assertReplay(
        first, RepeatContract.submit(other, RepeatContract.envelope("answered"), done));
    // Open until it is recovered, unknown afterwards: in no case is it called again.
    Api.Reply repeat = RepeatContract.submit(other, RepeatContract.envelope("interrupted"), open);
    assertThat(repeat.status()).as("%s", repeat).isIn(409, 502, 504);
    assertThat(judge.calls("interrupted")).isEqualTo(1);
    assertThat(judge.calls("answered")).isEqualTo(1);
  }
}
