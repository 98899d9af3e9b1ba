package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonDiffTest {
  private static JsonNode json(String text) {
    return Json.trusted(text.replace('\'', '"'));
  }

  private static List<ExecutionDiff.Field> diff(String a, String b) {
    return new JsonDiff(100, pointer -> false).compare("", json(a), json(b)).fields();
  }

  private static ExecutionDiff.Field field(String pointer, String a, String b) {
    return new ExecutionDiff.Field(pointer, a == null ? null : json(a), b == null ? null : json(b));
  }

  @Test
  void pointsAtWhatDiffers() {
    assertThat(diff("{'a':1,'b':{'c/d':[1,2]},'e':null}", "{'b':{'c/d':[1,3,4]},'e':{}}"))
        .containsExactly(
            field("/a", "1", null),
            field("/b/c~1d/1", "2", "3"),
            field("/b/c~1d/2", null, "4"),
            field("/e", "null", "{}"));
    assertThat(diff("'text'", "['text']")).containsExactly(field("", "'text'", "['text']"));
  }

  @Test
  void comparesNumbersByValue() {
    assertThat(diff("[1, 1e2, 0.5]", "[1.0, 100, 5e-1]")).isEmpty();
    assertThat(diff("1", "'1'")).hasSize(1);
  }

  @Test
  void comparesRedactedValuesByTheirDigest() {
    String one = "{'pin':{'$redacted':'field:pin','digest':'hmac-sha-256:aa'}}";
    String renamed = "{'pin':{'$redacted':'field:PIN','digest':'hmac-sha-256:aa'}}";
    String other = "{'pin':{'$redacted':'field:pin','digest':'hmac-sha-256:bb'}}";
    assertThat(diff(one, renamed)).isEmpty();
    assertThat(diff(one, other)).extracting(ExecutionDiff.Field::pointer).containsExactly("/pin");
    assertThat(diff(one, "{'pin':1}"))
        .extracting(ExecutionDiff.Field::b)
        .containsExactly(json("1"));
    assertThat(diff(one, "{'pin':{'digest':'hmac-sha-256:aa'}}"))
        .extracting(ExecutionDiff.Field::pointer)
        .containsExactly("/pin");
  }

  @Test
  void looksPastWhatIsIgnored() {
    JsonDiff diff = new JsonDiff(10, pointer -> pointer.equals("/a/id"));
    diff.compare("/a", json("{'id':{'x':1},'b':1}"), json("{'b':2}"));
    assertThat(diff.fields()).containsExactly(field("/a/b", "1", "2"));
  }

  @Test
  void stopsAtItsLimitAndSaysSo() {
    ArrayNode many = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 50; i++) {
      many.add(i);
    }
    JsonDiff cut = new JsonDiff(49, pointer -> false).compare("", many, json("[]"));
    assertThat(cut.fields()).hasSize(49);
    assertThat(cut.truncated()).isTrue();
    JsonDiff whole = new JsonDiff(50, pointer -> false).compare("", many, json("[]"));
    assertThat(whole.fields()).hasSize(50);
    assertThat(whole.truncated()).isFalse();
  }

  @Test
  void takesWhatIsVeryDeepAsOneDifference() {
    List<ExecutionDiff.Field> fields = diff(nested(200, "1"), nested(200, "2"));
    assertThat(fields).hasSize(1);
    assertThat(fields.get(0).pointer()).isEqualTo("/0".repeat(JsonDiff.MAX_DEPTH));
    assertThat(diff(nested(200, "1"), nested(200, "1"))).isEmpty();
  }

  private static String nested(int depth, String inside) {
    return "[".repeat(depth) + inside + "]".repeat(depth);
  }

  @Property(tries = 1000)
  void aDocumentDoesNotDifferFromItself(@ForAll long seed) {
    JsonNode document = document(new Random(seed), 4);
    JsonNode copy = Json.trusted(CanonicalJson.text(document));
    assertThat(new JsonDiff(100, p -> false).compare("", document, copy).fields()).isEmpty();
  }

  @Property(tries = 1000)
  void everyPointerResolvesToWhatIsTold(@ForAll long one, @ForAll long other) {
    JsonNode a = document(new Random(one), 4);
    JsonNode b = document(new Random(other), 4);
    JsonDiff diff = new JsonDiff(10_000, pointer -> false).compare("", a, b);
    for (ExecutionDiff.Field field : diff.fields()) {
      holds(a.at(field.pointer()), field.a());
      holds(b.at(field.pointer()), field.b());
      assertThat(field.a()).isNotEqualTo(field.b());
    }
    assertThat(diff.fields().isEmpty())
        .isEqualTo(CanonicalJson.text(a).equals(CanonicalJson.text(b)));
  }

  private static void holds(JsonNode found, JsonNode told) {
    assertThat(found.isMissingNode()).isEqualTo(told == null);
    if (told != null) {
      assertThat(found).isEqualTo(told);
    }
  }

  private static JsonNode document(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 6);
    if (kind < 3) {
      return json(List.of("1", "0.5", "'x'", "null", "true").get(random.nextInt(5)));
    }
    if (kind == 3) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(document(random, depth - 1));
      }
      return array;
    }
    ObjectNode object = Json.object();
    for (String name : List.of("a", "b/c", "d~", "$redacted", "")) {
      if (random.nextBoolean()) {
        object.set(name, document(random, depth - 1));
      }
    }
    return object;
  }
}
