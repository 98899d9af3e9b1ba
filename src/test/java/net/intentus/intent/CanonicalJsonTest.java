package net.intentus.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.intentus.Golden;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @ParameterizedTest
  @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
  void writesTheVectorsOfRfc8785(String name) throws Exception {
    JsonNode input = Json.read(Golden.bytes("rfc8785/input/" + name + ".json"));
    assertThat(CanonicalJson.bytes(input))
        .isEqualTo(Golden.bytes("rfc8785/output/" + name + ".json"));
  }

  @Property(tries = 1000)
  void agreesWithTheReferenceImplementation(@ForAll("trees") JsonNode tree) throws Exception {
    JsonNode document = NODES.arrayNode().add(tree);
    assertThat(CanonicalJson.text(document))
        .isEqualTo(new String(new JsonCanonicalizer(Json.bytes(document)).getEncodedUTF8(), UTF_8));
  }

  @Property(tries = 500)
  void isReadBackAsItself(@ForAll("trees") JsonNode tree) throws Exception {
    byte[] once = CanonicalJson.bytes(tree);
    assertThat(CanonicalJson.bytes(Json.read(once))).isEqualTo(once);
  }

  @Test
  void refusesWhatIsNoFiniteDouble() {
    for (double value : List.of(Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> CanonicalJson.text(NODES.numberNode(value)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return trees(3);
  }

  private static Arbitrary<JsonNode> trees(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            text().map(NODES::textNode),
            Arbitraries.longs().map(NODES::numberNode),
            Arbitraries.bigIntegers().map(NODES::numberNode),
            Arbitraries.longs()
                .map(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .map(NODES::numberNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode()));
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<JsonNode> below = trees(depth - 1);
    return Arbitraries.oneOf(
        leaves,
        below.list().ofMaxSize(4).map(CanonicalJsonTest::array),
        Arbitraries.maps(text(), below).ofMaxSize(4).map(CanonicalJsonTest::object));
  }

  /** Any Unicode text: the surrogates of jqwik's strings come in pairs or are left out. */
  private static Arbitrary<String> text() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(6)
        .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
  }

  private static JsonNode array(List<JsonNode> elements) {
    ArrayNode array = NODES.arrayNode();
    elements.forEach(array::add);
    return array;
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    ObjectNode object = NODES.objectNode();
    fields.forEach(object::set);
    return object;
  }
}
