package net.intentus.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
  private static final Set<String> NAMES = Set.of("agents", "policy");
  private static final PlanDocument PLAN =
      new PlanDocument(
          Map.of(
              "agents", Json.trusted("[{\"name\":\"a\"}]"), "policy", Json.trusted("{\"n\":1.0}")),
          new PlanSignature("sha-256:k", Base64.getEncoder().encodeToString(new byte[64])));

  private final Violations violations = new Violations();

  private Optional<PlanDocument> read(JsonNode json) {
    return PlanDocument.read(json, NAMES, violations);
  }

  private List<String> pointers() {
    return violations.all().stream().map(Violation::pointer).toList();
  }

  @Test
  void comesBackWhole() {
    PlanDocument read = read(Json.trusted(PLAN.toJson().toPrettyString())).orElseThrow();
    assertThat(read.toJson()).isEqualTo(PLAN.toJson());
    assertThat(read.signature()).isEqualTo(PLAN.signature());
  }

  @Test
  void theHashCoversSchemaAndPartsInCanonicalForm() {
    assertThat(PLAN.hash())
        .isEqualTo(
            Hashes.ofCanonical(
                "{\"agents\":[{\"name\":\"a\"}],\"policy\":{\"n\":1},\"schema\":\"intentusnet-plan/1\"}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(new String(PLAN.message(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("intentusnet/compiled-plan/v1\n" + PLAN.hash());
  }

  @Test
  void anEditIsNoticed() {
    ObjectNode edited = PLAN.toJson();
    edited.withArray("/agents").addObject().put("name", "b");
    assertThat(read(edited)).isEmpty();
    assertThat(pointers()).containsExactly("/hash");
  }

  @Test
  void anotherSchemaIsRefusedForThatAlone() {
    assertThat(read(PLAN.toJson().put("schema", "intentusnet-plan/2"))).isEmpty();
    assertThat(read(Json.object())).isEmpty();
    assertThat(read(Json.trusted("[]"))).isEmpty();
    assertThat(pointers()).containsOnly("/schema");
  }

  @Test
  void everyPartIsThereAndNothingElse() {
    ObjectNode json = PLAN.toJson().put("surprise", 1);
    json.remove("policy");
    assertThat(read(json)).isEmpty();
    assertThat(pointers()).containsExactly("/surprise", "/policy");
  }

  @Test
  void aSignatureIsSixtyFourBytesOfOneAlgorithm() {
    ObjectNode json = PLAN.toJson();
    json.withObject("/signature").put("value", "AAAA");
    assertThat(read(json)).isEmpty();
    assertThat(pointers()).containsExactly("/signature");
    json.withObject("/signature").put("value", "%").put("algorithm", "none");
    Violations others = new Violations();
    assertThat(PlanDocument.read(json, NAMES, others)).isEmpty();
    assertThat(others.all())
        .extracting(Violation::pointer)
        .containsExactly("/signature/algorithm", "/signature");
  }
}
