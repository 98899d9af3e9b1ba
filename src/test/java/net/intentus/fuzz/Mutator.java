package net.intentus.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.intentus.intent.Json;

/**
 * Changes valid input a little: JSON by its structure, so that it stays JSON and gets deep into the
 * reader, anything by its bytes. The same seed gives the same inputs.
 */
final class Mutator {
  private static final int MAX_BYTES = 16_384;
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\ud800",
    "\\u0000",
    "null",
    "true",
    "-0",
    "1e999",
    "9007199254740993",
    "*",
    "**",
    "~0",
    "~1",
    "/",
    "/0",
    "\ud83d\ude00",
    "%00",
    "\r\n",
    " ",
    "status:",
    "agent:\"",
    "{tenant}",
    "(a+)+$",
    "[[:",
    "=",
    "password",
    "$redacted",
    "\0",
    "\u2028",
    "\ufeff"
  };

  private final Random random;
  private final List<byte[]> corpus;

  Mutator(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = corpus;
  }

  byte[] next() {
    byte[] input = pick(corpus);
    int rounds = 1 + random.nextInt(4);
    for (int i = 0; i < rounds; i++) {
      input = random.nextBoolean() ? restructured(input) : bytes(input);
    }
    return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
  }

  private byte[] pick(List<byte[]> list) {
    return list.get(random.nextInt(list.size()));
  }

  private byte[] restructured(byte[] input) {
    try {
      JsonNode root = Json.read(input);
      JsonNode donor = Json.read(pick(corpus));
      List<JsonNode> holders = new ArrayList<>();
      holders(root, holders);
      if (holders.isEmpty()) {
        return Json.bytes(value(donor));
      }
      JsonNode holder = holders.get(random.nextInt(holders.size()));
      if (holder instanceof ObjectNode object) {
        change(object, donor);
      } else {
        change((ArrayNode) holder, donor);
      }
      return Json.bytes(root);
    } catch (IOException e) {
      return bytes(input); // no JSON any more
    }
  }

  private static void holders(JsonNode node, List<JsonNode> found) {
    if (node.isContainerNode()) {
      found.add(node);
      node.forEach(child -> holders(child, found));
    }
  }

  private void change(ObjectNode object, JsonNode donor) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
    switch (random.nextInt(5)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(piece(), value(donor));
      case 2 -> {
        JsonNode moved = object.remove(name);
        object.set(piece(), moved == null ? value(donor) : moved);
      }
      default -> object.set(name, value(donor));
    }
  }

  private void change(ArrayNode array, JsonNode donor) {
    int at = array.isEmpty() ? 0 : random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(at);
      case 1 -> {
        JsonNode repeated = array.isEmpty() ? value(donor) : array.get(at).deepCopy();
        for (int i = random.nextInt(80); i >= 0; i--) {
          array.add(repeated);
        }
      }
      default -> array.insert(at, value(donor));
    }
  }

  private JsonNode value(JsonNode donor) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(10)) {
      case 0 -> make.nullNode();
      case 1 -> make.booleanNode(random.nextBoolean());
      case 2 -> make.numberNode(random.nextLong());
      case 3 -> make.numberNode(BigInteger.TEN.pow(random.nextInt(390)).negate());
      case 4 -> make.numberNode(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
      case 5 -> make.textNode(piece().repeat(1 + random.nextInt(300)));
      case 6 -> make.textNode(piece() + piece() + piece());
      case 7 -> nested(random.nextInt(130));
      case 8 -> part(donor).deepCopy();
      default -> random.nextBoolean() ? make.objectNode() : make.arrayNode();
    };
  }

  private JsonNode part(JsonNode donor) {
    List<JsonNode> holders = new ArrayList<>();
    holders(donor, holders);
    return holders.isEmpty() ? donor : holders.get(random.nextInt(holders.size()));
  }

  private JsonNode nested(int depth) {
    JsonNode inner = JsonNodeFactory.instance.textNode(piece());
    for (int i = 0; i < depth; i++) {
      ArrayNode outer = JsonNodeFactory.instance.arrayNode();
      inner = random.nextBoolean() ? outer.add(inner) : Json.object().set(piece(), inner);
    }
    return inner;
  }

  private String piece() {
    return PIECES[random.nextInt(PIECES.length)];
  }

  private byte[] bytes(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + random.nextInt(24));
    byte[] inserted =
        switch (random.nextInt(5)) {
          case 0 -> new byte[0];
          case 1 -> piece().getBytes(StandardCharsets.UTF_8);
          case 2 -> new byte[] {(byte) random.nextInt(256)};
          case 3 -> {
            byte[] other = pick(corpus);
            yield Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
          }
          default -> Arrays.copyOfRange(input, at, end);
        };
    boolean replaces = random.nextBoolean();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, at);
    out.writeBytes(inserted);
    int from = replaces ? end : at;
    out.write(input, from, input.length - from);
    return out.toByteArray();
  }
}
