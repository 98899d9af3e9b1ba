package net.intentus.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an issuer of tokens. Immutable. Only keys that can check a signature are kept:
 * RSA of at least {@value #MIN_RSA_BITS} bits, and the NIST curves; of a private key the public
 * part.
 */
final class WebKeys {
  static final int MAX_LENGTH = 262_144;
  private static final int MIN_RSA_BITS = 2_048;
  private static final int MAX_KEYS = 100;
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private final List<JWK> keys;

  private WebKeys(List<JWK> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads what MicroProfile JWT 2.1 (section 9.2.2) lets a key be: PEM (a public key or a
   * certificate), a JWK, a set of them (RFC 7517), or one of the latter two in base64url. Empty
   * when it is none of these, or holds no key that can be used.
   */
  static Optional<WebKeys> parse(String text) {
    String plain = text.strip();
    if (plain.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      List<JWK> usable = new ArrayList<>();
      for (JWK key : plain.startsWith("-----") ? pem(plain) : json(plain)) {
        if (usable(key)) {
          usable.add(key.toPublicJWK());
        }
      }
      return usable.isEmpty() || usable.size() > MAX_KEYS
          ? Optional.empty()
          : Optional.of(new WebKeys(usable));
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<JWK> json(String text) throws ParseException {
    String json =
        text.startsWith("{")
            ? text
            : new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).strip();
    return json.contains("\"keys\"") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
  }

  private static List<JWK> pem(String text) throws GeneralSecurityException {
    Matcher found = PEM.matcher(text);
    if (!found.find()) {
      throw new GeneralSecurityException("no public key");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
    PublicKey key =
        found.group(1).equals("CERTIFICATE")
            ? CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded))
                .getPublicKey()
            : publicKey(encoded);
    if (key instanceof RSAPublicKey rsa) {
      return List.of(new RSAKey.Builder(rsa).build());
    }
    if (key instanceof ECPublicKey ec) {
      return List.of(new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build());
    }
    throw new GeneralSecurityException("a key of another kind");
  }

  private static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
    try {
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      return KeyFactory.getInstance("EC").generatePublic(spec);
    }
  }

  private static boolean usable(JWK key) throws JOSEException {
    boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean strong =
        key instanceof RSAKey rsa
            ? rsa.size() >= MIN_RSA_BITS
            : key instanceof ECKey ec
                && (ec.getCurve().equals(Curve.P_256)
                    || ec.getCurve().equals(Curve.P_384)
                    || ec.getCurve().equals(Curve.P_521));
    return signs && strong;
  }

  /** Whether there is a key for one of the algorithms. */
  boolean serve(Iterable<JWSAlgorithm> algorithms) {
    for (JWSAlgorithm algorithm : algorithms) {
      if (keys.stream().anyMatch(key -> fits(key, algorithm, null))) {
        return true;
      }
    }
    return false;
  }

  /** The keys that may have signed it: of its name where both have one, and of its kind. */
  List<JWK> candidates(JWSHeader header) {
    return keys.stream()
        .filter(key -> fits(key, header.getAlgorithm(), header.getKeyID()))
        .toList();
  }

  private static boolean fits(JWK key, JWSAlgorithm algorithm, @Nullable String name) {
    boolean kind =
        JWSAlgorithm.Family.EC.contains(algorithm)
            ? key instanceof ECKey ec && Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve())
            : key.getKeyType().equals(KeyType.RSA);
    return kind
        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
        && (name == null || key.getKeyID() == null || key.getKeyID().equals(name));
  }
}
