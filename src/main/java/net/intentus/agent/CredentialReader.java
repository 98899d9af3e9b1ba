package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.intent.Fields;
import net.intentus.intent.Violations;
import net.intentus.wire.PeerReader;
import org.jspecify.annotations.Nullable;

/** Reads credentials from documents, for every entrance; no message repeats a secret. Stateless. */
public final class CredentialReader {
  private static final int MAX_SECRET = 4096;
  private static final Set<String> FIELDS =
      Set.of("name", "tenantId", "type", "header", "username", "secret");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern NO_SPACES = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern FIELD_VALUE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
  private static final Pattern PRINTABLE = Pattern.compile("\\P{Cntrl}+");

  /** What a call is made of; a credential in their place would break or disguise it. */
  private static final Set<String> OURS =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "idempotency-key",
          "intentus-test",
          "keep-alive",
          "te",
          "traceparent",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "x-request-id");

  private CredentialReader() {}

  /**
   * {@code {name, tenantId?, type, header?, username?, secret}}.
   *
   * @param old what is to be replaced; null for a new one
   * @param violations gets everything that is wrong; the draft is of use only if nothing is
   */
  public static CredentialDraft read(
      JsonNode document, @Nullable Credential old, Violations violations) {
    if (old != null && document instanceof ObjectNode object && !object.has("name")) {
      object.put("name", old.name());
    }
    Fields fields = Fields.of(document, "", FIELDS, violations);
    CredentialKind kind = kind(fields);
    return new CredentialDraft(
        name(fields, old),
        tenant(fields, old),
        kind,
        header(fields, kind),
        user(fields, kind),
        secret(fields, kind, old));
  }

  private static CredentialKind kind(Fields fields) {
    String expectation = "must be bearer, basic, header or api_key";
    if (fields.empty("type")) {
      fields.violate("type", expectation);
    }
    return fields.parsed("type", CredentialKind::parse, expectation).orElse(CredentialKind.BEARER);
  }

  private static String name(Fields fields, @Nullable Credential old) {
    Optional<String> name =
        fields.parsed(
            "name",
            text -> Optional.of(text).filter(PeerReader.NAME.asMatchPredicate()),
            PeerReader.NAME_RULE);
    if (fields.empty("name")) {
      fields.violate("name", "is required");
    }
    if (old != null && name.filter(old.name()::equals).isEmpty()) {
      fields.violate("name", "must be the name in the address");
    }
    return name.orElse("");
  }

  private static @Nullable String tenant(Fields fields, @Nullable Credential old) {
    String tenant = fields.word("tenantId", 128);
    if ("*".equals(tenant)) {
      fields.violate("tenantId", "must name one tenant; leave it out for agents without one");
    }
    if (old == null) {
      return tenant;
    }
    if (tenant != null && !tenant.equals(old.tenant())) {
      fields.violate("tenantId", "cannot be changed");
    }
    return old.tenant();
  }

  private static @Nullable String header(Fields fields, CredentialKind kind) {
    boolean free = kind == CredentialKind.HEADER || kind == CredentialKind.API_KEY;
    String header = fields.word("header", 128);
    if (header == null) {
      if (kind == CredentialKind.HEADER && fields.empty("header")) {
        fields.violate("header", "is required");
      }
      return null;
    }
    String lower = header.toLowerCase(Locale.ROOT);
    if (!free) {
      fields.violate("header", "must be left out for this type");
    } else if (!TOKEN.matcher(header).matches()) {
      fields.violate("header", "must be the name of an HTTP header");
    } else if (OURS.contains(lower)
        || lower.startsWith("proxy-")
        || lower.startsWith("x-intentus-")) {
      fields.violate("header", "is a header that calls need for something else");
    }
    return header;
  }

  private static @Nullable String user(Fields fields, CredentialKind kind) {
    String user = fields.word("username", 256);
    if (kind != CredentialKind.BASIC) {
      if (user != null) {
        fields.violate("username", "must be left out for this type");
      }
      return null;
    }
    if (user == null && fields.empty("username")) {
      fields.violate("username", "is required");
    } else if (user != null && user.indexOf(':') >= 0) {
      fields.violate("username", "must not contain a colon");
    }
    return user;
  }

  private static @Nullable String secret(
      Fields fields, CredentialKind kind, @Nullable Credential old) {
    JsonNode node = fields.node("secret");
    if (node == null) {
      if (old == null) {
        fields.violate("secret", "is required");
      } else if (old.kind() != kind) {
        fields.violate("secret", "is required when the type changes");
      }
      return null;
    }
    Pattern form =
        switch (kind) {
          case BEARER -> NO_SPACES;
          case BASIC -> PRINTABLE;
          case HEADER, API_KEY -> FIELD_VALUE;
        };
    String secret = node.textValue();
    if (secret == null || secret.length() > MAX_SECRET || !form.matcher(secret).matches()) {
      fields.violate(
          "secret", "must be a text of 1 to " + MAX_SECRET + " characters that a header can carry");
    }
    return secret;
  }
}
