package net.intentus.samples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import net.intentus.config.Settings;
import net.intentus.intent.Json;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyStore;

/** Puts the policy of the story in force where nobody has made one. */
@Singleton
public class Samples {
  private static final String BY = "system:samples";

  private final Settings settings;
  private final PolicyStore policies;
  private final Clock clock;

  @Inject
  public Samples(Settings settings, PolicyStore policies, Clock clock) {
    this.settings = settings;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * Saves the sample policy when the demo is enabled and no policy was ever saved. Instances may do
   * so at the same time: one of them wins.
   */
  public void install() {
    if (!settings.demoEnabled() || policies.currentVersion() > 0) {
      return;
    }
    try {
      policies.save(policy(), BY, clock.instant());
    } catch (RuntimeException e) {
      if (policies.currentVersion() == 0) {
        throw e;
      }
    }
  }

  /** Cameras stay on, whoever asks; everything else is allowed. */
  static PolicyDocument policy() {
    ObjectNode json = Json.object().put("default", "allow");
    ObjectNode rule = json.putArray("rules").addObject();
    rule.put("id", "protect-cctv").put("action", "deny");
    rule.putArray("intents").add("PowerOffIntent");
    rule.putArray("agents").add(SampleAgents.CCTV);
    return PolicyDocument.lenient(json);
  }
}
