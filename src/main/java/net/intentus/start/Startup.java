package net.intentus.start;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentRegistry;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.audit.AuditSealing;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.LedgerSource;
import net.intentus.config.ComplianceMode;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Database;
import net.intentus.config.Settings;
import net.intentus.config.StartFailure;
import net.intentus.journal.IdempotencyKeys;
import net.intentus.journal.Instance;
import net.intentus.journal.Journal;
import net.intentus.journal.Partitions;
import net.intentus.journal.RetentionRuns;
import net.intentus.journal.VerificationSweep;
import net.intentus.policy.PolicySource;
import net.intentus.policy.RateSource;
import net.intentus.privacy.DataKeys;
import net.intentus.privacy.KeyRing;
import net.intentus.privacy.SigningKeys;
import net.intentus.privacy.WrongMasterKey;
import net.intentus.release.ConfigWatch;
import net.intentus.release.PlanStart;
import net.intentus.samples.Samples;
import net.intentus.security.Bootstrap;
import net.intentus.security.Provider;
import net.intentus.security.Refusals;
import net.intentus.security.Tokens;
import net.intentus.submission.Admission;
import net.intentus.submission.Lifecycle;
import net.intentus.submission.Recovery;
import net.intentus.wire.ReplayWindow;
import org.jspecify.annotations.Nullable;

/** Brings the rooms up in order. Whatever fails here ends the process with exit code 78. */
@ApplicationScoped
class Startup {
  private static final Logger LOG = Logger.getLogger(Startup.class.getName());
  private static final long POLL_MS = 500;
  private static final long SWEEP_S = 60;
  private static final long CHECK_MS = 1_000;
  private static final long DRAIN_MS = 20_000;
  private static final long FLUSH_MS = 10_000;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService timer;

  @Inject Settings settings;
  @Inject Database database;
  @Inject KeyRing keys;
  @Inject DataKeys dataKeys;
  @Inject SigningKeys signing;
  @Inject AuditLog audit;
  @Inject Bootstrap bootstrap;
  @Inject Tokens tokens;
  @Inject Provider provider;
  @Inject AgentRegistry agents;
  @Inject PolicySource policies;
  @Inject RateSource rates;
  @Inject BudgetSource budgets;
  @Inject LedgerSource ledger;
  @Inject PlanStart plan;
  @Inject ConfigWatch configWatch;
  @Inject Samples samples;
  @Inject Journal journal;
  @Inject Partitions partitions;
  @Inject RetentionRuns retention;
  @Inject VerificationSweep sweep;
  @Inject IdempotencyKeys idempotency;
  @Inject Admission admission;
  @Inject Lifecycle lifecycle;
  @Inject Instance instance;
  @Inject Recovery recovery;
  @Inject AuditSealing sealing;
  @Inject Refusals refusals;
  @Inject ReplayWindow replays;

  private @Nullable StopSignal signals;

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    try {
      run();
    } catch (ConfigurationProblem problem) {
      throw StartFailure.halt(String.valueOf(problem.getMessage()));
    } catch (WrongMasterKey e) {
      throw StartFailure.halt(
          "intentus.encryption.key: it is not the key that this database was set up with."
              + " Give this instance the same key, or copy master.key from the one that has it.");
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the start failed", e);
      throw StartFailure.halt("something failed unexpectedly; the log above has the details.");
    }
  }

  private void run() {
    tokens.open();
    provider.open();
    database.migrate(settings);
    partitions.makeAhead();
    int rewrapped = keys.rewrap();
    keys.open();
    dataKeys.open();
    if (rewrapped > 0) {
      audit.record(
          AuditEntry.bySystem("encryption-key.rewrap", "encryption-key", null)
              .with("keys", Integer.toString(rewrapped)));
    }
    signing.open();
    plan.read();
    bootstrap.run().announcement().ifPresent(Startup::print);
    agents.start();
    samples.install();
    policies.refresh();
    budgets.refresh();
    ledger.start();
    plan.begin();
    every(POLL_MS, this::poll);
    var unused = timer.scheduleWithFixedDelay(idempotency::sweep, 1, SWEEP_S, TimeUnit.SECONDS);
    every(SWEEP_S * 1_000, this::forgetRates);
    every(CHECK_MS, ledger::store);
    instance.start();
    journal.start();
    retention.start();
    every(Instance.BEAT_MS, this::beat);
    every(Partitions.EVERY_MS, partitions::makeAhead);
    lifecycle.start();
    signals = StopSignal.before(this::drain);
    every(Recovery.EVERY_MS, recovery::sweep);
    every(CHECK_MS, sweep::tick);
    every(CHECK_MS, sealing::tick);
    every(CHECK_MS, refusals::tick);
    every(CHECK_MS, configWatch::tick);
    var unusedReplays = timer.scheduleWithFixedDelay(replays::sweep, 1, SWEEP_S, TimeUnit.SECONDS);
    sayMode();
    LOG.info("intentusnet is ready");
  }

  private void sayMode() {
    if (settings.complianceMode() == ComplianceMode.DEVELOPMENT) {
      LOG.warning(
          "intentus.compliance.mode is development: determinism is "
              + (settings.requireDeterminism() ? "required all the same" : "not required"));
    }
  }

  private void every(long millis, Runnable task) {
    var unused = timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** While the journal is not healthy, its own attempts to write keep the lease. */
  private void beat() {
    if (journal.healthy() && !instance.tryBeat()) {
      journal.doubt();
    }
  }

  /** Takes over the policy, the budgets and the keys that another instance has saved. */
  private void poll() {
    try {
      policies.refresh();
      budgets.refresh();
      if (signing.enabled()) {
        signing.refresh();
      }
      if (dataKeys.enabled()) {
        dataKeys.refresh();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the policy or the keys could not be read; trying again", e);
    }
  }

  /** The next round does what this one could not. */
  private void forgetRates() {
    try {
      rates.sweep();
      ledger.sweep();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "old counters of rate limits and budgets could not be removed", e);
    }
  }

  /** Refuses new work and lets what runs end, for a while; what is open then is recovered. */
  private void drain() {
    if (lifecycle.draining()) {
      return; // at the signal already, and whoever was late then is late now
    }
    lifecycle.drain();
    long deadline = System.nanoTime() + DRAIN_MS * 1_000_000;
    try {
      while (admission.busy() && System.nanoTime() < deadline) {
        synchronized (this) {
          wait(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what waits. */
  void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    StopSignal handled = signals;
    if (handled != null) {
      handled.remove();
    }
    drain();
    retention.stop(FLUSH_MS);
    journal.stop(FLUSH_MS);
    ledger.stop();
    instance.stop();
  }

  /** Generated credentials are shown on the console only: a log is kept and shipped. */
  @SuppressWarnings("SystemOut")
  private static void print(String announcement) {
    PrintStream out = System.out;
    out.println(announcement);
    out.flush();
  }
}
