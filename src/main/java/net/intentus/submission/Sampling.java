package net.intentus.submission;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.intentus.config.Settings;
import net.intentus.config.SettingsChanged;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;

/**
 * Which executions are recorded. Only work that can change nothing may go unrecorded, and a hash of
 * its trace id decides, never chance: every part of a trace is recorded or none.
 */
@Singleton
public class Sampling {
  private volatile Settings.Recording recording;

  @Inject
  public Sampling(Settings settings) {
    this.recording = settings.recording();
  }

  void changed(@Observes SettingsChanged change) {
    Settings.Recording now = recording;
    recording =
        new Settings.Recording(
            now.enabled(),
            change.settings().recording().sampleRate(),
            now.durability(),
            now.payloads());
  }

  /** Whether this execution is recorded at all. */
  boolean records(IntentEnvelope envelope, Decision decision, boolean keyed) {
    return !mayBeLost(decision, keyed) || chosen(envelope.metadata().traceId());
  }

  /** Whether the record of this work may be left out, or acknowledged before it is durable. */
  static boolean mayBeLost(Decision decision, boolean keyed) {
    return !keyed && decision.readOnly();
  }

  private boolean chosen(String traceId) {
    Settings.Recording now = recording;
    if (!now.enabled() || now.sampleRate() >= 1) {
      return now.enabled();
    }
    byte[] digest = Hashes.sha256(traceId.getBytes(StandardCharsets.UTF_8));
    double share = (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
    return share < now.sampleRate();
  }
}
