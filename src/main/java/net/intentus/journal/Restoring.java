package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.journal.RestoreResult.Rejection;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * Brings executions back from archives. Thread-safe.
 *
 * <p>A line is believed only when its record verifies, and what is here already is never touched.
 */
@Singleton
public class Restoring {
  private final RestoreStore store;
  private final Partitions partitions;
  private final PublicKeys keys;
  private final Consumer<AuditEntry> audit;
  private final Clock clock;
  private final PayloadVault vault;

  @Inject
  Restoring(
      RestoreStore store,
      Partitions partitions,
      SigningKeys keys,
      AuditLog audit,
      Clock clock,
      PayloadVault vault) {
    this(store, partitions, keys, audit::record, clock, vault);
  }

  Restoring(
      RestoreStore store,
      Partitions partitions,
      PublicKeys keys,
      Consumer<AuditEntry> audit,
      Clock clock,
      PayloadVault vault) {
    this.store = store;
    this.partitions = partitions;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    this.vault = vault;
  }

  /** Restores exported executions, one a line, in one transaction with its audit entry. */
  @Transactional
  public RestoreResult restore(List<byte[]> lines, Caller caller) {
    makePartitions(lines);
    int restored = 0;
    int skipped = 0;
    List<Rejection> rejected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String id = null;
      try {
        Evidence record = ExportReader.read(lines.get(i), vault);
        id = record.row().executionId();
        Optional<String> head = store.head(id);
        String problem = head.isPresent() ? conflict(head.get(), record) : damage(record);
        if (problem != null) {
          rejected.add(new Rejection(i + 1, id, problem));
        } else if (head.isPresent()) {
          skipped++;
        } else {
          store.insert(record, clock.instant());
          restored++;
        }
      } catch (ExportReader.Unreadable e) {
        rejected.add(new Rejection(i + 1, id, String.valueOf(e.getMessage())));
      }
    }
    RestoreResult result = new RestoreResult(restored, skipped, rejected);
    audit.accept(entry(result, caller));
    return result;
  }

  /** An archive is in order of identifier, so that its ends say which days it is of. */
  private void makePartitions(List<byte[]> lines) {
    if (lines.isEmpty()) {
      return;
    }
    try {
      partitions.makeBack(idOf(lines.get(0)), idOf(lines.get(lines.size() - 1)));
    } catch (ExportReader.Unreadable e) {
      return; // is said of the line itself
    }
  }

  private String idOf(byte[] line) throws ExportReader.Unreadable {
    return ExportReader.read(line, vault).row().executionId();
  }

  private static @Nullable String conflict(String head, Evidence record) {
    return head.equals(record.row().journalHead())
        ? null
        : "Another record has this identifier here.";
  }

  private @Nullable String damage(Evidence record) {
    if (!record.row().status().terminal()) {
      return "The execution had not ended when it was exported.";
    }
    return Verification.of(record, keys).checks().stream()
        .filter(check -> check.result() == VerifyReport.Result.FAILED)
        .findFirst()
        .map(check -> check.name() + ": " + check.detail())
        .orElse(null);
  }

  private static AuditEntry entry(RestoreResult result, Caller caller) {
    return AuditEntry.of(caller, "execution.restore", "execution", null)
        .with("restored", Integer.toString(result.restored()))
        .with("skipped", Integer.toString(result.skipped()))
        .with("rejected", Integer.toString(result.rejected().size()));
  }
}
