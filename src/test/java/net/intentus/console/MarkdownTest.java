package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void escapesHtmlOfTheSource() {
    Runbook runbook =
        Markdown.runbook("x", "# A `code`\n\n<script>alert(1)</script>\n\n<b onclick=x>hi</b>\n");

    assertThat(runbook.html()).doesNotContain("<script").doesNotContain("<b ");
    assertThat(runbook.title()).isEqualTo("A code");
  }

  @Test
  void refusesAddressesThatRunScripts() {
    assertThat(Markdown.runbook("x", "[a](javascript:alert(1))").html())
        .doesNotContain("javascript:");
  }

  @Test
  void leadsFromFileToPage() {
    assertThat(
            Markdown.runbook("x", "[a](agent-timeout.md#look) [b](https://b.example/x.md)").html())
        .contains("href=\"/console/runbooks/agent-timeout#look\"")
        .contains("href=\"https://b.example/x.md\"");
  }

  @Test
  void rendersTablesAndAnchors() {
    assertThat(Markdown.runbook("x", "## Look here\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n").html())
        .contains("<h2 id=\"look-here\">")
        .contains("<table>")
        .doesNotContain("style=");
  }

  @Test
  void summarizesWithTheFirstParagraph() {
    assertThat(Markdown.runbook("x", "# T\n\nFirst\nparagraph.\n\nSecond.").summary())
        .isEqualTo("First paragraph.");
  }
}
