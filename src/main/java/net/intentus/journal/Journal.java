package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.config.Settings;
import net.intentus.config.Settings.Durability;
import net.intentus.intent.Hashes;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.Sealer;
import net.intentus.privacy.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * The record of every execution. Thread-safe.
 *
 * <p>Nothing is stored until {@link #commit} or {@link #close}; both return when the append is as
 * durable as {@code intentus.recording.durability} says, or has failed.
 */
@Singleton
public class Journal {
  private static final long PATIENCE_MS = 30_000;

  private final JournalWriter writer;
  private final InFlight inFlight;
  private final Instance instance;
  private final Sealer sealer;
  private final Completions completions;
  private final SigningKeys keys;
  private final KeepingRules keeping;
  private final PayloadVault vault;
  private final boolean early;

  @Inject
  Journal(
      JournalWriter writer,
      InFlight inFlight,
      Instance instance,
      Sealer sealer,
      Completions completions,
      SigningKeys keys,
      KeepingRules keeping,
      PayloadVault vault,
      Settings settings) {
    this.keys = keys;
    this.writer = writer;
    this.completions = completions;
    this.inFlight = inFlight;
    this.instance = instance;
    this.sealer = sealer;
    this.keeping = keeping;
    this.vault = vault;
    this.early = settings.recording().durability() == Durability.ASYNC;
  }

  /** Starts the writer. Once, after the schema is up to date. */
  public void start() {
    writer.start();
    completions.start();
  }

  /** Writes what is queued and stops, after that many milliseconds at the latest. */
  public void stop(long millis) {
    writer.stop(millis);
  }

  /** Whether the database took the last append or has answered since. */
  public boolean healthy() {
    return writer.healthy();
  }

  /** Says that something could not be written: nothing is taken until a write has worked. */
  public void doubt() {
    writer.doubt();
  }

  /** How many appends wait to be written. */
  public int queueDepth() {
    return writer.depth();
  }

  /** Begins a log in memory with its first event. */
  public ExecutionLog begin(ExecutionStart start) {
    return begin(start, null);
  }

  /**
   * Begins a log whose first append is refused with {@link Appended#KEY_TAKEN} unless the key is
   * free; without a claim it is not.
   */
  public ExecutionLog begin(ExecutionStart start, @Nullable IdempotencyClaim claim) {
    return new ExecutionLog(
        start, keys.signer().orElse(null), claim, keeping.of(start.envelope().intent().name()));
  }

  /** Makes everything added so far durable. */
  public Appended commit(ExecutionLog log) {
    return commit(log, null);
  }

  /** The same, with an entry in the audit trail that is there exactly when the append is. */
  public Appended commit(ExecutionLog log, @Nullable AuditEntry audit) {
    return submit(append(log, null, audit, true));
  }

  /**
   * Ends the execution and makes everything durable. The log's last event must be {@code
   * FINAL_RESPONSE}.
   */
  public Appended close(ExecutionLog log, ExecutionEnd end) {
    return close(log, end, null);
  }

  /** The same, with an entry in the audit trail that is there exactly when the append is. */
  public Appended close(ExecutionLog log, ExecutionEnd end, @Nullable AuditEntry audit) {
    return submit(append(log, end, audit, true));
  }

  /** Whether {@link #closeEarly} returns before the append is durable. */
  public boolean closesEarly() {
    return early;
  }

  /**
   * As {@link #close}, for work that may be lost: with {@code intentus.recording.durability=async}
   * it returns {@link Appended#ACCEPTED} as soon as the append is queued, if nothing of the
   * execution is stored yet. A later failure is published as {@link JournalLost}.
   */
  public Appended closeEarly(ExecutionLog log, ExecutionEnd end) {
    return submit(append(log, end, null, !early || log.opened()));
  }

  private Append append(
      ExecutionLog log, @Nullable ExecutionEnd end, @Nullable AuditEntry audit, boolean awaited) {
    PlainBlock events = log.takePending();
    boolean opening = !log.opened();
    String id = log.executionId();
    byte[] envelope = vault.kept(id, PayloadPart.ENVELOPE, log.envelope(end != null));
    log.markOpened();
    if (opening && end == null) {
      inFlight.begin(log.executionId());
    }
    String owner = end == null ? instance.id() : null;
    return new Append(
        log.executionId(),
        opening ? ExecutionEntity.open(log.start(), log.head(), log.lastSeq(), owner) : null,
        opening ? log.claim() : null,
        new JournalBlockEntity(log.executionId(), events, signature(log)),
        envelope,
        end,
        end == null ? null : vault.kept(id, PayloadPart.RESPONSE, end.response().lasting()),
        log.head(),
        log.lastSeq(),
        custody(log, end, audit),
        new Append.Waiter(awaited));
  }

  /** What ends needs nothing any more, unless a verdict may have to run it again. */
  private Custody custody(
      ExecutionLog log, @Nullable ExecutionEnd end, @Nullable AuditEntry audit) {
    boolean keep = end == null || end.status() == ExecutionStatus.UNKNOWN;
    Map<Integer, byte[]> sealed = new TreeMap<>();
    if (keep) {
      log.takeKept()
          .forEach(
              (part, plain) ->
                  sealed.put(part, sealer.seal(log.executionId(), purpose(part), plain)));
    }
    boolean erase = !keep && log.keeps();
    return sealed.isEmpty() && !erase && audit == null && log.epoch() == 0
        ? Custody.FIRST
        : new Custody(log.epoch(), sealed, erase, audit);
  }

  /** What a kept part is sealed for. */
  static String purpose(int part) {
    return "execution-part-" + part;
  }

  /**
   * As {@link #close}, but returns at once; {@code then} is told the outcome exactly once, after
   * half a minute at the latest, on another thread as a rule.
   */
  public void closeLater(ExecutionLog log, ExecutionEnd end, Consumer<Appended> then) {
    Append append = append(log, end, null, true);
    append.waiter().then(outcome -> completions.add(() -> then.accept(ended(append, outcome))));
    if (!writer.healthy()) {
      then.accept(ended(append, Append.Outcome.FAILED));
    } else if (!writer.offer(append)) {
      inFlight.end(append.executionId());
      then.accept(Appended.FULL);
    } else {
      completions.expect(append.waiter(), PATIENCE_MS);
    }
  }

  private Appended ended(Append append, Append.Outcome outcome) {
    letGo(append);
    return appended(outcome);
  }

  /** What the write-ahead log has is let go of when the database has it, too. */
  private void letGo(Append append) {
    if (append.ending() == null || !append.acknowledged()) {
      inFlight.end(append.executionId());
    }
  }

  private @Nullable KeySignature signature(ExecutionLog log) {
    if (!log.signed()) {
      return null;
    }
    String head = Hashes.format(log.head());
    return keys.sign(SignedBlock.message(log.executionId(), log.lastSeq(), head)).orElse(null);
  }

  private Appended submit(Append append) {
    Appended verdict = offered(append);
    if (append.ending() != null || verdict != Appended.DURABLE) {
      letGo(append); // finished, or left to recovery
    }
    return verdict;
  }

  private Appended offered(Append append) {
    if (!writer.healthy()) {
      return Appended.UNAVAILABLE;
    }
    if (!writer.offer(append)) {
      return Appended.FULL;
    }
    if (!append.waiter().awaited()) {
      return Appended.ACCEPTED;
    }
    return appended(append.waiter().await(PATIENCE_MS));
  }

  private static Appended appended(Append.Outcome outcome) {
    return switch (outcome) {
      case DURABLE -> Appended.DURABLE;
      case REFUSED -> Appended.KEY_TAKEN;
      case FAILED -> Appended.UNAVAILABLE;
    };
  }
}
