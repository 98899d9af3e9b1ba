package net.intentus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.intentus.Golden;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EmclGoldenTest {
  private static Stream<Arguments> cases() {
    return Golden.cases("emcl.json")
        .map(golden -> Arguments.of(Named.of(golden.path("id").asText(), golden)));
  }

  private static Optional<JsonNode> open(JsonNode input, EmclEnvelope envelope) {
    EmclProvider provider = EmclProvider.parse(input.path("provider").asText()).orElseThrow();
    return EmclKey.of(provider, input.path("key").asText()).flatMap(key -> key.open(envelope));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void opensWhatOtherNodesSealedAndNothingElse(JsonNode golden) {
    JsonNode input = golden.path("input");
    Optional<JsonNode> body =
        EmclEnvelope.read(input.path("envelope")).flatMap(envelope -> open(input, envelope));
    assertThat(body.isPresent()).isEqualTo(golden.at("/expected/accept").booleanValue());
    body.ifPresent(read -> assertThat(read).isEqualTo(golden.at("/expected/body")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void opensWhatItSealsWithTheSameKey(JsonNode golden) {
    JsonNode input = golden.path("input");
    JsonNode body = golden.at("/expected/body");
    if (!body.isObject()) {
      return;
    }
    EmclProvider provider = EmclProvider.parse(input.path("provider").asText()).orElseThrow();
    EmclKey key = EmclKey.of(provider, input.path("key").asText()).orElseThrow();
    EmclEnvelope sealed = key.seal(body, List.of("node-a"), new SecureRandom());
    assertThat(open(input, EmclEnvelope.read(sealed.toJson()).orElseThrow())).contains(body);
    assertThat(sealed.identityChain()).containsExactly("node-a");
    assertThat(key).hasToString("EmclKey[" + provider.wire() + "]");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sealsBitForBitAsOtherNodes(JsonNode golden) throws IOException {
    JsonNode input = golden.path("input");
    String plain = input.path("plaintext").textValue();
    if (plain == null || plain.contains("1e+21")) {
      return; // the same number may be written in several ways
    }
    byte[] nonce = Base64.getDecoder().decode(input.at("/envelope/iv").asText());
    EmclKey key = EmclKey.of(EmclProvider.AES_GCM, input.path("key").asText()).orElseThrow();
    EmclEnvelope sealed =
        key.seal(Json.read(plain.getBytes(StandardCharsets.UTF_8)), List.of(), new Fixed(nonce));
    assertThat(sealed.toJson()).isEqualTo(input.path("envelope"));
  }

  /** Always the same bytes. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      System.arraycopy(bytes, 0, target, 0, target.length);
    }
  }
}
