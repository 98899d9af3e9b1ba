package net.intentus.observability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import net.intentus.agent.AgentGuards;
import net.intentus.journal.Journal;
import net.intentus.submission.Admission;

/** Readings that are taken when somebody scrapes, and cost nothing otherwise. */
@Singleton
class Gauges {
  private final Meters meters;
  private final Admission admission;
  private final Journal journal;
  private final AgentGuards guards;

  @Inject
  Gauges(Meters meters, Admission admission, Journal journal, AgentGuards guards) {
    this.guards = guards;
    this.meters = meters;
    this.admission = admission;
    this.journal = journal;
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    meters.gauge(
        "intentus_in_flight", "Intents that are being worked on.", () -> admission.inFlight());
    meters.gauge(
        "intentus_in_flight_limit", "Intents that may be worked on.", () -> admission.limit());
    meters.gauge(
        "intentus_circuits_open",
        "Agents that this instance does not call, or only to try them.",
        () -> guards.openCircuits());
    meters.gauge(
        "intentus_journal_queue_depth",
        "Appends that wait to be committed.",
        () -> journal.queueDepth());
  }
}
