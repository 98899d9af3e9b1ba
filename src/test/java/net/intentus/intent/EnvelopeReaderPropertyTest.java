package net.intentus.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.intentus.intent.EnvelopeReader.Defaults;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever arrives, reading it ends in a value. */
class EnvelopeReaderPropertyTest {
  private static final String VALID =
      "{\"version\":\"1.0\",\"intent\":{\"name\":\"A\",\"version\":\"1.0\"},\"payload\":{\"q\":[1,2.5,"
          + "\"x\\ud83d\\ude00\",null]},\"context\":{\"timestamp\":\"2026-01-01T00:00:00.000Z\","
          + "\"tags\":[\"t\"]},\"routing\":{\"strategy\":\"fallback\",\"fallbackAgents\":[\"b\"]}}";

  private static Reading read(byte[] body, String header) {
    Defaults defaults =
        new Defaults(Instant.EPOCH, header, header, () -> "01890a5d-ac96-774b-bcce-b302099a8057");
    return EnvelopeReader.read(body, defaults);
  }

  private static void check(Reading reading) {
    if (reading instanceof Reading.Accepted accepted) {
      assertThat(CanonicalJson.bytes(accepted.envelope().toJson())).isNotEmpty();
      assertThat(accepted.envelope().metadata().requestId()).isNotBlank();
      assertThat(accepted.envelope().metadata().traceId()).isNotBlank();
    } else if (reading instanceof Reading.Invalid invalid) {
      assertThat(invalid.violations()).isNotEmpty();
    }
  }

  @Property(tries = 2000)
  void ofArbitraryBytes(@ForAll byte[] body, @ForAll String header) {
    check(read(body, header));
  }

  @Property(tries = 3000)
  void ofJsonLookalikes(@ForAll("fragments") String body) {
    check(read(body.getBytes(UTF_8), body));
  }

  @Provide
  Arbitrary<String> fragments() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"intent\":",
            "\"name\":",
            "\"A\"",
            "{\"intent\":",
            "{\"name\":\"A\"}",
            "\"payload\":",
            "\"\\ud800\"",
            "1e999",
            "-0",
            "99999999999999999999",
            "null",
            "true",
            "\"routing\":",
            "\"context\":",
            "\"\"",
            " ")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3000)
  void ofAValidBodyWithOneByteChanged(@ForAll @IntRange(max = 300) int at, @ForAll byte value) {
    byte[] body = VALID.getBytes(UTF_8);
    body[at % body.length] = value;
    check(read(body, ""));
  }
}
