package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

class JsonTreeTest {

  @Test
  void givesEveryPlaceItsPointerAndAnAnchorWithoutBlanks() {
    JsonTree.Node odd =
        JsonTree.of(Fixtures.json("{\"a/b\":{\"c~d e\":[true]}}"), "x:").root().children().get(0);

    JsonTree.Node deep = odd.children().get(0).children().get(0);
    assertThat(odd.pointer()).isEqualTo("/a~1b");
    assertThat(deep.pointer()).isEqualTo("/a~1b/c~0d e/0");
    assertThat(deep.id()).isEqualTo("x:/a~1b/c~0d%20e/0");
    assertThat(deep.kind()).isEqualTo("boolean");
  }

  @Test
  void namesTheRuleThatRedactedAValue() {
    JsonTree.Node password =
        JsonTree.of(
                Fixtures.json(
                    "{\"p\":{\"$redacted\":\"field:password\",\"digest\":\"hmac-sha-256:ab\"}}"),
                "")
            .root()
            .children()
            .get(0);

    assertThat(password.kind()).isEqualTo("redacted");
    assertThat(password.rule()).isEqualTo("field:password");
    assertThat(password.digest()).isEqualTo("hmac-sha-256:ab");
    assertThat(password.children()).isEmpty();
  }

  @Test
  void doesNotTakeAPayloadsOwnMemberForARedaction() {
    JsonTree.Node member =
        JsonTree.of(Fixtures.json("{\"p\":{\"$redacted\":7,\"x\":1}}"), "")
            .root()
            .children()
            .get(0);

    assertThat(member.kind()).isEqualTo("object");
    assertThat(member.children()).hasSize(2);
  }

  @Test
  void countsWhatItLeavesOutOfALargeDocument() {
    ArrayNode list = Json.object().arrayNode();
    for (int i = 0; i < JsonTree.MAX_NODES + 10; i++) {
      list.add(i);
    }

    JsonTree tree = JsonTree.of(list, "");

    assertThat(tree.root().children()).hasSize(JsonTree.MAX_NODES - 1);
    assertThat(tree.cut()).isEqualTo(11);
  }

  @Test
  void foldsTheDepthsOfALargeDocument() {
    ArrayNode list = Json.object().arrayNode();
    for (int i = 0; i < 300; i++) {
      list.addArray().addArray().add(i);
    }

    JsonTree.Node root = JsonTree.of(list, "").root();

    assertThat(root.open()).isTrue();
    assertThat(root.children().get(0).children().get(0).open()).isFalse();
  }
}
