package net.intentus.console;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Style sheet, script and icon, read once, each known by a hash of its content. Immutable. */
@Singleton
class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "console.css", "text/css;charset=UTF-8",
          "console.js", "text/javascript;charset=UTF-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Asset> assets = new HashMap<>();

  /** One file; the hash changes exactly when the content does. */
  @SuppressWarnings("ArrayRecordComponent") // written out, never changed or compared
  record Asset(String type, byte[] content, String hash) {}

  Assets() {
    TYPES.forEach((name, type) -> assets.put(name, read(name, type)));
  }

  Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  /** The address that may be cached for ever. */
  String url(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalArgumentException(name);
    }
    return "/console/assets/" + name + "?v=" + asset.hash();
  }

  private static Asset read(String name, String type) {
    try (InputStream in = Assets.class.getResourceAsStream("/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the build lacks the asset " + name);
      }
      byte[] content = in.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new Asset(type, content, HexFormat.of().formatHex(digest, 0, 8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
