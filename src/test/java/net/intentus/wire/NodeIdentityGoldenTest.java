package net.intentus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.intentus.Golden;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdentityGoldenTest {
  private static final byte[] BODY = {'{', '}'};
  private static final NodeSecret SECRET = NodeSecret.of("shared").orElseThrow();

  private static Stream<Arguments> cases() {
    return Golden.cases("node_identity.json")
        .map(golden -> Arguments.of(Named.of(golden.path("id").asText(), golden)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verifiesAsOtherNodesDo(JsonNode golden) {
    JsonNode input = golden.path("input");
    Map<String, String> headers = new HashMap<>();
    input
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    byte[] body = input.path("bodyUtf8").asText().getBytes(StandardCharsets.UTF_8);
    NodeSecret secret = NodeSecret.of(input.path("sharedSecret").asText()).orElseThrow();
    assertThat(
            secret.verifies(
                headers,
                body,
                input.path("nodeId").asText(),
                input.path("ttlSeconds").asInt(),
                input.path("nowEpoch").asLong()))
        .isEqualTo(golden.at("/expected/valid").booleanValue());
  }

  private static boolean valid(Map<String, String> headers, byte[] body, long now) {
    return SECRET.verifies(headers, body, "node-a", 60, now);
  }

  @Test
  void verifiesWhatItSignsWithinTheWindow() {
    Map<String, String> headers = SECRET.sign("node-a", 1000, BODY);
    assertThat(valid(headers, BODY, 1000)).isTrue();
    assertThat(valid(headers, BODY, 1060)).isTrue();
    assertThat(valid(headers, BODY, 940)).isTrue();
    assertThat(valid(headers, BODY, 1061)).isFalse();
    assertThat(valid(headers, BODY, 939)).isFalse();
    assertThat(valid(headers, new byte[] {'{', ' ', '}'}, 1000)).isFalse();
    assertThat(NodeSecret.of("other").orElseThrow().verifies(headers, BODY, "node-a", 60, 1000))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {NodeSecret.NODE_ID, NodeSecret.TIME, NodeSecret.SIGNATURE})
  void refusesWhatLacksAHeaderOrHasAnEmptyOne(String name) {
    Map<String, String> headers = new HashMap<>(SECRET.sign("node-a", 1000, BODY));
    headers.put(name, "");
    assertThat(valid(headers, BODY, 1000)).isFalse();
    headers.remove(name);
    assertThat(valid(headers, BODY, 1000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1000.0", "1e3", "-1000", "soon", "99999999999999999999", "0x3e8", "١٠٠٠"})
  void refusesATimeThatIsNoNumberOfSeconds(String time) {
    Map<String, String> headers = new HashMap<>(SECRET.sign("node-a", 1000, BODY));
    headers.put(NodeSecret.TIME, time);
    assertThat(valid(headers, BODY, 1000)).isFalse();
  }

  @Test
  void readsTheSignatureLetterByLetter() {
    Map<String, String> headers = new HashMap<>(SECRET.sign("node-a", 1000, BODY));
    headers.compute(NodeSecret.SIGNATURE, (name, hex) -> hex.toUpperCase(java.util.Locale.ROOT));
    assertThat(valid(headers, BODY, 1000)).isFalse();
  }

  @Test
  void anEmptySecretIsNone() {
    assertThat(NodeSecret.of("")).isEmpty();
    assertThat(NodeSecret.of("\ud800")).isEmpty();
    assertThat(SECRET).hasToString("NodeSecret");
  }
}
