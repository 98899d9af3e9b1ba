package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import net.intentus.harness.Api;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shared with other nodes and with agents: written in the console, shown nowhere. */
class SharingE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void managesPeersAndCredentialsWithoutEverShowingASecret(boolean script) {
    Page page = console.signedIn(script);
    peer(page, script ? "scripted-node" : "plain-node");
    credential(page, script ? "scripted-crm" : "plain-crm");
    compliance(page);
    if (script) {
      fitNarrowAndDark(page, "peers", "peers/new", "credentials", "credentials/new", "compliance");
    }
  }

  private static void peer(Page page, String id) {
    link(page, "Peers").click();
    link(page, "Add a peer").click();
    page.locator("[name='nodeId']").fill(id);
    page.locator("[name='key']").fill("shared-canary-one");
    page.locator("[name='ttlSeconds']").fill("9999");
    shoot(page, "peer-new");
    button(page, "Add the peer").click();
    assertThat(page.locator("#about-ttlSeconds")).containsText("from 1 to 3600");
    assertThat(page.locator("[name='key']")).hasValue("");
    page.locator("[name='ttlSeconds']").fill("30");
    page.locator("[name='key']").fill("shared-canary-one");
    button(page, "Add the peer").click();
    assertThat(page.locator(".flash")).containsText("is added");
    noSecret(page);

    page.locator("[name='key']").fill("shared-canary-two");
    page.locator("[name='active']").check();
    button(page, "Add the key").click();
    assertThat(page.locator(".flash")).containsText("another key");
    assertThat(page.locator("tbody tr")).hasCount(2);
    shoot(page, "peer");
    noSecret(page);
    page.locator("tbody button.danger").first().click();
    assertThat(page.locator(".flash")).containsText("is ended");
    assertThat(page.locator("tbody tr")).hasCount(1);
    link(page, "All peers").click();
    assertThat(page.locator("tbody")).containsText(id);
    shoot(page, "peers");
    link(page, id).click();
    page.locator("[name='sure']").check();
    button(page, "Delete the peer").click();
    assertThat(page.locator(".flash")).containsText("is deleted");
    assertThat(page.locator("main")).not().containsText(id + "aes-gcm");
    assertThat(console.api().get("/api/v1/peers/" + id).status()).isEqualTo(404);
  }

  private static void credential(Page page, String name) {
    link(page, "Credentials").click();
    link(page, "Add a credential").click();
    page.locator("[name='name']").fill(name);
    page.locator("[name='type']").selectOption("basic");
    page.locator("[name='secret']").fill("agent-canary-one");
    button(page, "Add the credential").click();
    assertThat(page.locator("#about-username")).containsText("is required");
    shoot(page, "credential-new");
    page.locator("[name='username']").fill("bob");
    page.locator("[name='secret']").fill("agent-canary-one");
    button(page, "Add the credential").click();
    assertThat(page.locator(".flash")).containsText("is added");
    noSecret(page);
    shoot(page, "credentials");
    link(page, name).click();
    noSecret(page);
    page.locator("[name='username']").fill("ann");
    button(page, "Replace").click();
    assertThat(page.locator(".flash")).containsText("is replaced");
    Api.Reply read = console.api().get("/api/v1/credentials/" + name);
    assertThat(read.json().path("username").asText()).isEqualTo("ann");
    link(page, name).click();
    shoot(page, "credential");
    page.locator("[name='sure']").check();
    button(page, "Delete the credential").click();
    assertThat(page.locator(".flash")).containsText("is deleted");
    assertThat(console.api().get("/api/v1/credentials/" + name).status()).isEqualTo(404);
  }

  private static void noSecret(Page page) {
    assertThat(page.content()).doesNotContain("canary");
    assertThat(page.url()).doesNotContain("canary");
  }

  private static void compliance(Page page) {
    link(page, "Compliance").click();
    assertThat(page.locator(".count")).containsText("standard");
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText("determinism"));
    assertThat(row.first()).containsText("On");
    shoot(page, "compliance");
  }
}
