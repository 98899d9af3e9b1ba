package net.intentus.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutboundClientTest {
  private static final byte[] BODY = {'{', '}'};
  private static final AddressRules LOOPBACK = AddressRules.parse(List.of("127.0.0.1"));
  private final JudgeAgent judge = JudgeAgent.start();
  private OutboundClient client =
      new OutboundClient(LOOPBACK, OutboundLimits.of(2000, 20_000), Thread::new);

  @AfterEach
  void stop() {
    client.close();
    judge.close();
  }

  private void limits(OutboundLimits limits) {
    client.close();
    client = new OutboundClient(LOOPBACK, limits, Thread::new);
  }

  private OutboundResult post(String agent) {
    return client.post(judge.uri(agent), Map.of(), BODY, hook -> {});
  }

  @Test
  void answersWithStatusAndBody() {
    judge.on("a", exchange -> exchange.answer(418, "text/plain", new byte[] {'h', 'i'}));
    assertThat(post("a"))
        .isInstanceOfSatisfying(
            OutboundResult.Answered.class,
            answered -> {
              assertThat(answered.status()).isEqualTo(418);
              assertThat(answered.body()).containsExactly('h', 'i');
            });
  }

  @Test
  void sendsWhatItWasGivenAndNothingAboutCompression() {
    client.post(judge.uri("a"), Map.of("X-Request-Id", "r1"), BODY, hook -> {});
    assertThat(judge.last("a").method()).isEqualTo("POST");
    assertThat(judge.last("a").header("x-request-id")).isEqualTo("r1");
    assertThat(judge.last("a").header("content-type")).startsWith("application/json");
    assertThat(judge.last("a").header("accept-encoding")).isNull();
    assertThat(judge.last("a").body()).isEqualTo("{}");
  }

  @Test
  void keepsConnectionsAlive() {
    for (int i = 0; i < 20; i++) {
      assertThat(post("a")).isInstanceOf(OutboundResult.Answered.class);
    }
    assertThat(judge.connections()).isEqualTo(1);
  }

  @Test
  void doesNotLoseCallsToConnectionsThatThePeerClosed() throws InterruptedException {
    judge.on("a", Behaviour.succeedAndClose());
    for (int i = 0; i < 20; i++) {
      assertThat(post("a")).isInstanceOf(OutboundResult.Answered.class);
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(judge.calls("a")).isEqualTo(20);
  }

  @Test
  void neverSendsTwice() {
    judge.on("a", Behaviour.hangUp());
    assertThat(post("a")).isEqualTo(new OutboundResult.Lost(true));
    assertThat(judge.calls("a")).isEqualTo(1);
    judge.on("b", Behaviour.status(503, "Retry-After: 0"));
    assertThat(post("b")).isInstanceOf(OutboundResult.Answered.class);
    assertThat(judge.calls("b")).isEqualTo(1);
  }

  @Test
  void followsNoRedirect() {
    judge.on("a", Behaviour.status(307, "Location: " + judge.address("b")));
    assertThat(post("a"))
        .isInstanceOfSatisfying(
            OutboundResult.Answered.class, a -> assertThat(a.status()).isEqualTo(307));
    assertThat(judge.calls("b")).isZero();
  }

  @Test
  void keepsNoCookie() {
    judge.on("a", Behaviour.status(200, "Set-Cookie: s=1; Path=/"));
    post("a");
    post("a");
    assertThat(judge.last("a").header("cookie")).isNull();
  }

  @Test
  void refusesAnAddressThatIsNotAllowedWithoutConnecting() {
    try (OutboundClient strict =
        new OutboundClient(
            AddressRules.parse(List.of()), OutboundLimits.of(1000, 5000), Thread::new)) {
      assertThat(strict.post(judge.uri("a"), Map.of(), BODY, hook -> {}))
          .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.ADDRESS_NOT_ALLOWED));
    }
    assertThat(judge.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.2",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:a9fe:a9fe]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "10.0.0.5",
        "0.0.0.0",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "127.0.0.1.",
        "1.2.3.4.5",
      })
  void connectsToNoFormOfAnAddressThatIsNotAllowed(String host) {
    try (OutboundClient strict =
        new OutboundClient(
            AddressRules.parse(List.of()), OutboundLimits.of(1000, 5000), Thread::new)) {
      URI uri = URI.create("http://" + host + ":" + judge.port() + "/agents/a");
      assertThat(strict.post(uri, Map.of(), BODY, hook -> {}))
          .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.ADDRESS_NOT_ALLOWED));
    }
    assertThat(judge.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0x7f000001", "017700000001", "127.1"})
  void anAllowedAddressIsAllowedInItsPlainFormOnly(String host) {
    URI uri = URI.create("http://" + host + ":" + judge.port() + "/agents/a");
    assertThat(client.post(uri, Map.of(), BODY, hook -> {}))
        .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.ADDRESS_NOT_ALLOWED));
    assertThat(judge.connections()).isZero();
  }

  @Test
  void connectsOnlyToTheAddressThatWasChecked() {
    AtomicInteger lookups = new AtomicInteger();
    HostLookup rebinding =
        host -> {
          String answer = lookups.getAndIncrement() % 2 == 0 ? "127.0.0.1" : "127.0.0.2";
          return InetAddress.getAllByName(answer);
        };
    try (OutboundClient pinned =
        new OutboundClient(LOOPBACK, OutboundLimits.of(1000, 5000), Thread::new, rebinding)) {
      judge.on("a", Behaviour.status(200, "Connection: close"));
      URI uri = URI.create("http://agent.example:" + judge.port() + "/a");
      assertThat(pinned.post(uri, Map.of(), BODY, hook -> {}))
          .isInstanceOf(OutboundResult.Answered.class);
      assertThat(lookups).hasValue(1);
      assertThat(pinned.post(uri, Map.of(), BODY, hook -> {}))
          .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.ADDRESS_NOT_ALLOWED));
    }
    assertThat(judge.calls("a")).isEqualTo(1);
  }

  @Test
  void skipsForbiddenAddressesOfAMixedHost() {
    HostLookup mixed =
        host ->
            new InetAddress[] {
              InetAddress.getByName("127.0.0.3"), InetAddress.getLoopbackAddress()
            };
    try (OutboundClient pinned =
        new OutboundClient(LOOPBACK, OutboundLimits.of(1000, 5000), Thread::new, mixed)) {
      URI uri = URI.create("http://agent.example:" + judge.port() + "/a");
      assertThat(pinned.post(uri, Map.of(), BODY, hook -> {}))
          .isInstanceOf(OutboundResult.Answered.class);
    }
  }

  @Test
  void tellsUnresolvableHosts() {
    URI uri = URI.create("http://no-such-host.invalid/");
    assertThat(client.post(uri, Map.of(), BODY, hook -> {}))
        .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.UNRESOLVABLE));
  }

  @Test
  void tellsRefusedConnections() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(client.post(URI.create("http://127.0.0.1:" + free), Map.of(), BODY, hook -> {}))
        .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.CONNECTION_REFUSED));
  }

  @Test
  void tellsATlsPeerThatIsNone() {
    URI uri = URI.create("https://127.0.0.1:" + judge.port() + "/");
    assertThat(client.post(uri, Map.of(), BODY, hook -> {}))
        .isEqualTo(new OutboundResult.Lost(false));
  }

  @Test
  void endsAHangingCallAtTheCeilingAndClosesItsConnection() throws InterruptedException {
    limits(OutboundLimits.of(1000, 300));
    judge.on("a", Behaviour.hang());
    OutboundResult result = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> post("a"));
    assertThat(result).isEqualTo(new OutboundResult.TimedOut(true));
    awaitAbandoned("a");
  }

  @Test
  void endsADribblingCallAtTheCeiling() {
    limits(OutboundLimits.of(1000, 400));
    judge.on("a", Behaviour.dribble(50));
    OutboundResult result = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> post("a"));
    assertThat(result).isEqualTo(new OutboundResult.TimedOut(true));
  }

  @Test
  void cutsOffAnEndlessAnswer() {
    limits(new OutboundLimits(1000, 20_000, 1 << 20, 4, 4));
    judge.on("a", Behaviour.huge(50 << 20));
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> post("a")))
        .isEqualTo(new OutboundResult.TooLarge());
    assertThat(post("b")).isInstanceOf(OutboundResult.Answered.class);
  }

  @Test
  void refusesAnAnswerThatAnnouncesTooMuch() {
    limits(new OutboundLimits(1000, 20_000, 10, 4, 4));
    judge.on("a", exchange -> exchange.answer(200, "text/plain", new byte[11]));
    assertThat(post("a")).isEqualTo(new OutboundResult.TooLarge());
    judge.on("b", exchange -> exchange.answer(200, "text/plain", new byte[10]));
    assertThat(post("b")).isInstanceOf(OutboundResult.Answered.class);
  }

  @Test
  void tellsAnswersThatAreNoHttp() {
    judge.on("a", Behaviour.noHttp());
    assertThat(post("a")).isEqualTo(new OutboundResult.Malformed());
  }

  @Test
  void tellsAnAnswerThatBreaksOff() {
    judge.on(
        "a",
        exchange -> {
          exchange.send(
              "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
                  .getBytes(StandardCharsets.US_ASCII));
          exchange.hangUp();
        });
    assertThat(post("a")).isEqualTo(new OutboundResult.Lost(true));
  }

  @Test
  void cancellingClosesTheConnection() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    judge.on(
        "a",
        exchange -> {
          arrived.countDown();
          exchange.awaitCallerLeaving();
        });
    OutboundResult result =
        client.post(
            judge.uri("a"),
            Map.of(),
            BODY,
            stop ->
                new Thread(
                        () -> {
                          try {
                            arrived.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          stop.run();
                        })
                    .start());
    assertThat(result).isEqualTo(new OutboundResult.Cancelled(true));
    awaitAbandoned("a");
  }

  @Test
  void aCallCancelledBeforehandSendsNothing() {
    OutboundResult result = client.post(judge.uri("a"), Map.of(), BODY, Runnable::run);
    assertThat(result).isEqualTo(new OutboundResult.Cancelled(false));
    assertThat(judge.calls("a")).isZero();
  }

  @Test
  void lateCancellationHarmsNobody() {
    Runnable[] stop = new Runnable[1];
    client.post(judge.uri("a"), Map.of(), BODY, hook -> stop[0] = hook);
    stop[0].run();
    assertThat(post("a")).isInstanceOf(OutboundResult.Answered.class);
    assertThat(judge.connections()).isEqualTo(1);
  }

  @Test
  void saysWhenAllConnectionsAreInUse() throws InterruptedException {
    limits(new OutboundLimits(300, 20_000, 1000, 1, 1));
    judge.on("a", Behaviour.hang());
    Thread holder = new Thread(() -> post("a"));
    holder.start();
    while (judge.running("a") == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(post("b"))
        .isEqualTo(new OutboundResult.Refused(OutboundResult.Reason.NO_FREE_CONNECTION));
    assertThat(judge.calls("b")).isZero();
    client.close();
    holder.join();
  }

  private void awaitAbandoned(String agent) throws InterruptedException {
    for (int i = 0; i < 200 && judge.abandoned(agent) == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(judge.abandoned(agent)).isEqualTo(1);
  }
}
