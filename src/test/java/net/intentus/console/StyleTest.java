package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StyleTest {
  private static final Pattern PAIR =
      Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");

  @Test
  void keepsEveryTextReadableInBothThemes() throws IOException {
    Map<String, String[]> colours = new HashMap<>();
    Matcher pair = PAIR.matcher(Files.readString(Path.of("admin-ui/assets/console.css")));
    while (pair.find()) {
      colours.put(pair.group(1), new String[] {pair.group(2), pair.group(3)});
    }
    for (int theme = 0; theme < 2; theme++) {
      for (String ground : List.of("ground", "panel", "sunken")) {
        for (String text : List.of("ink", "muted", "accent", "bad")) {
          check(colours, text, ground, theme, 4.5);
        }
        check(colours, "strong", ground, theme, 3);
      }
      for (String tone : List.of("ok", "bad", "busy", "wait", "odd", "idle")) {
        check(colours, tone, tone + "-soft", theme, 4.5);
      }
      check(colours, "on-accent", "accent", theme, 4.5);
      check(colours, "ink", "idle-soft", theme, 4.5);
      check(colours, "ink", "busy-soft", theme, 4.5);
    }
  }

  @Test
  void fetchesNothingFromElsewhere() throws IOException {
    for (String asset : List.of("console.css", "console.js")) {
      assertThat(Files.readString(Path.of("admin-ui/assets", asset)))
          .doesNotContain("http:", "https:", "@import", "eval(", "innerHTML");
    }
  }

  private static void check(
      Map<String, String[]> colours, String text, String ground, int theme, double least) {
    assertThat(contrast(colours.get(text)[theme], colours.get(ground)[theme]))
        .as("%s on %s, theme %d", text, ground, theme)
        .isGreaterThanOrEqualTo(least);
  }

  /** WCAG 2.2, contrast ratio. */
  private static double contrast(String a, String b) {
    double light = Math.max(luminance(a), luminance(b));
    double dark = Math.min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
  }

  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
