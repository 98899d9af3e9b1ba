package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.intentus.agent.AgentRegistration.Endpoint;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import net.intentus.outbound.AddressRules;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AgentInvokerTest {
  private static final int CEILING_MS = 600;
  private final JudgeAgent judge = JudgeAgent.start();
  private final ExecutorService threads = AgentThreads.callPool(Thread::new, 2);
  private final OutboundClient client =
      new OutboundClient(
          AddressRules.parse(List.of("127.0.0.1")),
          OutboundLimits.of(1000, CEILING_MS),
          Thread::new);

  @AfterEach
  void stop() {
    judge.close();
    client.close();
    threads.shutdownNow();
  }

  private AgentInvoker invoker(Agent... inside) {
    return new AgentInvoker(
        new LocalAgents(List.of(inside)),
        Fixtures.transport(client, agent -> Line.PLAIN),
        threads,
        CEILING_MS,
        Fixtures.NO_SECRETS,
        Fixtures.unguarded());
  }

  private AgentOutcome http(Behaviour behaviour) {
    judge.on("a", behaviour);
    return invoke(Fixtures.http("a", judge.address("a")), new Cancellation());
  }

  private AgentOutcome invoke(AgentRegistration agent, Cancellation cancellation, Agent... inside) {
    AgentCall call = Fixtures.call(Json.object().put("query", "x"));
    return assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> invoker(inside).invoke(agent, call, cancellation));
  }

  private AgentOutcome local(boolean prompt, Fixtures.Handler handler) {
    return invoke(Fixtures.local("a"), new Cancellation(), Fixtures.inside("a", prompt, handler));
  }

  private static void assertFailed(AgentOutcome outcome, ErrorCode code, boolean sent) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            AgentOutcome.Failed.class,
            failed -> {
              assertThat(failed.error().code()).isEqualTo(code);
              assertThat(failed.sent()).isEqualTo(sent);
              assertThat(failed.error().message()).doesNotContain("java.", "Exception", "127.0.");
              assertThat(failed.error().retryable()).isEqualTo(code.retryable());
            });
  }

  @Test
  void sendsTheFrameWithItsHeaders() {
    assertThat(http(Behaviour.succeed()))
        .isEqualTo(new AgentOutcome.Succeeded(Json.object().put("handledBy", "a"), Json.object()));
    JsonNode frame = judge.last("a").json();
    assertThat(frame.path("protocol").textValue()).isEqualTo("INTENTUSNET/1.0");
    assertThat(frame.path("messageType").textValue()).isEqualTo("intent");
    assertThat(frame.path("body"))
        .isEqualTo(Fixtures.call(Json.object().put("query", "x")).envelope().toJson());
    assertThat(judge.last("a").header("Idempotency-Key")).isEqualTo("idempotency-1");
    assertThat(judge.last("a").header("X-Request-Id")).isEqualTo("request-1");
    assertThat(judge.last("a").header("traceparent"))
        .matches("00-" + Fixtures.TRACE + "-[0-9a-f]{16}-01");
    assertThat(judge.last("a").header("Intentus-Test")).isNull();
  }

  @Test
  void marksTests() {
    AgentCall call = Fixtures.call(Json.object());
    invoker()
        .invoke(
            Fixtures.http("a", judge.address("a")),
            new AgentCall(call.envelope(), "k", true),
            new Cancellation());
    assertThat(judge.last("a").header("Intentus-Test")).isEqualTo("true");
  }

  @Test
  void hashesTraceIdsOfOtherForms() {
    String made = HttpTransport.traceparent("my trace", "k");
    assertThat(made).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(HttpTransport.traceparent("my trace", "k")).isEqualTo(made);
    assertThat(HttpTransport.traceparent("my trace", "other")).isNotEqualTo(made);
    assertThat(HttpTransport.traceparent("0".repeat(32), "k")).doesNotContain("0".repeat(32));
  }

  @ParameterizedTest
  @CsvSource({
    "201, PROTOCOL_ERROR",
    "204, PROTOCOL_ERROR",
    "302, PROTOCOL_ERROR",
    "304, PROTOCOL_ERROR",
    "400, PROTOCOL_ERROR",
    "401, PROTOCOL_ERROR",
    "404, PROTOCOL_ERROR",
    "429, RATE_LIMIT",
    "500, INTERNAL_AGENT_ERROR",
    "501, INTERNAL_AGENT_ERROR",
    "502, AGENT_UNAVAILABLE",
    "503, AGENT_UNAVAILABLE",
    "504, AGENT_UNAVAILABLE",
    "505, INTERNAL_AGENT_ERROR",
  })
  void classifiesStatuses(int status, ErrorCode code) {
    assertFailed(http(Behaviour.status(status)), code, true);
    assertThat(judge.calls("a")).isEqualTo(1);
  }

  @Test
  void classifiesMisbehaviour() {
    assertFailed(http(Behaviour.hangUp()), ErrorCode.TRANSPORT_ERROR, true);
    assertFailed(http(Behaviour.garbage()), ErrorCode.PROTOCOL_ERROR, true);
    assertFailed(http(Behaviour.noHttp()), ErrorCode.PROTOCOL_ERROR, true);
    assertFailed(http(Behaviour.huge(50 << 20)), ErrorCode.PROTOCOL_ERROR, true);
    assertFailed(http(Behaviour.hang()), ErrorCode.AGENT_TIMEOUT, true);
    assertFailed(http(Behaviour.dribble(50)), ErrorCode.AGENT_TIMEOUT, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'status':'success','payload':{}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'intent','body':{'status':'success'}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'error','body':{'status':'error'}}",
        "{'protocol':'INTENTUSNET/9','messageType':'response','body':{'status':'success'}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'maybe'}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'success','version':'7'}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'success','metadata':1}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'success','payload':1e999}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'success','payload':9007199254740993}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'error'}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'error','error':{'code':5}}}",
        "{'protocol':'INTENTUSNET/1.0','messageType':'response','body':{'status':'error','error':{'code':'AGENT_ERROR','details':1}}}",
      })
  void refusesDocumentsThatAreNoResponse(String document) {
    assertFailed(http(Behaviour.text(document.replace('\'', '"'))), ErrorCode.PROTOCOL_ERROR, true);
  }

  @Test
  void keepsReportedErrors() {
    assertThat(http(Behaviour.fail("UNAUTHORIZED")))
        .isEqualTo(
            new AgentOutcome.Reported(
                new IntentError(ErrorCode.UNAUTHORIZED, "told to fail", false, Json.object())));
  }

  @Test
  void namesUnknownReportedCodes() {
    assertThat(http(Behaviour.fail("OUT_OF_CHEESE")))
        .isInstanceOfSatisfying(
            AgentOutcome.Reported.class,
            reported -> {
              assertThat(reported.error().code()).isEqualTo(ErrorCode.INTERNAL_AGENT_ERROR);
              assertThat(reported.error().details())
                  .isEqualTo(Json.object().put("reportedCode", "OUT_OF_CHEESE"));
            });
  }

  @Test
  void nothingIsSentToAnAgentThatCannotBeReached() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    for (String address :
        List.of(
            "http://127.0.0.1:" + free, "http://no-such-host.invalid/", "http://127.0.0.9:1/")) {
      assertFailed(
          invoke(Fixtures.http("a", address), new Cancellation()),
          ErrorCode.AGENT_UNAVAILABLE,
          false);
    }
  }

  @Test
  void cancellingClosesTheConnection() throws InterruptedException {
    judge.on("a", Behaviour.hang());
    Cancellation cancellation = new Cancellation();
    Thread canceller =
        new Thread(
            () -> {
              while (judge.running("a") == 0) {
                Thread.onSpinWait();
              }
              cancellation.cancel();
            });
    canceller.start();
    assertFailed(
        invoke(Fixtures.http("a", judge.address("a")), cancellation),
        ErrorCode.WORKFLOW_ABORTED,
        true);
    for (int i = 0; i < 200 && judge.abandoned("a") == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(judge.abandoned("a")).isEqualTo(1);
    canceller.join();
  }

  @Test
  void callsNobodyWhenCancelledBefore() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertFailed(
        invoke(Fixtures.http("a", judge.address("a")), cancellation),
        ErrorCode.WORKFLOW_ABORTED,
        false);
    assertThat(judge.calls("a")).isZero();
  }

  @Test
  void checksThePayloadBeforeTheCall() {
    AgentRegistration agent =
        Fixtures.agent(
            "a",
            new Endpoint(EndpointType.HTTP, judge.address("a")),
            (ObjectNode) Fixtures.json("{'required':['must']}"),
            null);
    assertFailed(invoke(agent, new Cancellation()), ErrorCode.VALIDATION_ERROR, false);
    assertThat(judge.calls("a")).isZero();
  }

  @Test
  void checksTheAnswerAfterTheCall() {
    AgentRegistration agent =
        Fixtures.agent(
            "a",
            new Endpoint(EndpointType.HTTP, judge.address("a")),
            null,
            (ObjectNode) Fixtures.json("{'properties':{'handledBy':{'type':'integer'}}}"));
    AgentOutcome outcome = invoke(agent, new Cancellation());
    assertFailed(outcome, ErrorCode.PROTOCOL_ERROR, true);
    assertThat(((AgentOutcome.Failed) outcome).error().details())
        .isEqualTo(
            Fixtures.json(
                "{'violations':[{'pointer':'/handledBy','message':\"does not satisfy 'type'\"}]}"
                    .replace(
                        "\"does not satisfy 'type'\"", "'does not satisfy \\u0027type\\u0027'")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesALocalAgentAPrivateCopy(boolean prompt) {
    AgentCall call = Fixtures.call(Json.object().put("query", "x"));
    AgentOutcome outcome =
        invoker(
                Fixtures.inside(
                    "a", prompt, envelope -> envelope.payload().put("query", "changed")))
            .invoke(Fixtures.local("a"), call, new Cancellation());
    assertThat(outcome)
        .isEqualTo(new AgentOutcome.Succeeded(Json.object().put("query", "changed"), null));
    assertThat(call.envelope().payload()).isEqualTo(Json.object().put("query", "x"));
  }

  @Test
  void callsPromptAgentsOnTheCallersThreadAndOthersNot() {
    AtomicReference<Thread> caller = new AtomicReference<>();
    Fixtures.Handler note =
        envelope -> {
          caller.set(Thread.currentThread());
          return Json.object();
        };
    AgentCall call = Fixtures.call(Json.object());
    AgentRegistration agent = Fixtures.local("a");
    invoker(Fixtures.inside("a", true, note)).invoke(agent, call, new Cancellation());
    assertThat(caller.get()).isSameAs(Thread.currentThread());
    invoker(Fixtures.inside("a", false, note)).invoke(agent, call, new Cancellation());
    assertThat(caller.get()).isNotSameAs(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void classifiesLocalMisbehaviour(boolean prompt) {
    assertFailed(
        local(
            prompt,
            envelope -> {
              throw new IllegalStateException("java.lang.Secret");
            }),
        ErrorCode.INTERNAL_AGENT_ERROR,
        true);
    assertFailed(local(prompt, envelope -> null), ErrorCode.INTERNAL_AGENT_ERROR, true);
    assertFailed(local(prompt, envelope -> endless(0)), ErrorCode.INTERNAL_AGENT_ERROR, true);
    assertFailed(
        local(prompt, envelope -> Json.object().put("n", Double.NaN)),
        ErrorCode.PROTOCOL_ERROR,
        true);
    assertFailed(
        local(prompt, envelope -> Json.object().putPOJO("o", new Object())),
        ErrorCode.PROTOCOL_ERROR,
        true);
    IntentError own = IntentError.of(ErrorCode.AGENT_ERROR, "no luck");
    assertThat(
            local(
                prompt,
                envelope -> {
                  throw new AgentException(own);
                }))
        .isEqualTo(new AgentOutcome.Reported(own));
  }

  private static JsonNode endless(int depth) {
    return depth < 0 ? Json.object() : Json.object().set("deeper", endless(depth + 1));
  }

  @Test
  void interruptsALocalAgentAtTheCeiling() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    AgentOutcome outcome = local(false, envelope -> sleepUntilInterrupted(interrupted));
    assertFailed(outcome, ErrorCode.AGENT_TIMEOUT, true);
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interruptsALocalAgentWhenCancelled() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Cancellation cancellation = new Cancellation();
    AtomicBoolean begun = new AtomicBoolean();
    Agent agent =
        Fixtures.inside(
            "a",
            false,
            envelope -> {
              begun.set(true);
              new Thread(cancellation::cancel).start();
              return sleepUntilInterrupted(interrupted);
            });
    assertFailed(
        invoke(Fixtures.local("a"), cancellation, agent), ErrorCode.WORKFLOW_ABORTED, true);
    assertThat(begun).isTrue();
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private static JsonNode sleepUntilInterrupted(CountDownLatch interrupted)
      throws InterruptedException {
    try {
      TimeUnit.SECONDS.sleep(60);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return Json.object();
  }

  @Test
  void refusesWhenAllThreadsAreBusy() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      threads.execute(
          () -> {
            busy.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    busy.await();
    assertFailed(local(false, envelope -> Json.object()), ErrorCode.CAPACITY_EXCEEDED, false);
    release.countDown();
  }

  @Test
  void aLocalAgentThatIsNotInsideIsUnavailable() {
    assertFailed(
        invoke(Fixtures.local("a"), new Cancellation()), ErrorCode.AGENT_UNAVAILABLE, false);
  }

  private AgentOutcome limited(AgentRegistration agent, long maxTimeoutMs, Agent... inside) {
    AgentCall call =
        new AgentCall(Fixtures.call(Json.object()).envelope(), "k", false, maxTimeoutMs);
    return invoker(inside).invoke(agent, call, new Cancellation());
  }

  @Test
  void aCallEndsWhenItsOwnTimeIsOverBeforeTheCeiling() {
    judge.on("a", Behaviour.hang());
    long begun = System.nanoTime();
    assertFailed(
        limited(Fixtures.http("a", judge.address("a")), 100), ErrorCode.AGENT_TIMEOUT, true);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(Duration.ofMillis(CEILING_MS));
  }

  @Test
  void aLocalCallThatIsLimitedIsInterruptedAlsoWhenItsAgentIsPrompt() {
    CountDownLatch interrupted = new CountDownLatch(1);
    AgentOutcome outcome =
        limited(
            Fixtures.local("a"),
            100,
            Fixtures.inside(
                "a",
                true,
                envelope -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                  return Json.object();
                }));
    assertFailed(outcome, ErrorCode.AGENT_TIMEOUT, true);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> interrupted.await());
  }

  @Test
  void aLimitAboveTheCeilingDoesNotLiftIt() {
    assertThat(
            new AgentCall(Fixtures.call(Json.object()).envelope(), "k", false, 9_000_000_000L)
                .ceilingMs(CEILING_MS))
        .isEqualTo(CEILING_MS);
  }
}
