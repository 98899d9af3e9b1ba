package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyChangesTest {
  private static final Caller ADMIN =
      new Caller("user:ann", "acme", Set.of("admin", "night-shift"), null, "192.0.2.1");
  private final SecurityFixture fixture = new SecurityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static KeyRequest wanted(@Nullable String tenant, String... roles) {
    return new KeyRequest(null, tenant, Set.of(roles), null, KeyLimits.NONE);
  }

  private KeyIssue issue(Caller by, KeyRequest wanted) {
    return fixture.database.in(() -> fixture.keyChanges.issue(by, wanted));
  }

  private KeyIssue.Issued issued(Caller by, KeyRequest wanted) {
    KeyIssue issue = issue(by, wanted);
    assertThat(issue).isInstanceOf(KeyIssue.Issued.class);
    return (KeyIssue.Issued) issue;
  }

  private List<String> wrong(Caller by, KeyRequest wanted) {
    KeyIssue issue = issue(by, wanted);
    assertThat(issue).isInstanceOf(KeyIssue.Invalid.class);
    return ((KeyIssue.Invalid) issue).violations().stream().map(Violation::pointer).toList();
  }

  private KeyResult use(KeyIssue.Issued key, @Nullable String address) {
    return fixture.database.in(() -> fixture.keys.authenticate(key.text(), address));
  }

  private static KeyRequest limited(
      List<String> intents, List<String> addresses, @Nullable String environment) {
    return new KeyRequest(
        null, "acme", Set.of("submitter"), null, new KeyLimits(intents, addresses, environment));
  }

  @Test
  void letsATenantsAdministratorManageItsTenantOnly() {
    assertThat(issued(ADMIN, wanted(null, "viewer")).key().tenant()).isEqualTo("acme");
    assertThat(issue(ADMIN, wanted("other", "viewer"))).isEqualTo(new KeyIssue.NotAllowed());
    assertThat(issue(ADMIN, wanted("*", "viewer"))).isEqualTo(new KeyIssue.NotAllowed());
    assertThat(issued(SecurityFixture.ROOT, wanted("other", "admin")).key().tenant())
        .isEqualTo("other");
    assertThat(issued(SecurityFixture.ROOT, wanted(null, "viewer")).key().tenant())
        .isEqualTo("default");
  }

  @Test
  void letsNobodyGrantMoreThanItHas() {
    assertThat(wrong(ADMIN, wanted(null, "viewer", "day-shift"))).containsExactly("/roles");
    assertThat(issued(ADMIN, wanted(null, "operator", "night-shift")).key().roles()).hasSize(2);
    assertThat(issued(SecurityFixture.ROOT, wanted("acme", "day-shift")).key().roles()).hasSize(1);
    Caller operator = new Caller("user:o", "acme", Set.of("operator"), null, null);
    assertThat(issue(operator, wanted(null, "viewer"))).isEqualTo(new KeyIssue.NotAllowed());
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(wrong(ADMIN, wanted(null))).containsExactly("/roles");
    assertThat(wrong(ADMIN, wanted(null, "no role!"))).containsExactly("/roles");
    Instant now = fixture.clock.instant();
    assertThat(wrong(ADMIN, new KeyRequest(null, null, Set.of("viewer"), now, KeyLimits.NONE)))
        .containsExactly("/expiresAt");
    for (String subject : List.of("system", "anonymous", "user:alice", " ", "a\0b")) {
      fixture.sql("DELETE FROM console_user");
      fixture.user("alice", "a long password");
      assertThat(
              wrong(ADMIN, new KeyRequest(subject, null, Set.of("viewer"), null, KeyLimits.NONE)))
          .as(subject)
          .containsExactly("/subject");
    }
    String other = issued(ADMIN, wanted(null, "viewer")).key().subject();
    assertThat(wrong(ADMIN, new KeyRequest(other, null, Set.of("viewer"), null, KeyLimits.NONE)))
        .containsExactly("/subject");
  }

  @Test
  void limitsAKeyToIntents() {
    KeyIssue.Issued key = issued(ADMIN, limited(List.of("Search*", "Echo"), List.of(), null));
    KeyLimits limits = ((KeyResult.Accepted) use(key, "192.0.2.1")).key().limits();

    assertThat(limits.allowsIntent("SearchIntent")).isTrue();
    assertThat(limits.allowsIntent("Echo")).isTrue();
    assertThat(limits.allowsIntent("EchoIntent")).isFalse();
    assertThat(limits.allowsIntent("research")).isFalse();
    KeyRequest operator =
        new KeyRequest(
            null,
            null,
            Set.of("operator"),
            null,
            new KeyLimits(List.of("Search*"), List.of(), null));
    assertThat(wrong(ADMIN, operator)).containsExactly("/intents");
  }

  @Test
  void limitsAKeyToAddresses() {
    KeyIssue.Issued key =
        issued(
            ADMIN, limited(List.of(), List.of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32"), null));

    for (String good : List.of("10.1.255.1", "192.0.2.7", "2001:db8:0:1::9", "::ffff:10.1.2.3")) {
      assertThat(use(key, good)).as(good).isInstanceOf(KeyResult.Accepted.class);
    }
    for (String bad : List.of("10.2.0.1", "192.0.2.8", "2001:db9::1", "nonsense")) {
      assertThat(use(key, bad)).as(bad).isEqualTo(new KeyResult.Refused(KeyResult.Reason.ADDRESS));
    }
    assertThat(use(key, null)).isEqualTo(new KeyResult.Refused(KeyResult.Reason.ADDRESS));
    assertThat(wrong(ADMIN, limited(List.of(), List.of("example.org"), null)))
        .containsExactly("/addresses");
    assertThat(wrong(ADMIN, limited(List.of(), List.of("10.0.0.0/33"), null)))
        .containsExactly("/addresses");
  }

  @Test
  void limitsAKeyToAnEnvironment() {
    String text = issued(ADMIN, limited(List.of(), List.of(), "staging")).text();

    assertThat(fixture.keys.authenticate(text, null))
        .isEqualTo(new KeyResult.Refused(KeyResult.Reason.ENVIRONMENT));
    assertThat(fixture.newKeys("production").authenticate(text, null))
        .isEqualTo(new KeyResult.Refused(KeyResult.Reason.ENVIRONMENT));
    assertThat(fixture.newKeys("staging").authenticate(text, null))
        .isInstanceOf(KeyResult.Accepted.class);
  }

  @Test
  void refusesARevokedKeyAtOnceAndRevokesOnce() {
    KeyIssue.Issued key = issued(ADMIN, wanted(null, "viewer"));
    use(key, null);

    for (int i = 0; i < 2; i++) {
      assertThat(fixture.database.in(() -> fixture.keyChanges.revoke(ADMIN, key.key().id())))
          .isTrue();
    }

    assertThat(use(key, null)).isEqualTo(new KeyResult.Refused(KeyResult.Reason.REVOKED));
    assertThat(fixture.rows("SELECT id FROM audit_entry WHERE action = 'key.revoke'")).hasSize(1);
    Caller stranger = new Caller("user:eve", "evil", Set.of("admin"), null, null);
    assertThat(fixture.database.in(() -> fixture.keyChanges.revoke(stranger, key.key().id())))
        .isFalse();
    assertThat(fixture.keyChanges.revoke(ADMIN, "a\0b")).isFalse();
  }

  @Test
  void notesTheLastUseAtMostOnceAMinute() {
    KeyIssue.Issued key = issued(ADMIN, wanted(null, "viewer"));
    Instant first = fixture.clock.instant();
    use(key, null);
    assertThat(lastUse(key)).isEqualTo(first);

    fixture.clock.move(Duration.ofSeconds(59));
    use(key, null);
    assertThat(lastUse(key)).isEqualTo(first);

    fixture.clock.move(Duration.ofSeconds(1));
    use(key, null);
    assertThat(lastUse(key)).isEqualTo(first.plusSeconds(60));
  }

  private @Nullable Instant lastUse(KeyIssue.Issued key) {
    fixture.database.entities.clear();
    return fixture.keyChanges.find(ADMIN, key.key().id()).orElseThrow().lastUsedAt();
  }

  @Test
  void listsTheNewestFirstAndATenantsOwnOnly() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, issued(ADMIN, wanted(null, "viewer")).key().id());
      fixture.clock.move(Duration.ofMillis(1));
    }
    issued(SecurityFixture.ROOT, wanted("other", "viewer"));

    List<String> seen = new ArrayList<>();
    List<ApiKey> page = fixture.keyChanges.page(ADMIN, null, 2);
    while (!page.isEmpty()) {
      page.forEach(key -> seen.add(key.id()));
      page = fixture.keyChanges.page(ADMIN, page.get(page.size() - 1).id(), 2);
    }
    assertThat(seen).isEqualTo(made);
    assertThat(fixture.keyChanges.page(SecurityFixture.ROOT, null, 10)).hasSize(6);
  }
}
