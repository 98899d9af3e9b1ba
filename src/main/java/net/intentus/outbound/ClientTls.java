package net.intentus.outbound;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/** What TLS connections trust and show. Host names are verified in any case. Stateless. */
final class ClientTls {
  private static final char[] IN_MEMORY = new char[0];

  private ClientTls() {}

  /** Trusts the platform's authorities and the configured ones; shows the identity when asked. */
  static SSLContext context(Settings.Tls settings) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(settings), trust(settings), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static TrustManager[] trust(Settings.Tls settings)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory platform = factory(null);
    if (settings.trusted().isEmpty()) {
      return platform.getTrustManagers();
    }
    KeyStore all = empty();
    for (TrustManager manager : platform.getTrustManagers()) {
      if (manager instanceof X509TrustManager authorities) {
        for (X509Certificate authority : authorities.getAcceptedIssuers()) {
          all.setCertificateEntry("platform-" + all.size(), authority);
        }
      }
    }
    for (X509Certificate authority : settings.trusted()) {
      all.setCertificateEntry("configured-" + all.size(), authority);
    }
    return factory(all).getTrustManagers();
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static KeyManager[] identity(Settings.Tls settings)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    if (settings.identity().isPresent()) {
      Settings.ClientIdentity identity = settings.identity().get();
      X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
      store.setKeyEntry("client", identity.key(), IN_MEMORY, chain);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY);
    return store;
  }
}
