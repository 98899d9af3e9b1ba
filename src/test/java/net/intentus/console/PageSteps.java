package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/** What the tests do on every page. */
final class PageSteps {
  private static final int NARROW = 400;

  private PageSteps() {}

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Sends the form for signing in, which the page shows, whatever comes of it. */
  static void tryToSignIn(Page page, String name, String password) {
    page.locator("[name='username']").fill(name);
    page.locator("[name='password']").fill(password);
    button(page, "Sign in").click();
  }

  /** Signs in with the form that the page shows, and is at the executions. */
  static void signIn(Page page, String name, String password) {
    tryToSignIn(page, name, password);
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Executions");
  }

  /** Keeps a picture of the whole page in {@code target/screenshots}. */
  static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/screenshots", name + ".png"))
            .setFullPage(true));
  }

  /** Nothing on the page sticks out of a screen that is so many pixels wide. */
  static void fits(Page page, int width) {
    Object wide = page.evaluate("document.scrollingElement.scrollWidth");
    assertThat(((Number) wide).intValue()).as(page.url()).isLessThanOrEqualTo(width);
  }

  /** These pages of the console fit a narrow screen in dark colours. */
  static void fitNarrowAndDark(Page page, String... paths) {
    page.setViewportSize(NARROW, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    for (String path : paths) {
      page.navigate("/console/" + path);
      shoot(page, path.replace('/', '-') + "-narrow-dark");
      fits(page, NARROW);
    }
  }
}
