package net.intentus.release;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.LiveSettings;
import net.intentus.config.LiveSettings.Changed;
import net.intentus.config.LiveSettings.Proposal;
import net.intentus.config.SettingsChanged;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Takes settings over that can change while the server runs, all at once or none, with an entry in
 * the audit trail. Of this instance only. Thread-safe.
 */
@Singleton
public class ConfigReloads {
  private static final int MOST = 200;

  private final LiveSettings live;
  private final Consumer<AuditEntry> audit;
  private final Consumer<SettingsChanged> tell;

  @Inject
  ConfigReloads(LiveSettings live, AuditLog audit, Event<SettingsChanged> changed) {
    this(live, audit::record, changed::fire);
  }

  ConfigReloads(LiveSettings live, Consumer<AuditEntry> audit, Consumer<SettingsChanged> tell) {
    this.live = live;
    this.audit = audit;
    this.tell = tell;
  }

  /** Reads the configuration again and takes over what can change. */
  public synchronized ConfigReload reload(Caller caller) {
    if (!caller.allTenants()) {
      return new ConfigReload.NotAllowed();
    }
    Proposal proposal;
    try {
      proposal = live.read();
    } catch (ConfigurationProblem e) {
      return new ConfigReload.Invalid(String.valueOf(e.getMessage()));
    }
    if (!proposal.live().isEmpty()) {
      audit.accept(entry(proposal, caller));
      live.accept(proposal);
      tell.accept(new SettingsChanged(proposal.fresh().settings()));
    }
    return new ConfigReload.Done(proposal.live(), proposal.later());
  }

  private static AuditEntry entry(Proposal proposal, Caller caller) {
    AuditEntry entry = AuditEntry.of(caller, "config.reload", "config", null);
    for (Changed changed : proposal.live()) {
      entry = entry.with(changed.key(), text(changed.before()) + " -> " + text(changed.now()));
    }
    return proposal.later().isEmpty()
        ? entry
        : entry.with("needsRestart", String.join(", ", proposal.later()));
  }

  /** An entry of the trail is bounded, and one long expression must not hide the other changes. */
  private static String text(@Nullable String text) {
    if (text == null) {
      return "(default)";
    }
    return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
  }
}
