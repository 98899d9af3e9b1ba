package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Violation;
import net.intentus.outbound.AddressCheck;
import net.intentus.outbound.AddressRules;
import net.intentus.routing.IntentPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationReaderTest {
  private static final String MINIMAL =
      "{'name':'search-a','capabilities':[{'intent':{'name':'SearchIntent'}}],"
          + "'endpoint':{'type':'http','address':'http://127.0.0.1:9/'}}";
  private final RegistrationReader reader =
      new RegistrationReader(
          new AddressCheck(AddressRules.parse(List.of("127.0.0.1:9"))),
          new LocalAgents(List.of(Fixtures.inside("echo", true, e -> e.payload()))),
          (agent, violations) -> {
            if ("unknown".equals(agent.endpoint().credentialRef())) {
              violations.add("/endpoint/credentialRef", "names nothing");
            }
          });

  private AgentRegistration accepted(String document) {
    RegistrationReading reading = reader.read(Fixtures.json(document));
    assertThat(reading).isInstanceOf(RegistrationReading.Accepted.class);
    return ((RegistrationReading.Accepted) reading).registration();
  }

  private List<String> pointers(JsonNode document) {
    RegistrationReading reading = reader.read(document);
    assertThat(reading).isInstanceOf(RegistrationReading.Invalid.class);
    return ((RegistrationReading.Invalid) reading)
        .violations().stream().map(Violation::pointer).distinct().toList();
  }

  /** The minimal document with one more or another field. */
  private static ObjectNode with(String field, String value) {
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    document.set(field, Fixtures.json(value));
    return document;
  }

  @Test
  void fillsInWhatIsNotRequired() {
    AgentRegistration agent = accepted(MINIMAL);
    assertThat(agent.version()).isEqualTo("1.0");
    assertThat(agent.nodeId()).isNull();
    assertThat(agent.nodePriority()).isEqualTo(100);
    assertThat(agent.enabled()).isTrue();
    assertThat(agent.agentId()).isEqualTo("search-a");
    assertThat(agent.tenant()).isNull();
    assertThat(agent.sideEffect()).isEqualTo(SideEffect.IRREVERSIBLE);
    assertThat(agent.labels()).isEmpty();
    assertThat(agent.managed()).isFalse();
    assertThat(agent.capabilities().get(0).intent())
        .isEqualTo(new IntentPattern("SearchIntent", "1.0"));
    assertThat(agent.capabilities().get(0).inputSchema()).isNull();
  }

  @Test
  void readsEverything() {
    AgentRegistration agent =
        accepted(
            "{'name':'ünï 日本','version':'2','nodeId':'n1','nodePriority':-7,'enabled':false,"
                + "'identity':{'agentId':'id','tenantId':'acme'},'capabilities':[{'intent':{'name':"
                + "'*','version':'*'},'inputSchema':{'type':'object'},'outputSchema':{}}],"
                + "'endpoint':{'type':'HTTP','address':'http://127.0.0.1:9/x','credentialRef':null,"
                + "'emclKeyRef':''},'health':{'status':'healthy','lastHeartbeat':null},"
                + "'runtime':{'language':'python','environment':'lab','scaling':'manual'},"
                + "'sideEffect':'Reversible','guard':{'timeoutMs':null},"
                + "'cost':{'perCallMicros':0,'tier':'standard'},'labels':{'a':'b'},'managed':true}");
    assertThat(agent.nodePriority()).isEqualTo(-7);
    assertThat(agent.enabled()).isFalse();
    assertThat(agent.tenant()).isEqualTo("acme");
    assertThat(agent.capabilities().get(0).intent()).isEqualTo(new IntentPattern("*", "*"));
    assertThat(agent.capabilities().get(0).inputSchema()).isNotNull();
    assertThat(agent.capabilities().get(0).outputSchema()).isNull();
    assertThat(agent.sideEffect()).isEqualTo(SideEffect.REVERSIBLE);
    assertThat(agent.labels()).isEqualTo(Map.of("a", "b"));
    assertThat(agent.managed()).as("nobody but the code makes an agent managed").isFalse();
    assertThat(agent.runtime().environment()).isEqualTo("lab");
  }

  @Test
  void readsWhatItWrites() {
    AgentRegistration agent =
        accepted(
            "{'name':'a','nodeId':'n','capabilities':[{'intent':{'name':'X','version':'2'},"
                + "'inputSchema':{'type':'object'}}],'endpoint':{'type':'http','address':"
                + "'http://127.0.0.1:9/'},'labels':{'z':'1','b':'2'},'sideEffect':'read_only'}");
    ObjectNode written = RegistrationWriter.toJson(agent, AgentHealth.NEVER_HEARD);
    assertThat(reader.read(written)).isEqualTo(new RegistrationReading.Accepted(agent));
    assertThat(RegistrationDocument.stored(RegistrationWriter.document(agent), 0)).isEqualTo(agent);
  }

  @Test
  void readsAndWritesGuards() {
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    document.put("sideEffect", "reversible");
    document.set(
        "guard",
        Fixtures.json(
            "{'timeoutMs':2000,'maxConcurrent':8,'maxQueued':4,'maxCallsPerMinute':60,"
                + "'retry':{'maxRetries':1},'circuitBreaker':{'failureRatio':0.25}}"));
    AgentRegistration agent = ((RegistrationReading.Accepted) reader.read(document)).registration();
    assertThat(agent.guard())
        .isEqualTo(
            new GuardSettings(
                2_000,
                8,
                4,
                60,
                new GuardSettings.Retry(1, 100, 0),
                new GuardSettings.Breaker(20, 0.25, 5_000, 1)));
    ObjectNode written = RegistrationWriter.toJson(agent, AgentHealth.NEVER_HEARD);
    written.putObject("circuit").put("state", "open");
    assertThat(reader.read(written)).isEqualTo(new RegistrationReading.Accepted(agent));
  }

  @Test
  void writesTheShapeOfTheContract() {
    ObjectNode written = RegistrationWriter.toJson(accepted(MINIMAL), AgentHealth.NEVER_HEARD);
    assertThat(Json.trusted(written.toString()))
        .isEqualTo(
            Fixtures.json(
                "{'name':'search-a','version':'1.0','nodeId':null,'nodePriority':100,"
                    + "'enabled':true,'identity':{'agentId':'search-a','tenantId':null},"
                    + "'capabilities':[{'intent':{'name':'SearchIntent','version':'1.0'},"
                    + "'inputSchema':{},'outputSchema':{}}],'endpoint':{'type':'http','address':"
                    + "'http://127.0.0.1:9/','credentialRef':null,'emclKeyRef':null},"
                    + "'health':{'status':'unknown','lastHeartbeat':null},'runtime':{'language':"
                    + "null,'environment':null,'scaling':null},'sideEffect':'irreversible',"
                    + "'guard':{},'cost':{'perCallMicros':0,'tier':'standard'},'labels':{},"
                    + "'managed':false}"));
    assertThat(written.fieldNames())
        .toIterable()
        .startsWith("name", "version", "nodeId", "nodePriority", "enabled", "identity");
  }

  @Test
  void acceptsAnAgentThatIsInside() {
    AgentRegistration agent =
        accepted(
            "{'name':'echo','capabilities':[{'intent':{'name':'E'}}],'endpoint':{'type':'local'}}");
    assertThat(agent.endpoint().type()).isEqualTo(EndpointType.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "search a",
        "search-a.b_c:d@e",
        "ein Grüßender",
        "日本語",
        "\uD83D\uDE00",
        "...",
        "*",
        "a%2Fb",
        "Å"
      })
  void acceptsNames(String name) {
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    document.put("name", name);
    assertThat(reader.read(document))
        .isInstanceOfSatisfying(
            RegistrationReading.Accepted.class,
            read -> assertThat(read.registration().name()).isEqualTo(name));
  }

  @Test
  void countsCharactersOfANameNotItsUnits() {
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    document.put("name", "\uD83D\uDE00".repeat(128));
    assertThat(reader.read(document)).isInstanceOf(RegistrationReading.Accepted.class);
    document.put("name", "\uD83D\uDE00".repeat(129));
    assertThat(pointers(document)).containsExactly("/name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " a",
        "a ",
        "\u00a0a",
        "a\u3000",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a\nb",
        "a\u0000",
        "a\u0085b",
        "a\u200bb",
        "a\u202eb",
        "\ufeffa",
        "a\u2028b",
        "a\u00adb",
        "\ud800",
        "\t"
      })
  void refusesNames(String name) {
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    document.put("name", name);
    assertThat(pointers(document)).contains("/name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "name | 7 | /name",
        "version | 1 | /version",
        "nodePriority | 1.5 | /nodePriority",
        "nodePriority | '1' | /nodePriority",
        "nodePriority | 2147483648 | /nodePriority",
        "enabled | 'yes' | /enabled",
        "managed | 1 | /managed",
        "identity | [] | /identity",
        "identity | {'tenantId':'*'} | /identity/tenantId",
        "identity | {'tenant':'x'} | /identity/tenant",
        "capabilities | null | /capabilities",
        "capabilities | [] | /capabilities",
        "capabilities | {} | /capabilities",
        "capabilities | [{}] | /capabilities/0/intent/name",
        "capabilities | [{'intent':{'name':' '}}] | /capabilities/0/intent/name",
        "capabilities | [{'intent':{'name':'A'}},{'intent':{'name':'A'},'inputSchema':{'type':'object'}}] | /capabilities/1",
        "capabilities | [{'intent':{'name':'A'},'inputSchema':true}] | /capabilities/0/inputSchema",
        "capabilities | [{'intent':{'name':'A'},'inputSchema':{'type':7}}] | /capabilities/0/inputSchema",
        "capabilities | [{'intent':{'name':'A'},'outputSchema':{'type':'no'}}] | /capabilities/0/outputSchema",
        "endpoint | null | /endpoint",
        "endpoint | {'type':'carrier-pigeon'} | /endpoint/type",
        "endpoint | {'type':'http'} | /endpoint/address",
        "endpoint | {'type':'http','address':5} | /endpoint/address",
        "endpoint | {'type':'http','address':'http://127.0.0.1:10/'} | /endpoint/address",
        "endpoint | {'type':'http','address':'http://169.254.169.254/'} | /endpoint/address",
        "endpoint | {'type':'http','address':'ftp://127.0.0.1:9/'} | /endpoint/address",
        "endpoint | {'type':'local'} | /endpoint/type",
        "endpoint | {'type':'local','address':'http://127.0.0.1:9/'} | /endpoint/address",
        "endpoint | {'type':'http','address':'http://127.0.0.1:9/','credentialRef':1} | /endpoint/credentialRef",
        "sideEffect | 'none' | /sideEffect",
        "labels | {'a':1} | /labels/a",
        "labels | {'':'x'} | /labels/",
        "labels | 'x' | /labels",
        "guard | [] | /guard",
        "guard | {'timeoutMs':0} | /guard/timeoutMs",
        "guard | {'timeoutMs':'2s'} | /guard/timeoutMs",
        "guard | {'maxConcurrent':0} | /guard/maxConcurrent",
        "guard | {'maxQueued':1} | /guard/maxQueued",
        "guard | {'maxCallsPerMinute':1.5} | /guard/maxCallsPerMinute",
        "guard | {'retry':{}} | /guard/retry",
        "guard | {'retry':{'maxRetries':11}} | /guard/retry/maxRetries",
        "guard | {'retry':{'often':1}} | /guard/retry/often",
        "guard | {'circuitBreaker':{'failureRatio':0}} | /guard/circuitBreaker/failureRatio",
        "guard | {'circuitBreaker':{'failureRatio':1.1}} | /guard/circuitBreaker/failureRatio",
        "guard | {'circuitBreaker':5} | /guard/circuitBreaker",
        "guard | {'bulkhead':1} | /guard/bulkhead",
        "cost | {'perCallMicros':-1} | /cost/perCallMicros",
        "cost | {'tier':'gold'} | /cost/tier",
        "runtime | {'os':'x'} | /runtime/os",
        "health | {'mood':'x'} | /health/mood",
        "extra | 1 | /extra",
      })
  void refusesAField(String field, String value, String pointer) {
    assertThat(pointers(with(field, value))).contains(pointer);
  }

  @Test
  void readsWhatACallCosts() {
    RegistrationReading reading = reader.read(with("cost", "{'perCallMicros':7,'tier':'Economy'}"));
    assertThat(reading).isInstanceOf(RegistrationReading.Accepted.class);
    AgentRegistration agent = ((RegistrationReading.Accepted) reading).registration();
    assertThat(agent.cost()).isEqualTo(new AgentRegistration.Cost(7, true));
    assertThat(agent.enabled(false).cost()).isEqualTo(agent.cost());
    assertThat(RegistrationWriter.document(agent).path("cost").toString())
        .isEqualTo("{\"perCallMicros\":7,\"tier\":\"economy\"}");
  }

  @Test
  void listsEverythingThatIsWrong() {
    assertThat(pointers(Fixtures.json("{'nodePriority':'x','labels':[],'who':1}")))
        .contains("/name", "/nodePriority", "/labels", "/who", "/capabilities", "/endpoint");
    assertThat(pointers(Fixtures.json("[]"))).contains("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "endpoint | {'type':'websocket','address':'wss://x.example/'}",
        "endpoint | {'type':'zmq','address':'tcp://x.example:1'}",
        "endpoint | {'type':'MCP','address':'https://x.example/'}",
      })
  void refusesRatherThanIgnoresWhatItCannotDo(String field, String value) {
    assertThat(reader.read(with(field, value)))
        .isInstanceOf(RegistrationReading.NotSupported.class);
  }

  @Test
  void readsReferencesAndWritesThemAgain() {
    String endpoint =
        "{'type':'http','address':'http://127.0.0.1:9/','credentialRef':'c','emclKeyRef':'node-b'}";
    RegistrationReading reading = reader.read(with("endpoint", endpoint));
    AgentRegistration agent = ((RegistrationReading.Accepted) reading).registration();
    assertThat(agent.endpoint().credentialRef()).isEqualTo("c");
    assertThat(agent.endpoint().emclKeyRef()).isEqualTo("node-b");
    assertThat(RegistrationDocument.stored(RegistrationWriter.document(agent), 0)).isEqualTo(agent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'http','address':'http://127.0.0.1:9/','credentialRef':'unknown'} | credentialRef",
        "{'type':'http','address':'http://127.0.0.1:9/','credentialRef':7} | credentialRef",
        "{'type':'http','address':'http://127.0.0.1:9/','emclKeyRef':{}} | emclKeyRef",
        "{'type':'local','credentialRef':'c'} | credentialRef",
        "{'type':'local','emclKeyRef':'k'} | emclKeyRef",
      })
  void refusesReferencesThatCannotBeUsed(String endpoint, String field) {
    assertThat(pointers(with("endpoint", endpoint))).containsExactly("/endpoint/" + field);
  }

  @Test
  void boundsTheDocument() {
    ObjectNode schema = Json.object().put("description", "x".repeat(300_000));
    ObjectNode document = (ObjectNode) Fixtures.json(MINIMAL);
    ((ObjectNode) document.path("capabilities").get(0)).set("inputSchema", schema);
    assertThat(pointers(document)).containsExactly("");
  }
}
