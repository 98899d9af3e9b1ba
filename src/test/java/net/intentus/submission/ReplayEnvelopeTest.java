package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;
import net.intentus.intent.Strategy;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;

class ReplayEnvelopeTest {
  private static final Instant NOW = Instant.parse("2026-04-01T10:00:00.000Z");
  private static final EnvelopeReader.Defaults DEFAULTS =
      new EnvelopeReader.Defaults(NOW, "new-request", null, () -> "new-id");
  private static final String MARK = "{'$redacted':'field:pin','digest':'hmac-sha-256:aa'}";
  private static final List<String> REDACTED = List.of("/payload/card/pin", "/payload/list/0/pin");

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.trusted(text.replace('\'', '"'));
  }

  private static ObjectNode recorded() {
    return json(
        "{'version':'1.0','intent':{'name':'Pay','version':'2.0'},'payload':{'card':{'pin':"
            + MARK
            + ",'owner':'ada'},'list':[{'pin':"
            + MARK
            + "}]},'context':{'sourceAgent':'client','timestamp':'2026-01-01T00:00:00.000Z',"
            + "'priority':'high','tags':['nightly']},'metadata':{'requestId':'old','source':'app',"
            + "'createdAt':'2026-01-01T00:00:00.000Z','traceId':'old-trace','identityChain':['x']},"
            + "'routing':{'strategy':'fallback','targetAgent':'a','fallbackAgents':['b']}}");
  }

  private static ReplayEnvelope patched(String patch) {
    return made(new ReplayRequest.Patch(json(patch)), null);
  }

  private static ReplayEnvelope made(ReplayRequest.PayloadChange change, ObjectNode routing) {
    return new ReplayEnvelope(
        recorded(), REDACTED, new ReplayRequest(change, routing, false, null));
  }

  private static IntentEnvelope accepted(ReplayEnvelope made) {
    assertThat(made.missing()).isEmpty();
    return ((Reading.Accepted) made.read(DEFAULTS)).envelope();
  }

  @Test
  void keepsTheRequestAndGivesItIdsAndTimesOfItsOwn() {
    IntentEnvelope envelope = accepted(patched("{'card':{'pin':'1'},'list':[]}"));
    assertThat(envelope.metadata().requestId()).isEqualTo("new-request");
    assertThat(envelope.metadata().traceId()).isEqualTo("newid");
    assertThat(envelope.metadata().createdAt()).isEqualTo(NOW);
    assertThat(envelope.context().timestamp()).isEqualTo(NOW);
    assertThat(envelope.context().tags()).containsExactly("nightly");
    assertThat(envelope.metadata().source()).isEqualTo("app");
    assertThat(envelope.metadata().identityChain()).containsExactly("x");
    assertThat(envelope.intent().version()).isEqualTo("2.0");
    assertThat(envelope.routing().strategy()).isEqualTo(Strategy.FALLBACK);
    assertThat(envelope.payload()).isEqualTo(json("{'card':{'owner':'ada','pin':'1'},'list':[]}"));
  }

  @Test
  void namesEveryRedactedValueThatIsNotSupplied() {
    assertThat(made(null, null).missing()).containsExactlyElementsOf(REDACTED);
    assertThat(patched("{'card':{'owner':'bob'}}").missing()).containsExactlyElementsOf(REDACTED);
    assertThat(patched("{'card':{'pin':'1'}}").missing()).containsExactly("/payload/list/0/pin");
    assertThat(patched("{'card':null,'list':[{'pin':'1'}]}").missing()).isEmpty();
  }

  @Test
  void takesNoPlaceholderForAValue() {
    String marks = "{'card':{'pin':" + MARK + "},'list':[{'pin':" + MARK + "}]}";
    assertThat(patched(marks).missing()).containsExactlyElementsOf(REDACTED);
    ReplayRequest.Whole whole = new ReplayRequest.Whole(json("{'elsewhere':[" + MARK + "]}"));
    assertThat(made(whole, null).missing()).containsExactly("/payload/elsewhere/0");
  }

  @Test
  void anObjectInThePlaceOfASecretHasNothingLeftOfThePlaceholder() {
    IntentEnvelope envelope = accepted(patched("{'card':{'pin':{'old':1}},'list':null}"));
    assertThat(envelope.payload().at("/card/pin")).isEqualTo(json("{'old':1}"));
  }

  @Test
  void aValueOutsideThePayloadCannotBeSupplied() {
    ReplayEnvelope made =
        new ReplayEnvelope(
            recorded(),
            List.of("/context/sourceAgent"),
            new ReplayRequest(new ReplayRequest.Whole(json("{}")), null, false, null));
    assertThat(made.missing()).containsExactly("/context/sourceAgent");
  }

  @Test
  void routingIsReplacedAsAWholeAndCheckedAsInAnEnvelope() {
    ReplayRequest.Whole empty = new ReplayRequest.Whole(json("{}"));
    IntentEnvelope envelope = accepted(made(empty, json("{'strategy':'DIRECT'}")));
    assertThat(envelope.routing().strategy()).isEqualTo(Strategy.DIRECT);
    assertThat(envelope.routing().targetAgent()).isNull();
    ReplayEnvelope wrong = made(empty, json("{'strategy':'chance','more':1}"));
    Reading.Invalid invalid = (Reading.Invalid) wrong.read(DEFAULTS);
    assertThat(wrong.sent(invalid.violations()))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("/routing/strategy", "/routing/more");
  }

  @Test
  void pointsIntoWhatWasSent() {
    ReplayEnvelope made = patched("{'card':{'pin':9007199254740993},'list':[]}");
    Reading.Invalid invalid = (Reading.Invalid) made.read(DEFAULTS);
    assertThat(made.sent(invalid.violations()))
        .extracting(Violation::pointer)
        .containsExactly("/payloadPatch/card/pin");
  }
}
