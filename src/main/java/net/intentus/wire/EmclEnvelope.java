package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.Json;

/**
 * The body of a frame of type {@code emcl}, sealed.
 *
 * @param cipherText Base64 of ciphertext and tag, or the JSON text itself where it stays readable
 * @param iv Base64 of 12 bytes, or any text that is used once
 * @param tag the HMAC in lower-case hexadecimal; empty where the ciphertext carries its own
 * @param identityChain whom it came through; nothing but a node signature protects it
 */
public record EmclEnvelope(String cipherText, String iv, String tag, List<String> identityChain) {
  private static final Set<String> FIELDS = Set.of("cipherText", "iv", "tag", "identityChain");

  public EmclEnvelope {
    identityChain = List.copyOf(identityChain);
  }

  /** Reads the four fields and no others; empty when they are not of these types. */
  public static Optional<EmclEnvelope> read(JsonNode body) {
    String cipherText = body.path("cipherText").textValue();
    String iv = body.path("iv").textValue();
    JsonNode tag = body.path("tag");
    Optional<List<String>> chain = chain(body.path("identityChain"));
    boolean known = true;
    for (var names = body.fieldNames(); names.hasNext(); ) {
      known &= FIELDS.contains(names.next());
    }
    boolean tagged = tag.isTextual() || tag.isMissingNode() || tag.isNull();
    return known && tagged && cipherText != null && iv != null
        ? chain.map(hops -> new EmclEnvelope(cipherText, iv, tag.asText(""), hops))
        : Optional.empty();
  }

  /** Names of nodes, oldest first; empty when the node is anything else or too long. */
  static Optional<List<String>> chain(JsonNode node) {
    List<String> hops = new ArrayList<>();
    if (node.isMissingNode() || node.isNull()) {
      return Optional.of(hops);
    }
    if (!node.isArray() || node.size() > EnvelopeReader.MAX_LIST) {
      return Optional.empty();
    }
    for (JsonNode element : node) {
      String hop = element.textValue();
      if (hop == null
          || hop.isBlank()
          || hop.length() > EnvelopeReader.MAX_WORD
          || hop.chars().anyMatch(Character::isISOControl)) {
        return Optional.empty();
      }
      hops.add(hop);
    }
    return Optional.of(hops);
  }

  /** The body as a document. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("cipherText", cipherText).put("iv", iv).put("tag", tag);
    ArrayNode chain = json.putArray("identityChain");
    identityChain.forEach(chain::add);
    return json;
  }
}
