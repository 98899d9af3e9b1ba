package net.intentus.console;

import java.util.List;
import java.util.Map;
import net.intentus.agent.Credential;
import net.intentus.agent.CredentialKind;
import net.intentus.intent.Violation;
import net.intentus.wire.EmclProvider;
import net.intentus.wire.PeerView;

/** The pages about peers and credentials, filled in. */
final class SharingFixtures {
  private static final String HOSTILE = IdentityFixtures.HOSTILE;

  private SharingFixtures() {}

  static void pages(Map<String, String> pages, Chrome chrome) {
    PlainForm wrong =
        PlainForm.empty()
            .with("nodeId", HOSTILE)
            .with("name", HOSTILE)
            .with("key", "canary")
            .with("secret", "canary")
            .wrong(List.of(new Violation("/key", HOSTILE), new Violation("", HOSTILE)));
    PeerView.Key old = new PeerView.Key("k1", false, Fixtures.NOW, Fixtures.NOW.minusSeconds(1));
    PeerView.Key current = new PeerView.Key(HOSTILE, true, Fixtures.NOW, null);
    PeerRow peer =
        PeerRow.of(
            new PeerView(
                HOSTILE,
                EmclProvider.AES_GCM,
                60,
                true,
                List.of(old, current),
                3,
                Fixtures.NOW,
                Fixtures.NOW),
            Fixtures.NOW);
    put(pages, "peers", chrome, Map.of("rows", List.of(peer), "first", "", "next", "/n"));
    put(pages, "newpeer", chrome, Map.of("form", wrong));
    put(pages, "peer", chrome, Map.of("peer", peer, "form", wrong));
    Credential basic =
        new Credential(
            "crm", HOSTILE, CredentialKind.BASIC, null, HOSTILE, 2, Fixtures.NOW, Fixtures.NOW);
    CredentialRow row = CredentialRow.of(basic, Fixtures.NOW);
    put(pages, "credentials", chrome, Map.of("rows", List.of(row), "first", "/f", "next", ""));
    put(pages, "newcredential", chrome, Map.of("form", wrong));
    put(pages, "credential", chrome, Map.of("credential", row, "form", CredentialRow.form(basic)));
  }

  private static void put(
      Map<String, String> pages, String name, Chrome chrome, Map<String, Object> model) {
    Map<String, Object> all = new java.util.HashMap<>(model);
    all.put("chrome", chrome);
    pages.put(name, Preview.render(name, all));
  }
}
