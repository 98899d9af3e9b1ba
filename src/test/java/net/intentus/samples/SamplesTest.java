package net.intentus.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Json;
import net.intentus.policy.PolicyContext;
import net.intentus.policy.PolicyDecision;
import net.intentus.policy.PolicyDecision.Action;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyEngine;
import net.intentus.policy.PolicyStore;
import net.intentus.policy.StoredPolicy;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final MemoryStore store = new MemoryStore();

  @Test
  void savesThePolicyOnce() {
    samples(true).install();
    samples(true).install();

    assertThat(store.version).isEqualTo(1);
  }

  @Test
  void leavesAnInstallationsOwnPolicyAlone() {
    store.version = 7;
    samples(true).install();
    assertThat(store.version).isEqualTo(7);
  }

  @Test
  void savesNothingWithoutTheDemo() {
    samples(false).install();
    assertThat(store.version).isZero();
  }

  @Test
  void yieldsToAnInstanceThatWasFaster() {
    store.racing = true;
    assertThatCode(() -> samples(true).install()).doesNotThrowAnyException();
    assertThat(store.version).isEqualTo(1);
  }

  @Test
  void failsWhenThePolicyCannotBeSaved() {
    store.broken = true;
    assertThatThrownBy(() -> samples(true).install()).isInstanceOf(PersistenceException.class);
  }

  @Test
  void keepsTheCamerasOnAndNothingElse() {
    PolicyDecision cctv = decide("PowerOffIntent", "cctv-controller");
    assertThat(cctv.action()).isEqualTo(Action.DENY);
    assertThat(cctv.ruleId()).isEqualTo("protect-cctv");
    assertThat(decide("PowerOffIntent", "hvac-controller").action()).isEqualTo(Action.ALLOW);
    assertThat(decide("SearchIntent", "cctv-controller").action()).isEqualTo(Action.ALLOW);
  }

  @Test
  void isAPolicyThatStrictReadingAccepts() {
    assertThat(PolicyDocument.strict(Samples.policy().toJson(), true))
        .isInstanceOf(PolicyDocument.Reading.Accepted.class);
  }

  private Samples samples(boolean demo) {
    return new Samples(
        SettingsReader.read(
            key ->
                key.equals("intentus.demo.enabled")
                    ? Optional.of(String.valueOf(demo))
                    : Optional.empty()),
        store,
        Clock.systemUTC());
  }

  private static PolicyDecision decide(String intent, String agent) {
    return PolicyEngine.evaluate(
        Samples.policy(),
        new PolicyContext(
            "key:x", Set.of("submitter"), "default", intent, "x", null, Json.object()),
        agent);
  }

  private static final class MemoryStore extends PolicyStore {
    private long version;
    private boolean racing;
    private boolean broken;

    @Override
    public long currentVersion() {
      return version;
    }

    @Override
    public StoredPolicy save(PolicyDocument document, String by, Instant at) {
      if (broken) {
        throw new PersistenceException("no room");
      }
      version++;
      if (racing) {
        throw new PersistenceException("that version exists");
      }
      return new StoredPolicy(version, document, at, by);
    }
  }
}
