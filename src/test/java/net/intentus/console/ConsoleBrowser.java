package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A browser at the console of the shared server. What a test opens is closed after it, and none of
 * it may have complained.
 */
final class ConsoleBrowser implements BeforeAllCallback, AfterEachCallback {
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Browsers browsers;

  /** All classes use one chromium, which ends with the last of them. */
  @Override
  public void beforeAll(ExtensionContext context) {
    browsers =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(Browsers.class, type -> Browsers.start(), Browsers.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    List<String> seen = List.copyOf(complaints);
    complaints.clear();
    // a refusal that the test asked for is no complaint
    assertThat(seen).filteredOn(text -> !text.contains("status of 4")).isEmpty();
  }

  /** A wide screen in light colours. */
  static Browser.NewContextOptions wide() {
    return new Browser.NewContextOptions()
        .setViewportSize(1600, 1000)
        .setColorScheme(ColorScheme.LIGHT);
  }

  /** A page of somebody who has not been here yet; paths are those of that server. */
  Page open(RunningServer server, Browser.NewContextOptions options) {
    BrowserContext context =
        browsers.browser().newContext(options.setBaseURL(server.base().toString()));
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  Page open(Browser.NewContextOptions options) {
    return open(RunningServer.shared(), options);
  }

  /** The administrator's page, signed in. */
  Page signedIn(RunningServer server, Browser.NewContextOptions options) {
    Page page = open(server, options);
    page.navigate("/console/");
    PageSteps.signIn(page, "admin", server.adminPassword());
    return page;
  }

  Page signedIn(Browser.NewContextOptions options) {
    return signedIn(RunningServer.shared(), options);
  }

  Page signedIn(boolean script) {
    return signedIn(wide().setJavaScriptEnabled(script));
  }

  /** What pages of this test have said so far that went wrong. */
  List<String> complaints() {
    return complaints;
  }

  Api api() {
    return RunningServer.shared().api();
  }
}
