package net.intentus.intent;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.intentus.intent.EnvelopeReader.Defaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678912Z");
  private static final String UUID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Defaults DEFAULTS = new Defaults(NOW, null, null, () -> UUID);

  private static Reading read(String body) {
    return EnvelopeReader.read(body.replace('\'', '"').getBytes(UTF_8), DEFAULTS);
  }

  private static IntentEnvelope accepted(String body) {
    return accepted(body, DEFAULTS);
  }

  private static IntentEnvelope accepted(String body, Defaults defaults) {
    Reading reading = EnvelopeReader.read(body.replace('\'', '"').getBytes(UTF_8), defaults);
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) reading).envelope();
  }

  private static List<String> pointers(String body) {
    Reading reading = read(body);
    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading).violations().stream().map(Violation::pointer).toList();
  }

  private static String payload(String json) {
    return "{'intent':{'name':'A'},'payload':" + json + "}";
  }

  @Test
  void fillsInEverythingButTheName() {
    assertThat(accepted("{'intent':{'name':'A'}}").toJson().toString().replace('"', '\''))
        .isEqualTo(
            "{'context':{'priority':'normal','sourceAgent':null,'tags':[],"
                + "'timestamp':'2026-01-02T03:04:05.678Z'},"
                + "'intent':{'name':'A','version':'1.0'},"
                + "'metadata':{'createdAt':'2026-01-02T03:04:05.678Z','identityChain':[],"
                + "'requestId':'01890a5d-ac96-774b-bcce-b302099a8057','source':null,"
                + "'traceId':'01890a5dac96774bbcceb302099a8057'},'payload':{},"
                + "'routing':{'fallbackAgents':[],'strategy':'direct','targetAgent':null},"
                + "'version':'1.0'}");
  }

  @Test
  void keepsEverythingThatIsGiven() {
    String body =
        "{'context':{'priority':'high','sourceAgent':'s','tags':['t'],"
            + "'timestamp':'2026-01-01T00:00:00.000Z'},'intent':{'name':'A','version':'2'},"
            + "'metadata':{'createdAt':'2026-01-01T00:00:01.000Z','identityChain':['i'],"
            + "'requestId':'r','source':'c','traceId':'x'},'payload':{'q':[1,null]},"
            + "'routing':{'fallbackAgents':['b','c'],'strategy':'fallback','targetAgent':'a'},"
            + "'version':'1.0'}";
    assertThat(accepted(body).toJson().toString().replace('"', '\'')).isEqualTo(body);
  }

  @Test
  void whatIsLeftOfABudgetElsewhereMeansNothingHere() {
    String plain = "{\"intent\":{\"name\":\"A\"},\"context\":{\"tags\":[\"t\"]}}";
    String told = plain.replace("\"tags\"", "\"budget\":{\"remainingCalls\":1},\"tags\"");
    assertThat(accepted(told).hashed()).isEqualTo(accepted(plain).hashed());
    assertThat(accepted(told).toJson().path("context").has("budget")).isFalse();
    assertThat(pointers(plain.replace("\"tags\"", "\"budget\":1,\"tags\"")))
        .containsExactly("/context/budget");
  }

  @Test
  void readsWhatItWroteAsTheSame() throws Exception {
    IntentEnvelope envelope = accepted("{'intent':{'name':'A'},'payload':{'n':1.5}}");
    assertThat(EnvelopeReader.read(Json.read(Json.bytes(envelope.toJson())), DEFAULTS))
        .isEqualTo(new Reading.Accepted(envelope));
  }

  @Test
  void readsEnumerationsInAnyCase() {
    IntentEnvelope envelope =
        accepted(
            "{'intent':{'name':'A'},'routing':{'strategy':'FallBack'},"
                + "'context':{'priority':'LOW'}}");
    assertThat(envelope.routing().strategy()).isEqualTo(Strategy.FALLBACK);
    assertThat(envelope.context().priority()).isEqualTo(Priority.LOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "90071199254740992",
        "-90071199254741000",
        "123456789012345680000",
        "1e30"
      })
  void takesBackTheCanonicalFormOfEveryNumberItAccepts(String number) {
    IntentEnvelope envelope = accepted(payload("{'n':" + number + "}"));
    String canonical = CanonicalJson.text(envelope.payload());
    assertThat(CanonicalJson.text(accepted(payload(canonical)).payload())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'intent':{'name':'A','version':null},'version':null,'payload':null,'context':null,"
            + "'metadata':null,'routing':null}",
        "{'intent':{'name':'A','version':''},'version':'','payload':{},'context':{'sourceAgent':'',"
            + "'timestamp':'','priority':'','tags':''},'metadata':{'requestId':'','traceId':'',"
            + "'source':null,'createdAt':null,'identityChain':null},'routing':{'strategy':'',"
            + "'targetAgent':'','fallbackAgents':[]}}"
      })
  void nullAndEmptyMeanAbsent(String body) {
    assertThat(accepted(body)).isEqualTo(accepted("{'intent':{'name':'A'}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "{'intent':{'name':'A'},'intent':{'name':'A'}}",
        "{'intent':{'name':'A'},'payload':{'a':{'b':1,'b':1}}}",
        "{'a':NaN}",
        "{'a':01}",
        "{a:1}",
        "\ufeff{'intent':{'name':'A'}}",
        "{'intent':{'name':'A\n'}}"
      })
  void whatIsNotExactlyOneJsonTextIsMalformed(String body) {
    assertThat(read(body)).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] utf16 = "{\"intent\":{\"name\":\"A\"}}".getBytes(UTF_16);
    byte[] encodedSurrogate = payload("{'a':'xyz'}").replace('\'', '"').getBytes(UTF_8);
    int at = new String(encodedSurrogate, UTF_8).indexOf("xyz");
    encodedSurrogate[at] = (byte) 0xed;
    encodedSurrogate[at + 1] = (byte) 0xa0;
    encodedSurrogate[at + 2] = (byte) 0x80;
    assertThat(EnvelopeReader.read(utf16, DEFAULTS)).isInstanceOf(Reading.Malformed.class);
    assertThat(EnvelopeReader.read(encodedSurrogate, DEFAULTS))
        .isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void tooDeepIsMalformed() {
    assertThat(read(payload("{'a':" + "[".repeat(100_000) + "]".repeat(100_000) + "}")))
        .isInstanceOf(Reading.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "'x'", "null", "true"})
  void jsonThatIsNoObjectIsInvalid(String body) {
    assertThat(pointers(body)).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /intent/name",
        "{'intent':null} | /intent/name",
        "{'intent':{'name':null}} | /intent/name",
        "{'intent':{'name':''}} | /intent/name",
        "{'intent':{'name':' \\t'}} | /intent/name",
        "{'intent':{'name':7}} | /intent/name",
        "{'intent':{'name':'a\\u0000'}} | /intent/name",
        "{'intent':{'name':'a\\u0085'}} | /intent/name",
        "{'intent':{'name':'A','version':1.0}} | /intent/version",
        "{'intent':{'name':'A','version':' '}} | /intent/version",
        "{'intent':{'name':'A','versio':'1'}} | /intent/versio",
        "{'intent':{'name':'A'},'version':'1.1'} | /version",
        "{'intent':{'name':'A'},'version':1.0} | /version",
        "{'intent':{'name':'A'},'a/b~c':1} | /a~1b~0c",
        "{'intent':{'name':'A'},'payload':[]} | /payload",
        "{'intent':{'name':'A'},'payload':''} | /payload",
        "{'intent':{'name':'A'},'context':[]} | /context",
        "{'intent':{'name':'A'},'context':{'x':1}} | /context/x",
        "{'intent':{'name':'A'},'context':{'sourceAgent':' '}} | /context/sourceAgent",
        "{'intent':{'name':'A'},'context':{'priority':'urgent'}} | /context/priority",
        "{'intent':{'name':'A'},'context':{'priority':1}} | /context/priority",
        "{'intent':{'name':'A'},'context':{'timestamp':'yesterday'}} | /context/timestamp",
        "{'intent':{'name':'A'},'context':{'timestamp':1}} | /context/timestamp",
        "{'intent':{'name':'A'},'context':{'tags':'t'}} | /context/tags",
        "{'intent':{'name':'A'},'context':{'tags':['t',1]}} | /context/tags/1",
        "{'intent':{'name':'A'},'context':{'tags':[null]}} | /context/tags/0",
        "{'intent':{'name':'A'},'context':{'tags':['']}} | /context/tags/0",
        "{'intent':{'name':'A'},'context':{'tags':['a\\nb']}} | /context/tags/0",
        "{'intent':{'name':'A'},'metadata':{'x':1}} | /metadata/x",
        "{'intent':{'name':'A'},'metadata':{'requestId':'\\u007f'}} | /metadata/requestId",
        "{'intent':{'name':'A'},'metadata':{'createdAt':'2026-01-01'}} | /metadata/createdAt",
        "{'intent':{'name':'A'},'metadata':{'traceId':{}}} | /metadata/traceId",
        "{'intent':{'name':'A'},'metadata':{'identityChain':{}}} | /metadata/identityChain",
        "{'intent':{'name':'A'},'routing':{'x':1}} | /routing/x",
        "{'intent':{'name':'A'},'routing':{'strategy':'round-robin'}} | /routing/strategy",
        "{'intent':{'name':'A'},'routing':{'strategy':'d\u0131rect'}} | /routing/strategy",
        "{'intent':{'name':'A'},'routing':{'targetAgent':['a']}} | /routing/targetAgent",
        "{'intent':{'name':'A'},'routing':{'fallbackAgents':['a',' ']}} | /routing/fallbackAgents/1",
      })
  void saysWhereTheDocumentIsWrong(String body, String pointer) {
    assertThat(pointers(body)).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1e400",
        "9007199254740993",
        "-9007199254740993",
        "9223372036854775807",
        "123456789012345678901234567890",
        "'\\ud800'",
        "'a\\udc00'",
        "'\\udc00\\ud800'"
      })
  void saysWhereTextOrNumbersWouldNotSurvive(String value) {
    assertThat(pointers(payload("{'a':[0,{'b~':" + value + "}]}")))
        .containsExactly("/payload/a/1/b~0");
  }

  @Test
  void saysWhereANameWouldNotSurvive() {
    assertThat(pointers(payload("{'a':{'\\udfff':1}}"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "9007199254740994",
        "1152921504606846976",
        "9223372036854775808",
        "100000000000000000000",
        "1e308",
        "0.1",
        "-0",
        "'\\ud83d\\ude00'"
      })
  void acceptsWhatADoubleAndUnicodeCanHold(String value) {
    accepted(payload("{'a':" + value + "}"));
  }

  @Test
  void listsEveryViolation() {
    assertThat(
            pointers(
                "{'intent':{},'extra':1,'payload':{'n':1e999},'context':{'priority':'x'},"
                    + "'routing':{'strategy':'y','fallbackAgents':[1,2]}}"))
        .containsExactlyInAnyOrder(
            "/intent/name",
            "/extra",
            "/payload/n",
            "/context/priority",
            "/routing/strategy",
            "/routing/fallbackAgents/0",
            "/routing/fallbackAgents/1");
  }

  @Test
  void countsWhatIsBeyondTheFirstThousandViolations() {
    StringBuilder body = new StringBuilder("{'intent':{'name':'A'}");
    for (int i = 0; i < 1_005; i++) {
      body.append(",'x").append(i).append("':0");
    }
    Reading.Invalid invalid = (Reading.Invalid) read(body.append('}').toString());
    assertThat(invalid.violations()).hasSize(1_001);
    assertThat(invalid.violations().get(1_000).message()).contains("5 more");
  }

  @Test
  void boundsNamesAndLists() {
    String longest = "x".repeat(256);
    String most = "'a',".repeat(63) + "'a'";
    accepted("{'intent':{'name':'" + longest + "'},'context':{'tags':[" + most + "]}}");
    assertThat(pointers("{'intent':{'name':'" + longest + "x'}}")).containsExactly("/intent/name");
    for (String list :
        List.of("context/tags", "routing/fallbackAgents", "metadata/identityChain")) {
      String[] path = list.split("/", -1);
      assertThat(
              pointers(
                  "{'intent':{'name':'A'},'%s':{'%s':[%s,'a']}}".formatted(path[0], path[1], most)))
          .containsExactly("/" + list);
    }
  }

  @Test
  void neverRepeatsAValue() {
    Reading.Invalid invalid =
        (Reading.Invalid)
            read("{'intent':{'name':'A'},'version':'s3cret','routing':{'strategy':'s3cret'}}");
    assertThat(invalid.violations())
        .extracting(Violation::message)
        .noneMatch(m -> m.contains("s3c"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00.000Z",
    "2026-01-01t00:00:00z, 2026-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00.123456789123Z, 2026-01-01T00:00:00.123Z",
    "2026-01-01T01:30:00.5+01:30, 2026-01-01T00:00:00.500Z",
    "2025-12-31T16:00:00-08:00, 2026-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00-00:00, 2026-01-01T00:00:00.000Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00.000Z",
    "2016-12-31T15:59:60-08:00, 2017-01-01T00:00:00.000Z"
  })
  void readsEveryFormOfRfc3339(String text, String expected) {
    IntentEnvelope envelope =
        accepted("{'intent':{'name':'A'},'context':{'timestamp':'" + text + "'}}");
    assertThat(Times.format(envelope.context().timestamp())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+01:60",
        "12026-01-01T00:00:00Z",
        "2026-1-1T00:00:00Z",
        "\u0662026-01-01T00:00:00Z"
      })
  void refusesTimesThatAreNotRfc3339(String text) {
    assertThat(pointers("{'intent':{'name':'A'},'metadata':{'createdAt':'" + text + "'}}"))
        .containsExactly("/metadata/createdAt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings"
      })
  void takesTheTraceIdFromAValidTraceparent(String header) {
    Defaults defaults = new Defaults(NOW, null, header, () -> UUID);
    assertThat(accepted("{'intent':{'name':'A'}}", defaults).metadata().traceId()).isEqualTo(TRACE);
    assertThat(
            accepted("{'intent':{'name':'A'},'metadata':{'traceId':'own'}}", defaults)
                .metadata()
                .traceId())
        .isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void makesATraceIdWhenTheTraceparentIsInvalid(String header) {
    assertThat(
            accepted("{'intent':{'name':'A'}}", new Defaults(NOW, null, header, () -> UUID))
                .metadata()
                .traceId())
        .isEqualTo("01890a5dac96774bbcceb302099a8057");
  }

  @Test
  void takesTheRequestIdFromTheHeaderOnlyWhenItIsHarmless() {
    assertThat(requestId("client-7")).isEqualTo("client-7");
    assertThat(requestId("x".repeat(128))).hasSize(128);
    for (String bad : List.of("", "a b", "a\r\nSet-Cookie: x", "\u00e9", "x".repeat(129))) {
      assertThat(requestId(bad)).isEqualTo(UUID);
    }
    Defaults defaults = new Defaults(NOW, "header", null, () -> UUID);
    assertThat(
            accepted("{'intent':{'name':'A'},'metadata':{'requestId':'own'}}", defaults)
                .metadata()
                .requestId())
        .isEqualTo("own");
  }

  private static String requestId(String header) {
    return accepted("{'intent':{'name':'A'}}", new Defaults(NOW, header, null, () -> UUID))
        .metadata()
        .requestId();
  }
}
