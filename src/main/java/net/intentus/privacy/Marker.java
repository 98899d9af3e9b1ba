package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.HexFormat;
import java.util.Set;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Json;

/** What stands where a whole value was a secret: {@code {"$redacted": rule, "digest": …}}. Pure. */
final class Marker {
  private static final String RULE = "$redacted";
  private static final String DIGEST = "digest";
  private static final Pattern DIGEST_FORM = Pattern.compile("hmac-sha-256:[0-9a-f]{64}");

  private Marker() {}

  static ObjectNode of(String rule, JsonNode secret, KeyedDigest digest) {
    String hex = HexFormat.of().formatHex(digest.of(CanonicalJson.bytes(secret)));
    return Json.object().put(RULE, rule).put(DIGEST, "hmac-sha-256:" + hex);
  }

  /**
   * Whether the object is one that has been made here. Whoever forges one gets nothing but 64
   * hexadecimal digits through.
   *
   * @param known every rule there is
   */
  static boolean is(ObjectNode object, Set<String> known) {
    if (object.size() != 2) {
      return false;
    }
    JsonNode rule = object.path(RULE);
    JsonNode digest = object.path(DIGEST);
    return rule.isTextual()
        && known.contains(rule.textValue())
        && digest.isTextual()
        && DIGEST_FORM.matches(digest.textValue());
  }
}
