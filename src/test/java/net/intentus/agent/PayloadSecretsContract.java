package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.privacy.Redactors;
import net.intentus.privacy.Sealer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What secrets promise that payloads refer to, whatever the database. */
abstract class PayloadSecretsContract {
  private static final Caller ALL = Fixtures.caller(Caller.ALL_TENANTS, "admin");
  private static final Caller ACME = Fixtures.caller("acme", "admin");
  private final List<AuditEntry> audited = new ArrayList<>();
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  /** Not readable at a glance, and bound to its subject. */
  private static final class Wrapping implements Sealer {
    @Override
    public byte[] seal(String subject, String purpose, byte[] plain) {
      String text = subject + "\n" + new String(plain, StandardCharsets.UTF_8);
      return Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> open(String subject, String purpose, byte[] sealed) {
      String text = new String(Base64.getDecoder().decode(sealed), StandardCharsets.UTF_8);
      String head = subject + "\n";
      return text.startsWith(head)
          ? Optional.of(text.substring(head.length()).getBytes(StandardCharsets.UTF_8))
          : Optional.empty();
    }
  }

  private <T> T with(Function<PayloadSecrets, T> work) {
    return database.inTransaction(
        entities ->
            work.apply(
                new PayloadSecrets(
                    new PayloadSecretStore(entities),
                    new Wrapping(),
                    audited::add,
                    Clock.systemUTC())));
  }

  private boolean put(String name, String tenant, String agents, String value) {
    return with(secrets -> secrets.put(name, tenant, List.of(agents.split(",")), value, ALL));
  }

  private boolean known(String tenant, String name) {
    return with(secrets -> secrets.known(tenant, name));
  }

  private boolean remove(String tenant, Caller by) {
    return with(secrets -> secrets.remove("db", tenant, by));
  }

  private List<PayloadSecret> list(String after, int limit, Caller caller) {
    return with(secrets -> secrets.list(after, limit, caller));
  }

  private AgentRegistration agent(String name, String tenant) {
    return Fixtures.ofTenant(name, tenant);
  }

  private SecretUse use(String agent, String agentTenant, String tenant, String... names) {
    var payload = Json.object();
    for (String name : names) {
      payload.putArray("list").addObject().put("$secret", name);
    }
    IntentEnvelope envelope = Fixtures.call(payload).envelope();
    assertThat(envelope.refersToSecrets()).isTrue();
    AgentCall call = new AgentCall(envelope, "k", false, null, tenant, null);
    var redactor = Redactors.ofFields();
    return with(
        secrets -> new SecretResolver(secrets, redactor).resolve(agent(agent, agentTenant), call));
  }

  private static String value(SecretUse use) {
    return ((SecretUse.Granted) use).payload().at("/list/0").asText();
  }

  private static ErrorCode refusal(SecretUse use) {
    AgentOutcome.Failed failure = ((SecretUse.Refused) use).failure();
    assertThat(failure.sent()).isFalse();
    return failure.error().code();
  }

  @Test
  void isGivenToTheAgentsThatItNames() {
    put("db", "acme", "billing-*,ledger", "first-value");
    assertThat(value(use("billing-eu", null, "acme", "db"))).isEqualTo("first-value");
    assertThat(value(use("ledger", "acme", "acme", "db"))).isEqualTo("first-value");
    assertThat(refusal(use("ledger-2", "acme", "acme", "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(refusal(use("ledger", "other", "acme", "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(refusal(use("ledger", null, "other", "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(refusal(use("ledger", null, null, "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
  }

  @Test
  void oneOfAllTenantsGoesToAgentsWithoutATenantOnly() {
    put("db", null, "*", "shared-value");
    assertThat(value(use("a", null, "acme", "db"))).isEqualTo("shared-value");
    assertThat(value(use("a", null, null, "db"))).isEqualTo("shared-value");
    assertThat(refusal(use("a", "acme", "acme", "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
    put("db", "acme", "*", "own-value");
    assertThat(value(use("a", null, "acme", "db"))).as("its own first").isEqualTo("own-value");
  }

  @Test
  void patternsMatchWholeNames() {
    put("db", "acme", "a*b*c,*-x", "some-value");
    for (String name : List.of("abc", "a-b-c", "aXbbYc", "-x", "any-x")) {
      assertThat(value(use(name, null, "acme", "db"))).as(name).isEqualTo("some-value");
    }
    for (String name : List.of("ab", "ac", "abcd", "xabc", "x", "-xy")) {
      assertThat(refusal(use(name, null, "acme", "db"))).as(name).isNotNull();
    }
  }

  @Test
  void isReplacedForgottenAndAuditedWithoutItsValue() {
    assertThat(put("db", "acme", "a", "first-value")).isTrue();
    assertThat(put("db", "acme", "a", "second-value")).isFalse();
    assertThat(value(use("a", null, "acme", "db"))).isEqualTo("second-value");
    assertThat(known("acme", "db")).isTrue();
    assertThat(remove(null, ALL)).isFalse();
    assertThat(remove("acme", ACME)).isTrue();
    assertThat(known("acme", "db")).isFalse();
    assertThat(refusal(use("a", null, "acme", "db"))).isEqualTo(ErrorCode.POLICY_DENIED);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("secret.create", "secret.update", "secret.delete");
    assertThat(audited.toString()).doesNotContain("-value");
  }

  @Test
  void administratorsSeeAndChangeThoseOfTheirTenant() {
    put("a", "acme", "x", "some-value");
    put("b", "other", "x", "some-value");
    put("c", null, "x", "some-value");
    assertThat(list(null, 10, ACME)).extracting(PayloadSecret::name).containsExactly("a");
    List<PayloadSecret> page = list(null, 2, ALL);
    assertThat(page).hasSize(2);
    String cursor = PayloadSecrets.cursor(page.get(1));
    assertThat(list(cursor, 10, ALL)).hasSize(1);
    assertThatThrownBy(() -> remove("other", ACME)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theValueIsTakenOutOfWhatComesBack() {
    put("db", "acme", "a", "some-value");
    SecretUse.Granted granted = (SecretUse.Granted) use("a", null, "acme", "db");
    AgentOutcome.Succeeded masked =
        (AgentOutcome.Succeeded)
            granted
                .mask()
                .apply(
                    new AgentOutcome.Succeeded(Json.object().put("saw", "it is some-value"), null));
    assertThat(masked.payload().path("saw").asText()).isEqualTo("it is [redacted]");
    AgentOutcome.Failed failed =
        (AgentOutcome.Failed)
            granted.mask().apply(Failures.of(ErrorCode.PROTOCOL_ERROR, "some-value?", true));
    assertThat(failed.error().message()).isEqualTo("[redacted]?");
    assertThat(granted.toString()).doesNotContain("some-value");
  }
}
