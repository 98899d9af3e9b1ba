package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.intentus.JpaDatabase;
import net.intentus.SettableClock;
import net.intentus.wal.FaultyDisk;
import net.intentus.wal.WriteAheadLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the log and not in the database, when a process, the disk or the database ends. */
class LocalLedgerTest {
  private static final Budget CALLS =
      new Budget(
          "calls",
          Scope.GLOBAL,
          null,
          Period.DAY,
          new Limits(1_000L, null, 10L),
          null,
          null,
          false,
          1,
          1);
  private static final Budget EACH =
      new Budget(
          "each",
          Scope.GLOBAL,
          null,
          Period.EXECUTION,
          new Limits(null, null, 2L),
          null,
          null,
          false,
          1,
          1);

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-31T22:30:00Z"));
  private final FaultyDisk disk = new FaultyDisk();
  private final AtomicInteger numbers = new AtomicInteger();
  private JpaDatabase database;
  private Store store;
  private LocalLedger local;
  private LedgerSource ledger;

  /** A database that fails on demand, before or after it has done it. */
  private static final class Store extends LedgerContract.Transactions {
    boolean away;
    boolean silent;

    Store(JpaDatabase database) {
      super(database);
    }

    @Override
    public void save(List<LedgerStep> decided, boolean again) {
      if (away) {
        throw new IllegalStateException("away");
      }
      super.save(decided, again);
      if (silent) {
        silent = false;
        throw new IllegalStateException("nobody heard that it was done");
      }
    }
  }

  @BeforeEach
  void setUp() throws IOException {
    database = JpaDatabase.h2();
    store = new Store(database);
    begin();
  }

  @AfterEach
  void tearDown() {
    database.close();
  }

  /** A process begins; the one before has ended without a word. */
  private void begin() throws IOException {
    local = new LocalLedger(store, new WriteAheadLog(directory, false, disk));
    ledger = new LedgerSource(local, store, clock, Duration.ofSeconds(30));
    local.start();
  }

  private HoldResult hold(Budget... budgets) {
    String id = "e" + numbers.incrementAndGet();
    return ledger.hold(List.of(budgets), new Claim(id, 1, "acme", "SearchIntent", "a", 5));
  }

  private HoldResult.Held held(Budget... budgets) {
    return (HoldResult.Held) hold(budgets);
  }

  private Meter stored() {
    Map<String, Meter> meters = store.meters(List.of(CALLS.window(clock.instant(), "")));
    return meters.values().stream().findFirst().orElse(Meter.EMPTY);
  }

  private Meter meter() {
    return ledger.meters(List.of(CALLS)).get("calls");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void theDatabaseHasItLater() throws IOException {
    HoldResult.Held first = held(CALLS);
    held(CALLS);
    assertThat(ledger.settle(first, new Usage(1, 2, 40, null))).isTrue();
    assertThat(meter().used()).isEqualTo(new Amount(40, 3, 1));
    assertThat(stored()).isEqualTo(Meter.EMPTY);
    ledger.store();
    assertThat(stored()).isEqualTo(meter());
    assertThat(stored().held()).isEqualTo(new Amount(5, 0, 1));
    ledger.stop();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatWasHeldAndSettledComesBackAfterTheEndOfTheProcess() throws IOException {
    HoldResult.Held first = held(CALLS, EACH);
    HoldResult.Held second = held(CALLS);
    ledger.settle(first, new Usage(0, 0, 70, null));
    final Meter before = meter();
    begin();
    assertThat(meter()).isEqualTo(before);
    assertThat(stored()).isEqualTo(before);
    assertThat(ledger.lost("e1", 1)).contains(new Usage(0, 0, 70, null));
    assertThat(ledger.settle(second, new Usage(0, 0, 8, null))).isTrue();
    assertThat(meter().used()).isEqualTo(new Amount(78, 0, 2));
    assertThat(meter().held()).isEqualTo(Amount.NONE);
    assertThat(ledger.settle(second, new Usage(0, 0, 900, null))).isTrue();
    assertThat(ledger.settle(first, new Usage(0, 0, 900, null))).isTrue();
    ledger.store();
    assertThat(ledger.settle(second, new Usage(0, 0, 900, null))).isTrue();
    assertThat(stored().used()).isEqualTo(new Amount(78, 0, 2));
    assertThat(ledger.usage(CALLS).spenders()).extracting(one -> one.used().calls()).contains(2L);
  }

  @Test
  void nothingIsCountedTwiceWhoeverMissesThatItWasStored() throws IOException {
    HoldResult.Held first = held(CALLS);
    held(CALLS);
    ledger.settle(first, new Usage(0, 0, 9, null));
    store.silent = true;
    ledger.store();
    final Meter before = meter();
    assertThat(stored()).isEqualTo(before);
    ledger.store();
    assertThat(stored()).isEqualTo(before);
    held(CALLS);
    store.silent = true;
    ledger.store();
    final Meter then = meter();
    begin();
    assertThat(stored()).isEqualTo(then);
    assertThat(meter().taken().calls()).isEqualTo(3);
  }

  @Test
  void aLimitHoldsOverTheEndOfTheProcess() throws IOException {
    for (int i = 0; i < 10; i++) {
      held(CALLS);
    }
    begin();
    assertThat(hold(CALLS)).isInstanceOf(HoldResult.Exceeded.class);
  }

  @Test
  void whatTheLogCannotTakeIsNotHeldAndSettledLater() {
    HoldResult.Held first = held(CALLS);
    final Meter before = meter();
    disk.full(true);
    assertThatThrownBy(() -> hold(CALLS)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> hold(EACH)).isInstanceOf(UncheckedIOException.class);
    assertThat(ledger.settle(first, Usage.NONE)).isFalse();
    assertThat(meter()).isEqualTo(before);
    disk.full(false);
    assertThat(ledger.settle(first, Usage.NONE)).isTrue();
    assertThat(meter().taken()).isEqualTo(new Amount(0, 0, 1));
    held(CALLS, EACH);
    ledger.store();
    assertThat(stored()).isEqualTo(meter());
  }

  @Test
  void withoutTheDatabaseItGoesOnAsLongAsThereIsRoom() throws IOException {
    Budget wide =
        new Budget(
            "wide",
            Scope.GLOBAL,
            null,
            Period.DAY,
            new Limits(null, null, 1_000_000L),
            null,
            null,
            false,
            1,
            1);
    held(wide);
    store.away = true;
    ledger.store();
    int held = 1;
    while (held < 60_000 && holds(wide)) {
      held++;
    }
    assertThat(held).isBetween(40_000, 55_000);
    store.away = false;
    assertThat(holds(wide)).isTrue();
    begin();
    assertThat(ledger.meters(List.of(wide)).get("wide").held().calls()).isEqualTo(held + 1);
  }

  private boolean holds(Budget budget) {
    try {
      return hold(budget) instanceof HoldResult.Held;
    } catch (IllegalStateException away) {
      return false;
    }
  }

  @Test
  void windowsOfManyExecutionsAreNotKeptInMemoryAndStillCount() {
    HoldResult.Held first = null;
    for (int i = 0; i < 1_500; i++) {
      HoldResult.Held one = held(EACH);
      first = first == null ? one : first;
    }
    ledger.store();
    assertThat(local.remembered()).isLessThan(1_000);
    Claim again = new Claim("e1", 2, "acme", "SearchIntent", "a", 5);
    assertThat(ledger.hold(List.of(EACH), again)).isInstanceOf(HoldResult.Held.class);
    Claim third = new Claim("e1", 3, "acme", "SearchIntent", "a", 5);
    assertThat(ledger.hold(List.of(EACH), third)).isInstanceOf(HoldResult.Exceeded.class);
    ledger.release(first);
    assertThat(ledger.hold(List.of(EACH), third)).isInstanceOf(HoldResult.Held.class);
  }

  @Test
  void anotherVersionsLogIsRefused() throws IOException {
    try (WriteAheadLog log = new WriteAheadLog(directory, false)) {
      log.write(List.of(new byte[] {99}));
    }
    assertThatThrownBy(this::begin).isInstanceOf(IOException.class);
  }
}
