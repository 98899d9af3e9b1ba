package net.intentus.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code intentus.agents.tls.*} and the PEM files (RFC 7468) that it names. */
final class TlsReader {
  private static final String TRUST = "intentus.agents.tls.trust-file";
  private static final String CERTIFICATE = "intentus.agents.tls.certificate-file";
  private static final String KEY = "intentus.agents.tls.key-file";
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private final Function<String, Optional<String>> source;

  TlsReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  Settings.Tls read() {
    List<X509Certificate> trusted =
        file(TRUST).map(at -> certificates(TRUST, at)).orElse(List.of());
    Optional<Path> certificate = file(CERTIFICATE);
    Optional<Path> key = file(KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new ConfigurationProblem(
          certificate.isPresent() ? KEY : CERTIFICATE,
          "is missing: a client certificate needs its private key.",
          "Set both or neither.");
    }
    return new Settings.Tls(trusted, certificate.map(at -> identity(at, key.orElseThrow())));
  }

  private Optional<Path> file(String key) {
    return source.apply(key).map(String::strip).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private static Settings.ClientIdentity identity(Path certificate, Path keyFile) {
    List<X509Certificate> chain = certificates(CERTIFICATE, certificate);
    PublicKey open = chain.get(0).getPublicKey();
    try {
      Matcher pem = PRIVATE_KEY.matcher(Files.readString(keyFile, StandardCharsets.ISO_8859_1));
      if (pem.find()) {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        PrivateKey key =
            KeyFactory.getInstance(open.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        if (belong(key, open)) {
          return new Settings.ClientIdentity(chain, key);
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // the one message for every unusable file: what is in it must not be told
    }
    throw new ConfigurationProblem(
        KEY,
        "holds no private key that belongs to the certificate.",
        "Use an unencrypted PKCS#8 key in PEM, which begins with BEGIN PRIVATE KEY.");
  }

  private static boolean belong(PrivateKey key, PublicKey open) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] made = signature.sign();
    signature.initVerify(open);
    signature.update(message);
    return signature.verify(made);
  }

  private static List<X509Certificate> certificates(String setting, Path file) {
    List<X509Certificate> read = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(one -> read.add((X509Certificate) one));
    } catch (IOException | GeneralSecurityException e) {
      read.clear();
    }
    if (read.isEmpty()) {
      throw new ConfigurationProblem(
          setting,
          "names no file with certificates that can be read.",
          "Use X.509 certificates in PEM, which begin with BEGIN CERTIFICATE.");
    }
    return read;
  }
}
