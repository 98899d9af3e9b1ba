package net.intentus.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.intentus.intent.Json;

/**
 * Another node, which speaks EMCL with code of its own: AES-256-GCM, and node signatures.
 *
 * @param id its name
 * @param key the text of the key it shares
 */
public record EmclPeer(String id, String key) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A frame of this node with that body, sealed. */
  public ObjectNode frame(JsonNode body) {
    ObjectNode frame = Json.object();
    frame.put("protocol", "INTENTUSNET/1.0").put("messageType", "emcl");
    frame.putObject("headers").put("X-Intentus-Node-Id", id);
    frame.set("body", seal(body));
    return frame;
  }

  /** The sealed form of a body. */
  public ObjectNode seal(JsonNode body) {
    byte[] nonce = new byte[12];
    RANDOM.nextBytes(nonce);
    byte[] plain = body.toString().getBytes(StandardCharsets.UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode sealed = Json.object();
    sealed.put("cipherText", base64.encodeToString(aes(Cipher.ENCRYPT_MODE, nonce, plain)));
    sealed.put("iv", base64.encodeToString(nonce)).put("tag", "").putArray("identityChain");
    return sealed;
  }

  /** What is in a sealed body; an assertion error when the key does not fit. */
  public JsonNode open(JsonNode sealed) {
    byte[] nonce = Base64.getDecoder().decode(sealed.path("iv").asText());
    byte[] text = Base64.getDecoder().decode(sealed.path("cipherText").asText());
    try {
      return Json.read(aes(Cipher.DECRYPT_MODE, nonce, text));
    } catch (IOException e) {
      throw new AssertionError("not JSON inside", e);
    }
  }

  private byte[] aes(int mode, byte[] nonce, byte[] text) {
    try {
      byte[] raw = key.getBytes(StandardCharsets.UTF_8);
      byte[] bytes = raw.length == 32 ? raw : MessageDigest.getInstance("SHA-256").digest(raw);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD("emcl-aes-gcm".getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the key does not fit", e);
    }
  }

  /** The signature of this node over those bytes at that time. */
  public static String signature(String secret, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] message = (seconds + "." + body).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Answers sealed what the behaviour of an agent would say readable, to who asked sealed. */
  public Behaviour answering(JsonNode payload) {
    return exchange -> {
      open(exchange.request().json().path("body"));
      exchange.answer(frame(Behaviour.success(payload).path("body")));
    };
  }
}
