package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no envelope, and what an envelope may leave out. */
class EnvelopeIT {
  private static final String ECHO = "'intent':{'name':'EchoIntent'}";

  private static Api api() {
    return Servers.standard().api();
  }

  private static Api.Reply submit(String quoted) {
    return Leaks.none(api().post("/api/v1/intents", quoted.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "not json",
        "{} {}",
        "{'intent':{'name':'EchoIntent'},'intent':{'name':'EchoIntent'}}",
        "{'intent':{'name':'EchoIntent'},'payload':{'a':1,'a':2}}",
        "{'intent':{'name':'EchoIntent'},'payload':{'a':NaN}}",
        "{'intent':{'name':'EchoIntent'},}"
      })
  void refusesWhatIsNotJsonWith400(String body) {
    Api.Reply reply = submit(body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(400);
    assertThat(reply.mediaType()).isEqualTo("application/problem+json");
    assertThat(reply.json().path("code").asText()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void refusesNestingWithoutEnd() {
    Api.Reply reply =
        submit("{" + ECHO + ",'payload':{'a':" + "[".repeat(50_000) + "]".repeat(50_000) + "}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                              | /intent/name",
        "{'intent':null}                                                 | /intent/name",
        "{'intent':{'name':''}}                                          | /intent/name",
        "{'intent':{'name':'  '}}                                        | /intent/name",
        "{'intent':{'name':7}}                                           | /intent/name",
        "{'intent':{'name':'EchoIntent','version':1}}                    | /intent/version",
        "{'intent':{'name':'EchoIntent','colour':'red'}}                 | /intent/colour",
        "{'intent':{'name':'EchoIntent'},'surprise':1}                   | /surprise",
        "{'version':'2.0','intent':{'name':'EchoIntent'}}                | /version",
        "{'version':1.0,'intent':{'name':'EchoIntent'}}                  | /version",
        "{'intent':{'name':'EchoIntent'},'payload':[]}                   | /payload",
        "{'intent':{'name':'EchoIntent'},'payload':{'n':9007199254740993}} | /payload/n",
        "{'intent':{'name':'EchoIntent'},'context':{'priority':'urgent'}} | /context/priority",
        "{'intent':{'name':'EchoIntent'},'context':{'tags':'x'}}         | /context/tags",
        "{'intent':{'name':'EchoIntent'},'context':{'tags':[1]}}         | /context/tags/0",
        "{'intent':{'name':'EchoIntent'},'context':{'timestamp':'noon'}} | /context/timestamp",
        "{'intent':{'name':'EchoIntent'},'context':{'mood':'good'}}      | /context/mood",
        "{'intent':{'name':'EchoIntent'},'metadata':{'createdAt':7}}     | /metadata/createdAt",
        "{'intent':{'name':'EchoIntent'},'metadata':{'identityChain':{}}} | /metadata/identityChain",
        "{'intent':{'name':'EchoIntent'},'metadata':{'x':1}}             | /metadata/x",
        "{'intent':{'name':'EchoIntent'},'routing':{'strategy':'round-robin'}} | /routing/strategy",
        "{'intent':{'name':'EchoIntent'},'routing':{'targetAgent':{}}}   | /routing/targetAgent",
        "{'intent':{'name':'EchoIntent'},'routing':{'fallbackAgents':'a'}} | /routing/fallbackAgents",
        "{'intent':{'name':'EchoIntent'},'routing':{'hops':3}}           | /routing/hops"
      })
  void refusesEachViolationWith422AndItsPointer(String body, String pointer) {
    Api.Reply reply = submit(body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(422);
    assertThat(reply.mediaType()).isEqualTo("application/problem+json");
    assertThat(reply.header("Intentus-Execution-Id")).isEmpty();
    assertThat(pointers(reply)).containsExactly(pointer);
  }

  @Test
  void refusesAnIntentThatIsNoObject() {
    Api.Reply reply = submit("{'intent':'EchoIntent'}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(422);
    assertThat(pointers(reply)).contains("/intent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "null", "'text'"})
  void refusesADocumentThatIsNoObject(String body) {
    assertThat(submit(body).status()).isEqualTo(422);
  }

  @Test
  void namesEveryViolationAtOnce() {
    Api.Reply reply =
        submit(
            "{'version':'9','intent':{'name':' '},'payload':1,'routing':{'strategy':'x'},'y':0}");
    assertThat(pointers(reply))
        .containsExactlyInAnyOrder(
            "/version", "/intent/name", "/payload", "/routing/strategy", "/y");
  }

  @Test
  void recordsNothingOfARefusedEnvelope() {
    submit("{'intent':{'name':'NeverRecorded'},'surprise':1}");
    JsonNode list = api().get("/api/v1/executions?intent=NeverRecorded").json();
    assertThat(list.path("items")).isEmpty();
  }

  @Test
  void fillsInWhatIsAbsentNullOrEmpty() {
    Api.Reply reply =
        submit(
            "{'version':'','intent':{'name':'EchoIntent','version':null},'payload':null,"
                + "'context':{'priority':'','tags':null},'metadata':null,"
                + "'routing':{'strategy':null,'targetAgent':'','fallbackAgents':[]}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    JsonNode answer = reply.json();
    assertThat(answer.path("version").asText()).isEqualTo("1.0");
    assertThat(answer.path("status").asText()).isEqualTo("success");
    assertThat(answer.at("/metadata/agent").asText()).isEqualTo("echo");
    assertThat(answer.at("/metadata/strategy").asText()).isEqualTo("direct");
    assertThat(answer.at("/metadata/attempts").asInt()).isEqualTo(1);
    assertThat(answer.at("/metadata/traceId").asText()).isNotEmpty();
    assertThat(answer.at("/metadata/requestId").asText()).isNotEmpty();
    assertThat(answer.at("/metadata/executionId").asText())
        .isEqualTo(reply.header("Intentus-Execution-Id"));
  }

  @Test
  void takesCorrelationFromTheHeaders() {
    Api.Reply reply =
        api()
            .post(
                "/api/v1/intents",
                "{\"intent\":{\"name\":\"EchoIntent\"}}",
                "X-Request-Id",
                "request-7",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    assertThat(reply.json().at("/metadata/requestId").asText()).isEqualTo("request-7");
    assertThat(reply.json().at("/metadata/traceId").asText())
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void readsEnumerationsInAnyCase() {
    Api.Reply reply =
        submit("{" + ECHO + ",'context':{'priority':'HIGH'},'routing':{'strategy':'Broadcast'}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().at("/metadata/strategy").asText()).isEqualTo("broadcast");
    assertThat(reply.json().at("/metadata/results")).hasSize(1);
  }

  @Test
  void hashesTheSameRequestTheSame() {
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String id = submit("{" + ECHO + ",'payload':{'b':1,'a':2}}").header("Intentus-Execution-Id");
      hashes.add(api().get("/api/v1/executions/" + id).json().path("envelopeHash").asText());
    }
    assertThat(hashes.get(0)).startsWith("sha-256:").isEqualTo(hashes.get(1));
  }

  private static List<String> pointers(Api.Reply reply) {
    List<String> pointers = new ArrayList<>();
    for (JsonNode violation : reply.json().path("violations")) {
      assertThat(violation.path("message").asText()).isNotBlank();
      pointers.add(violation.path("pointer").asText());
    }
    return pointers;
  }
}
