package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.SecondFactor;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import net.intentus.intent.Role;
import net.intentus.privacy.Sealer;

/**
 * One-time passwords beside the password (RFC 6238), and recovery codes for a lost device. A code
 * is good once, on whichever instance. Thread-safe.
 */
@Singleton
public class SecondFactors {
  private static final String PURPOSE = "second-factor";
  private static final int RECOVERY_CODES = 10;

  /** 80 random bits: hopeless to guess, so that a fast hash is enough. */
  private static final int RECOVERY_BYTES = 10;

  private static final Pattern CODE = Pattern.compile("[0-9]{6}");
  private static final Pattern RECOVERY = Pattern.compile("[A-Z2-7]{16}");

  private final FactorStore store;
  private final Sealer sealer;
  private final AuditLog audit;
  private final Secrets secrets;
  private final Clock clock;
  private final SecondFactor required;
  private final String issuer;

  @Inject
  SecondFactors(
      FactorStore store,
      Sealer sealer,
      AuditLog audit,
      Secrets secrets,
      Settings settings,
      Clock clock) {
    this.store = store;
    this.sealer = sealer;
    this.audit = audit;
    this.secrets = secrets;
    this.clock = clock;
    this.required = settings.identity().secondFactor();
    String environment = settings.identity().environment();
    this.issuer = environment.isEmpty() ? "IntentusNet" : "IntentusNet " + environment;
  }

  /** What a code was. */
  enum Proof {
    /** That of the app. */
    APP,
    /** A recovery code; it is used up. */
    RECOVERY,
    /** Neither, or used before. */
    WRONG
  }

  /**
   * What a user has.
   *
   * @param on whether it is asked for a code at sign-in
   * @param recoveryCodes how many are left
   */
  public record State(boolean on, int recoveryCodes) {}

  /** What that user has. */
  public State state(String user) {
    boolean on = store.find(user).filter(FactorStore.Stored::confirmed).isPresent();
    return new State(on, on ? store.codes(user) : 0);
  }

  /** Whether the user must have one ({@code intentus.console.require-second-factor}). */
  public boolean requiredOf(ConsoleUser user) {
    return switch (required) {
      case NONE -> false;
      case ADMIN ->
          new Caller(user.name(), user.tenant(), user.roles(), null, null).has(Role.ADMIN);
      case ALL -> true;
    };
  }

  /** Offers a new secret; empty when the user has a factor already. */
  @Transactional
  public Optional<Enrolment> offer(String user) {
    byte[] secret = secrets.bytes(Totp.SECRET_BYTES);
    byte[] sealed = sealer.seal(subject(user), PURPOSE, secret);
    return store.offer(user, Base64.getEncoder().encodeToString(sealed))
        ? Optional.of(enrolment(user, secret))
        : Optional.empty();
  }

  /** What is offered to the user and waits to be confirmed. */
  public Optional<Enrolment> offered(String user) {
    return store
        .find(user)
        .filter(stored -> !stored.confirmed())
        .flatMap(stored -> secret(user, stored))
        .map(secret -> enrolment(user, secret));
  }

  /**
   * Takes what was offered into use.
   *
   * @return the recovery codes, never shown again; empty when the code is wrong
   */
  @Transactional
  public Optional<List<String>> confirm(Caller by, String user, String code) {
    FactorStore.Stored stored = store.find(user).filter(s -> !s.confirmed()).orElse(null);
    if (stored == null) {
      return Optional.empty();
    }
    OptionalLong step = step(user, stored, digits(code));
    if (step.isEmpty() || !store.confirm(user, step.getAsLong(), clock.millis())) {
      return Optional.empty();
    }
    audit.record(AuditEntry.of(by, "user.factor.enable", "user", user));
    return Optional.of(freshCodes(user));
  }

  /** Checks a code and uses it up. */
  @Transactional
  Proof check(String user, String presented) {
    FactorStore.Stored stored = store.find(user).filter(FactorStore.Stored::confirmed).orElse(null);
    if (stored == null) {
      return Proof.WRONG;
    }
    OptionalLong step = step(user, stored, digits(presented));
    if (step.isPresent()) {
      return store.use(user, step.getAsLong()) ? Proof.APP : Proof.WRONG;
    }
    String plain = presented.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return RECOVERY.matcher(plain).matches() && store.useCode(user, hash(user, plain))
        ? Proof.RECOVERY
        : Proof.WRONG;
  }

  /** Makes new recovery codes; those before are worth nothing. Empty without a factor. */
  @Transactional
  public Optional<List<String>> renewCodes(Caller by, String user) {
    if (!state(user).on()) {
      return Optional.empty();
    }
    audit.record(AuditEntry.of(by, "user.factor.codes", "user", user));
    return Optional.of(freshCodes(user));
  }

  /**
   * Takes the factor away, with its codes; false when there is none.
   *
   * @param action what the trail calls it
   */
  @Transactional
  public boolean remove(Caller by, String user, String action) {
    if (!store.delete(user)) {
      return false;
    }
    audit.record(AuditEntry.of(by, action, "user", user));
    return true;
  }

  private List<String> freshCodes(String user) {
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      plain.add(Base32.encode(secrets.bytes(RECOVERY_BYTES)));
    }
    store.replaceCodes(user, plain.stream().map(code -> hash(user, code)).toList());
    return plain.stream().map(code -> code.replaceAll("(.{4})(?=.)", "$1-")).toList();
  }

  private OptionalLong step(String user, FactorStore.Stored stored, String digits) {
    return CODE.matcher(digits).matches()
        ? secret(user, stored)
            .map(secret -> Totp.matching(secret, digits, clock.instant(), stored.lastStep()))
            .orElse(OptionalLong.empty())
        : OptionalLong.empty();
  }

  private Optional<byte[]> secret(String user, FactorStore.Stored stored) {
    return sealer.open(subject(user), PURPOSE, Base64.getDecoder().decode(stored.sealed()));
  }

  private Enrolment enrolment(String user, byte[] secret) {
    String text = Base32.encode(secret);
    String uri =
        "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
            .formatted(encoded(issuer), encoded(user), text, encoded(issuer));
    return new Enrolment(text, uri);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String digits(String code) {
    return code.replaceAll("\\s", "");
  }

  private static String subject(String user) {
    return "user:" + user;
  }

  private static String hash(String user, String code) {
    byte[] text = (user + "\n" + code).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Hashes.sha256(text));
  }
}
