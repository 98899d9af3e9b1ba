package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import org.junit.jupiter.api.Test;

class HashChainTest {
  /** A third party computes the hash from the document that the API shows, without our shortcut. */
  @Test
  void isTheHashOfTheCanonicalEvent() {
    ObjectNode payload = Json.object();
    payload.put("ü", "\"quoted\"").put("a", 1e21);
    ObjectNode event = Json.object();
    event.put("seq", 3);
    event.put("type", "AGENT_ATTEMPT_END");
    event.put("at", Times.format(Fixtures.NOW));
    event.set("payload", payload);
    event.put("prevHash", "sha-256:00");
    assertThat(
            Hashes.format(
                HashChain.next(
                    3,
                    EventType.AGENT_ATTEMPT_END,
                    Fixtures.NOW,
                    CanonicalJson.text(payload),
                    "sha-256:00")))
        .isEqualTo(Hashes.of(event));
  }
}
