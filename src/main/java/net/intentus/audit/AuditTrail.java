package net.intentus.audit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import net.intentus.audit.AuditReport.Broken;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** The read side of the trail. Thread-safe. */
@Singleton
public class AuditTrail {
  /** The most entries that one check looks at. */
  public static final int MAX_CHECKED = 200_000;

  private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);
  private static final int PAGE = 1_000;

  private final AuditStore store;

  @Inject
  AuditTrail(AuditStore store) {
    this.store = store;
  }

  /**
   * One page, the newest first, of what the caller may see: what its own tenant did, or everything.
   *
   * @param before the id that the page begins behind, or null for the first
   */
  public List<AuditView> page(
      Caller caller, AuditFilter filter, @Nullable String before, int limit) {
    return store.page(visible(caller, filter), before, limit);
  }

  /** Gives all that the caller may see and that is in the chain to the consumer, oldest first. */
  public void export(Caller caller, AuditFilter filter, Consumer<AuditView> consumer) {
    AuditFilter visible = visible(caller, filter);
    long end = store.chain().seq();
    List<AuditView> page = store.sealed(visible, 0, end, PAGE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      Long last = page.get(page.size() - 1).seq();
      page = last == null ? List.of() : store.sealed(visible, last, end, PAGE);
    }
  }

  /**
   * The same, written as JSON documents, one a line.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void export(Caller caller, AuditFilter filter, OutputStream out) {
    export(
        caller,
        filter,
        entry -> {
          try {
            out.write(Json.bytes(entry.toJson()));
            out.write('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Checks the chain from a place on, up to where it went when the check began.
   *
   * @param from 1 for all of it; the entry before another place is trusted
   */
  public AuditReport verify(long from) {
    AuditChain chain = store.chain();
    String prev = chain.name();
    if (from > Math.max(1, chain.seq())) {
      return report(chain, 0, null, null);
    }
    if (from > 1) {
      List<AuditView> before = store.sealed(ALL, from - 2, from - 1, 1);
      if (before.isEmpty()) {
        return report(chain, 0, null, new Broken(from - 1, null, "the entry is missing"));
      }
      prev = String.valueOf(before.get(0).hash());
    }
    return walk(chain, from, prev);
  }

  private AuditReport walk(AuditChain chain, long from, String first) {
    String prev = first;
    long next = from;
    while (next <= chain.seq()) {
      if (next - from >= MAX_CHECKED) {
        return report(chain, next - from, next, null);
      }
      List<AuditView> page = store.sealed(ALL, next - 1, chain.seq(), PAGE);
      if (page.isEmpty()) {
        return report(chain, next - from, null, new Broken(next, null, "the entry is missing"));
      }
      for (AuditView entry : page) {
        Broken broken = check(entry, next, prev);
        if (broken != null) {
          return report(chain, next - from, null, broken);
        }
        prev = String.valueOf(entry.hash());
        next++;
      }
    }
    return report(chain, next - from, null, end(chain, prev));
  }

  private @Nullable Broken end(AuditChain chain, String last) {
    if (!last.equals(chain.hash())) {
      return new Broken(chain.seq(), null, "the end of the chain is not the last entry");
    }
    List<AuditView> behind = store.sealed(ALL, chain.seq(), Long.MAX_VALUE, 1);
    return behind.isEmpty() || store.chain().seq() > chain.seq()
        ? null
        : new Broken(chain.seq() + 1, behind.get(0).id(), "it is behind the end of the chain");
  }

  private static @Nullable Broken check(AuditView entry, long place, String prev) {
    Long seq = entry.seq();
    if (seq == null || seq != place) {
      return new Broken(place, null, "the entry is missing");
    }
    if (!prev.equals(entry.prevHash())) {
      return new Broken(place, entry.id(), "it does not follow the entry before it");
    }
    return entry.expectedHash().equals(entry.hash())
        ? null
        : new Broken(place, entry.id(), "it is not what was written");
  }

  private AuditReport report(
      AuditChain chain, long checked, @Nullable Long nextFrom, @Nullable Broken broken) {
    return new AuditReport(chain, checked, store.unsealed(), nextFrom, broken);
  }

  private static AuditFilter visible(Caller caller, AuditFilter filter) {
    return caller.allTenants()
        ? filter
        : new AuditFilter(
            caller.tenant(),
            filter.actor(),
            filter.action(),
            filter.object(),
            filter.from(),
            filter.to());
  }
}
