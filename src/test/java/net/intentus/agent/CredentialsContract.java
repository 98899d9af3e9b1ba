package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What credentials promise, whatever the database. */
abstract class CredentialsContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
  private static final Caller ACME = Fixtures.caller("acme", "admin");
  private static final String CANARY = "canary-55ab";
  private final List<AuditEntry> audited = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  /** Hides the text from a glance, and knows whose it is. */
  private static final class Shifting implements Sealer {
    @Override
    public byte[] seal(String subject, String purpose, byte[] plain) {
      byte[] sealed = new byte[plain.length + 1];
      sealed[0] = (byte) (subject + purpose).hashCode();
      for (int i = 0; i < plain.length; i++) {
        sealed[i + 1] = (byte) (plain[i] + 1);
      }
      return sealed;
    }

    @Override
    public Optional<byte[]> open(String subject, String purpose, byte[] sealed) {
      if (sealed[0] != (byte) (subject + purpose).hashCode()) {
        return Optional.empty();
      }
      byte[] plain = Arrays.copyOfRange(sealed, 1, sealed.length);
      for (int i = 0; i < plain.length; i++) {
        plain[i] = (byte) (plain[i] - 1);
      }
      return Optional.of(plain);
    }
  }

  private <T> T with(Function<Credentials, T> work) {
    List<AuditEntry> entries = new ArrayList<>();
    T result =
        database.inTransaction(
            entities ->
                work.apply(
                    new Credentials(
                        new CredentialStore(entities),
                        new Shifting(),
                        entries::add,
                        used::contains,
                        CLOCK)));
    audited.addAll(entries);
    return result;
  }

  private static CredentialDraft draft(
      String name, @Nullable String tenant, @Nullable String secret) {
    return new CredentialDraft(name, tenant, CredentialKind.BEARER, null, null, secret);
  }

  private CredentialChange create(CredentialDraft draft, Caller by) {
    return with(credentials -> credentials.create(draft, by));
  }

  private CredentialChange replace(CredentialDraft draft, @Nullable Long revision, Caller by) {
    return with(credentials -> credentials.replace(draft, revision, by));
  }

  private CredentialChange remove(String name, Caller by) {
    return with(credentials -> credentials.remove(name, null, by));
  }

  private Optional<String> sent(String name, @Nullable String tenant) {
    Optional<CredentialHeader> header = with(credentials -> credentials.header(name, tenant));
    return header.map(CredentialHeader::value);
  }

  private List<String> names(Caller caller) {
    List<Credential> listed = with(credentials -> credentials.list(null, 10, caller));
    return listed.stream().map(Credential::name).toList();
  }

  private static Credential changed(CredentialChange change) {
    assertThat(change).isInstanceOf(CredentialChange.Changed.class);
    return ((CredentialChange.Changed) change).credential();
  }

  @Test
  void keepsTheSecretAndShowsItNowhere() {
    Credential made = changed(create(draft("c", null, CANARY), Fixtures.ROOT));
    assertThat(made.toString()).doesNotContain(CANARY);
    assertThat(draft("c", null, CANARY).toString()).doesNotContain(CANARY);
    assertThat(sent("c", null)).contains("Bearer " + CANARY);
    assertThat(stored()).isNotEmpty().doesNotContain(CANARY);
    assertThat(audited.toString()).contains("credential.create").doesNotContain(CANARY);
    assertThat(create(draft("c", null, "x"), Fixtures.ROOT))
        .isEqualTo(new CredentialChange.Taken());
  }

  private String stored() {
    return database.inTransaction(
        entities ->
            new String(
                (byte[])
                    entities
                        .createNativeQuery("SELECT sealed FROM agent_credential")
                        .getSingleResult(),
                StandardCharsets.ISO_8859_1));
  }

  @Test
  void isReplacedWithOrWithoutItsSecret() {
    Credential made = changed(create(draft("c", null, CANARY), Fixtures.ROOT));
    CredentialDraft header =
        new CredentialDraft("c", null, CredentialKind.HEADER, "X-Own", null, null);
    assertThat(replace(header, made.revision() + 1, Fixtures.ROOT))
        .isEqualTo(new CredentialChange.Stale());
    Credential after = changed(replace(header, made.revision(), Fixtures.ROOT));
    assertThat(after.revision()).isGreaterThan(made.revision());
    assertThat(sent("c", null)).contains(CANARY);
    changed(replace(draft("c", null, "another"), null, Fixtures.ROOT));
    assertThat(sent("c", null)).contains("Bearer another");
    assertThat(replace(draft("none", null, "x"), null, Fixtures.ROOT))
        .isEqualTo(new CredentialChange.NotFound());
  }

  @Test
  void servesAgentsOfItsOwnTenantOnly() {
    changed(create(draft("common", null, "c1"), Fixtures.ROOT));
    changed(create(draft("acme", "acme", "c2"), ACME));
    assertThat(sent("common", null)).isPresent();
    assertThat(sent("common", "acme")).as("nor may it be had by naming it").isEmpty();
    assertThat(sent("acme", "acme")).isPresent();
    assertThat(sent("acme", null)).isEmpty();
    assertThat(sent("acme", "rival")).isEmpty();
  }

  @Test
  void tenantsSeeAndChangeTheirOwn() {
    Caller rival = Fixtures.caller("rival", "admin");
    changed(create(draft("common", null, "c1"), Fixtures.ROOT));
    changed(create(draft("own", "acme", "c2"), ACME));
    assertThat(create(draft("x", null, "s"), ACME)).isEqualTo(new CredentialChange.NotAllowed());
    assertThat(create(draft("x", "rival", "s"), ACME)).isEqualTo(new CredentialChange.NotAllowed());
    assertThat(names(Fixtures.ROOT)).containsExactly("common", "own");
    assertThat(names(ACME)).containsExactly("own");
    assertThat(names(rival)).isEmpty();
    assertThat(replace(draft("own", "acme", "s"), null, rival))
        .isEqualTo(new CredentialChange.NotFound());
    assertThat(remove("own", rival)).isEqualTo(new CredentialChange.NotFound());
    assertThat(remove("common", ACME)).isEqualTo(new CredentialChange.NotFound());
    assertThat(remove("own", ACME)).isEqualTo(new CredentialChange.Removed());
  }

  @Test
  void staysWhileAgentsReferToIt() {
    changed(create(draft("c", null, "s"), Fixtures.ROOT));
    used.add("c");
    assertThat(remove("c", Fixtures.ROOT)).isEqualTo(new CredentialChange.InUse());
    used.clear();
    assertThat(remove("c", Fixtures.ROOT)).isEqualTo(new CredentialChange.Removed());
    assertThat(sent("c", null)).isEmpty();
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("credential.create", "credential.delete");
  }
}
