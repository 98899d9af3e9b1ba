package net.intentus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static FrameReading read(String text) {
    return FrameReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatItWrites() {
    Frame frame =
        new Frame("intent", Json.object().put("h", "1"), Json.object().put("version", "1.0"));
    assertThat(FrameReader.read(frame.toBytes())).isEqualTo(new FrameReading.Understood(frame));
  }

  @Test
  void writesTheFourFieldsOfTheContract() {
    assertThat(new String(Frame.of("response", Json.object()).toBytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"protocol\":\"INTENTUSNET/1.0\",\"messageType\":\"response\","
                + "\"headers\":{},\"body\":{}}");
  }

  @Test
  void readsAbsentAndNullHeadersAsEmpty() {
    FrameReading expected = new FrameReading.Understood(Frame.of("intent", Json.object()));
    assertThat(
            read(
                "{'protocol':'INTENTUSNET/1.0','messageType':'intent','body':{}}"
                    .replace('\'', '"')))
        .isEqualTo(expected);
    assertThat(
            read(
                "{'protocol':'INTENTUSNET/1.0','messageType':'intent','headers':null,'body':{}}"
                    .replace('\'', '"')))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nope", "{} {}", "{\"a\":1,\"a\":2}"})
  void tellsWhatIsNoJson(String text) {
    assertThat(read(text)).isEqualTo(new FrameReading.NotJson());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | ~~",
        "{'protocol':'INTENTUSNET/2.0','messageType':'intent','headers':{},'body':{}} | /protocol",
        "{'protocol':1,'messageType':'intent','headers':{},'body':{}} | /protocol",
        "{'messageType':'intent','headers':{},'body':{}} | /protocol",
        "{'protocol':'INTENTUSNET/1.0','messageType':7,'headers':{},'body':{}} | /messageType",
        "{'protocol':'INTENTUSNET/1.0','messageType':' ','headers':{},'body':{}} | /messageType",
        "{'protocol':'INTENTUSNET/1.0','messageType':'intent','headers':[],'body':{}} | /headers",
        "{'protocol':'INTENTUSNET/1.0','messageType':'intent','headers':{},'body':'x'} | /body",
        "{'protocol':'INTENTUSNET/1.0','messageType':'intent','headers':{}} | /body",
        "{'protocol':'INTENTUSNET/1.0','messageType':'intent','body':{},'more':1} | ~~",
      })
  void tellsWhereAFrameIsWrong(String text, String pointer) {
    assertThat(read(text.replace('\'', '"')))
        .isInstanceOfSatisfying(
            FrameReading.NotFrame.class,
            wrong ->
                assertThat(wrong.violations())
                    .extracting(Violation::pointer)
                    .containsOnly(pointer));
  }

  @Test
  void listsEveryViolation() {
    assertThat(read("{\"headers\":1}"))
        .isInstanceOfSatisfying(
            FrameReading.NotFrame.class,
            wrong ->
                assertThat(wrong.violations())
                    .extracting(Violation::pointer)
                    .containsExactly("/protocol", "/messageType", "/headers", "/body"));
  }
}
