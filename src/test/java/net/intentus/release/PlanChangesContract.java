package net.intentus.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import leaves behind, on a real database, with parts of numbers. */
abstract class PlanChangesContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00.123Z"), ZoneOffset.UTC);
  private static final Caller ADMIN = new Caller("user:admin", "*", Set.of("admin"), null, null);
  private final List<AuditEntry> audited = new ArrayList<>();
  private final Figure one = new Figure("one");
  private final Figure two = new Figure("two");
  private final Parts parts = new Parts(List.of(two, one));
  private JpaDatabase database;

  abstract JpaDatabase open();

  @BeforeEach
  void start() {
    database = open();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  /** A part that is one number. */
  private static final class Figure implements Part {
    private final String name;
    private final List<String> done = new ArrayList<>();
    private int live;
    private boolean conflict;

    Figure(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public JsonNode live() {
      return IntNode.valueOf(live);
    }

    @Override
    public JsonNode normal(JsonNode given, Violations violations) {
      return given;
    }

    @Override
    public void check(JsonNode normal, Violations violations) {}

    @Override
    public List<PlanDifference> differences(JsonNode was, JsonNode wanted) {
      return List.of(new PlanDifference(name, name, was, wanted));
    }

    @Override
    public void hold() {
      done.add("held");
    }

    @Override
    public void put(JsonNode was, JsonNode wanted, Caller caller) {
      if (conflict) {
        throw new IllegalStateException("changed meanwhile");
      }
      done.add(was + " -> " + wanted);
      live = wanted.intValue();
    }

    @Override
    public void refresh() {}
  }

  private static PlanDocument plan(int a, int b) {
    return new PlanDocument(
        Map.of("one", IntNode.valueOf(a), "two", IntNode.valueOf(b)),
        new PlanSignature("sha-256:k", "v"));
  }

  private Optional<PlanDocument> put(PlanDocument plan, Predicate<PlanDocument> agreed) {
    return database.inTransaction(
        entities ->
            new PlanChanges(parts, new PlanStore(entities), audited::add, CLOCK)
                .put(plan, agreed, ADMIN));
  }

  private List<PlanImport> imports() {
    return database.inTransaction(entities -> new PlanStore(entities).newest(10));
  }

  private boolean knows(PlanDocument plan) {
    return database.inTransaction(entities -> new PlanStore(entities).knows(plan.hash()));
  }

  @Test
  void onlyWhatDiffersIsPutAndTheImportIsNoted() {
    assertThat(put(plan(0, 5), live -> true).orElseThrow().hash()).isEqualTo(plan(0, 0).hash());
    assertThat(one.done).containsExactly("held");
    assertThat(two.done).containsExactly("held", "0 -> 5");
    assertThat(imports())
        .containsExactly(
            new PlanImport(1, plan(0, 5).hash(), "sha-256:k", "user:admin", CLOCK.instant()));
    AuditEntry entry = audited.get(0);
    assertThat(entry.action()).isEqualTo("plan.import");
    assertThat(entry.detail().path("hash").asText()).isEqualTo(plan(0, 5).hash());
    assertThat(entry.detail().path("replaced").asText()).isEqualTo(plan(0, 0).hash());
  }

  @Test
  void nothingChangesWhenSomethingElseIsLiveThanAgreed() {
    assertThat(put(plan(1, 1), live -> false)).isEmpty();
    assertThat(one.live + two.live).isZero();
    assertThat(imports()).isEmpty();
    assertThat(audited).isEmpty();
  }

  @Test
  void aPartThatWasChangedMeanwhileUndoesTheNote() {
    two.conflict = true;
    assertThatThrownBy(() -> put(plan(1, 1), live -> true))
        .isInstanceOf(IllegalStateException.class);
    assertThat(imports()).isEmpty();
  }

  @Test
  void asManyInstancesAsLikeStartWithTheSamePlan() {
    put(plan(1, 2), live -> true);
    put(plan(1, 2), live -> true);
    assertThat(imports()).hasSize(1);
    assertThat(audited).hasSize(1);
  }

  @Test
  void aPlanIsKnownForeverAndTheNewestIsTheLast() {
    put(plan(1, 2), live -> true);
    put(plan(3, 4), live -> true);
    put(plan(1, 2), live -> true);
    assertThat(imports()).extracting(PlanImport::number).containsExactly(3L, 2L, 1L);
    assertThat(knows(plan(3, 4))).isTrue();
    assertThat(knows(plan(9, 9))).isFalse();
  }

  /** What is live already may not have come by an import; from then on it has. */
  @Test
  void whatIsLiveAnywayIsNotedOnce() {
    put(plan(0, 0), live -> true);
    put(plan(0, 0), live -> true);
    assertThat(imports()).hasSize(1);
  }
}
