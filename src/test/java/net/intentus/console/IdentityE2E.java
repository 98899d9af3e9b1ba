package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static net.intentus.console.PageSteps.signIn;
import static net.intentus.console.PageSteps.tryToSignIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, users, sessions and the trail in the console. */
class IdentityE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void managesKeysUsersAndSessions(boolean script) {
    Page page = console.signedIn(script);
    Page other = console.open(ConsoleBrowser.wide().setJavaScriptEnabled(script));
    key(page, script ? "scripted-ci" : "plain-ci");
    user(page, other, script ? "scripted-bob" : "plain-bob");
    trail(page);
    if (script) {
      fitNarrowAndDark(page, "keys", "keys/new", "users", "users/admin", "sessions", "audit");
    }
  }

  private static void key(Page page, String subject) {
    link(page, "Keys").click();
    link(page, "Create a key").click();
    page.locator("[name='subject']").fill(subject);
    page.locator("[name='intents']").fill("Echo*");
    button(page, "Create the key").click();
    assertThat(page.locator("#about-roles")).containsText("must be 1 to");
    assertThat(page.locator("[name='subject']")).hasValue(subject);
    page.locator("[name='role'][value='submitter']").check();
    shoot(page, "key");
    button(page, "Create the key").click();
    String key = page.locator("#secret").inputValue();
    assertThat(key).startsWith("ink_");
    assertThat(page.url()).doesNotContain("ink_");
    assertThat(console.api().as(key).get("/api/v1/version").status()).isEqualTo(200);
    shoot(page, "key-once");
    link(page, "I have copied it").click();
    assertThat(page.locator("main")).not().containsText(key);
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText(subject));
    assertThat(row.first()).containsText("intent Echo*");
    shoot(page, "keys");
    row.first().getByRole(AriaRole.LINK).click();
    button(page, "Revoke the key").click();
    assertThat(page.locator(".flash")).containsText("is revoked");
    assertThat(console.api().as(key).get("/api/v1/version").status()).isEqualTo(401);
  }

  private static void user(Page page, Page theirs, String name) {
    link(page, "Users").click();
    link(page, "Create a user").click();
    page.locator("[name='name']").fill(name);
    page.locator("[name='tenant']").fill("acme");
    page.locator("[name='password']").fill("Password1234");
    page.locator("[name='role'][value='viewer']").check();
    button(page, "Create the user").click();
    assertThat(page.locator("#about-password")).containsText("guessed");
    button(page, "Create the user").click();
    String password = page.locator("#secret").inputValue();
    link(page, "I have copied it").click();
    shoot(page, "users");

    theirs.navigate("/console/");
    signIn(theirs, name, password);
    assertThat(link(theirs, "Keys")).hasCount(0);
    page.navigate("/console/sessions");
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText(name));
    shoot(page, "sessions");
    row.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".flash")).containsText("signed out");
    theirs.navigate("/console/executions");
    assertThat(theirs.getByRole(AriaRole.HEADING).first()).hasText("Sign in");

    page.navigate("/console/users/" + name);
    shoot(page, "user");
    button(page, "Disable").click();
    assertThat(page.locator(".flash")).containsText("may not sign in");
    tryToSignIn(theirs, name, password);
    assertThat(theirs.locator(".notice")).containsText("did not work");
  }

  private static void trail(Page page) {
    link(page, "Audit").click();
    page.locator("[name='action']").fill("key.*");
    button(page, "Search").click();
    assertThat(page.locator("tbody tr").first()).containsText("key.revoke");
    shoot(page, "audit");
    link(page, "Check the chain").click();
    assertThat(page.locator(".verdict")).containsText("It holds");
    shoot(page, "audit-check");
  }
}
