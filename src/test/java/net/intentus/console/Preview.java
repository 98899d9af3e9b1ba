package net.intentus.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.journal.ExecutionPage;

/** Renders every page with sample data to {@code target/preview}, to look at without a server. */
public final class Preview {
  private static final Path TARGET = Path.of("target/preview");
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Preview.class.getClassLoader(), "net.intentus.console.pages");

  private Preview() {}

  /** Writes the pages; the only argument is the theme. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(TARGET);
    for (String asset : List.of("console.css", "console.js", "icon.svg")) {
      Files.copy(
          Path.of("admin-ui/assets", asset),
          TARGET.resolve(asset),
          StandardCopyOption.REPLACE_EXISTING);
    }
    for (String theme : List.of("light", "dark")) {
      for (Map.Entry<String, String> page : pages(theme).entrySet()) {
        Files.writeString(TARGET.resolve(page.getKey() + "-" + theme + ".html"), page.getValue());
      }
    }
  }

  static Chrome chrome(Caller caller, String theme, Flash flash) {
    return new Chrome(
        caller, "t0ken", theme, flash, "/console/", false, "console.css", "console.js", "icon.svg");
  }

  static String render(String template, Map<String, Object> parameters) {
    StringOutput out = new StringOutput();
    ENGINE.render(template + ".jte", parameters, out);
    return out.toString();
  }

  /** Page name → HTML. */
  static Map<String, String> pages(String theme) {
    Chrome chrome = chrome(Fixtures.ADMIN, theme, null);
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(
        "login",
        render(
            "login",
            Map.of(
                "chrome",
                chrome(null, theme, null),
                "next",
                "/",
                "problem",
                "That did not work. Check the name and the password.")));
    ExecutionQuery query =
        ExecutionQuery.of(Map.of("agent", List.of("search-b"), "since", List.of("24h")));
    pages.put(
        "executions",
        render(
            "executions",
            Map.of(
                "chrome",
                chrome,
                "view",
                ExecutionsView.of(query, Fixtures.page(), Fixtures.checked(), Fixtures.NOW))));
    pages.put(
        "empty",
        render(
            "executions",
            Map.of(
                "chrome",
                chrome,
                "view",
                ExecutionsView.of(
                    ExecutionQuery.of(Map.of()),
                    new ExecutionPage(List.of(), null, 0, true, null),
                    Map.of(),
                    Fixtures.NOW))));
    execution(pages, chrome);
    UnderstandingFixtures.pages(pages, chrome);
    IdentityFixtures.pages(pages, chrome);
    SharingFixtures.pages(pages, chrome);
    agents(pages, chrome);
    Runbook runbook =
        Markdown.runbook(
            "agent-timeout",
            "# AGENT_TIMEOUT\n\nAn agent did not answer in time.\n\n## Look\n\n| sign | means"
                + " |\n| --- | --- |\n| one agent | it is slow |\n| all | the network |\n\n```\ncurl"
                + " -s localhost:8080/metrics\n```\n\n1. See [others](other.md).\n2. Check"
                + " `intentus.agents.call-ceiling-ms`.\n");
    pages.put(
        "runbooks",
        render(
            "runbooks", Map.of("chrome", chrome, "runbooks", List.of(runbook, runbook, runbook))));
    pages.put("runbook", render("runbook", Map.of("chrome", chrome, "runbook", runbook)));
    pages.put(
        "file",
        render(
            "verifyfile",
            Map.of(
                "chrome", chrome, "problem", "It is none.", "sweep", Fixtures.sweep(List.of()))));
    pages.put(
        "checked-file",
        render(
            "verifyfile",
            Map.of(
                "chrome",
                chrome,
                "report",
                VerifyView.of(Fixtures.verified(false)),
                "execution",
                "0195603e-9a10-7c3d-8f00-9b3c51d0a2f4",
                "sweep",
                Fixtures.sweep(List.of(Fixtures.mismatch())))));
    pages.put(
        "problem",
        render(
            "problem",
            Map.of(
                "chrome",
                chrome,
                "view",
                new ProblemView(
                    404, "Not found", "There is no page here.", "req-12", Url.runbook("X")))));
    return pages;
  }

  private static void execution(Map<String, String> pages, Chrome chrome) {
    for (String tab : List.of("decision", "events", "envelope", "verify")) {
      Map<String, Object> model = new LinkedHashMap<>();
      model.put("chrome", chrome);
      model.put(
          "view", ExecutionView.of(Fixtures.detail(), Fixtures.mismatch(), tab, Fixtures.NOW));
      String template = "execution";
      if (tab.equals("decision")) {
        model.put("related", UnderstandingFixtures.related());
      }
      if (tab.equals("events")) {
        template = "events";
        model.put("events", EventRow.of(Fixtures.events(), Fixtures.NOW));
      } else if (tab.equals("envelope")) {
        template = "document";
        model.put("title", "Envelope");
        model.put("absent", "none");
        model.put("tree", JsonTree.of(Fixtures.envelope(), ""));
      } else if (tab.equals("verify")) {
        template = "verify";
        model.put("report", VerifyView.of(Fixtures.verified(true)));
      }
      pages.put("execution-" + tab, render(template, model));
    }
  }

  private static void agents(Map<String, String> pages, Chrome chrome) {
    List<AgentRow> rows =
        List.of(
            AgentRow.of(Fixtures.agent("echo", null, 100, true), 1, "healthy", null),
            AgentRow.of(Fixtures.agent("search-a", "node-1", 10, true), 2, "healthy", null),
            AgentRow.of(
                Fixtures.agent("search-b", "node-2", 20, true),
                3,
                "degraded",
                Mark.of(Fixtures.HELD_OPEN)),
            AgentRow.of(Fixtures.agent("search-archive", "node-2", 90, false), 0, "unknown", null));
    Flash flash = Flash.read(Flash.value("registered", "search-b"));
    pages.put(
        "agents",
        render(
            "agents",
            Map.of(
                "chrome",
                chrome(Fixtures.ADMIN, chrome.theme(), flash),
                "view",
                new AgentsView(rows, "4", "", null, null))));
    AgentForm wrong =
        AgentForm.empty()
            .withViolations(
                List.of(
                    new Violation("/name", "Write a name."),
                    new Violation("/capabilities/0/intent/name", "Write an intent."),
                    new Violation("/endpoint/address", "Write an https address.")));
    pages.put("register", render("register", Map.of("chrome", chrome, "form", wrong)));
    pages.put(
        "agent",
        render(
            "agent",
            Map.of(
                "chrome",
                chrome,
                "view",
                new AgentView(
                    rows.get(2),
                    AgentForm.of(Fixtures.agent("search-b", "node-2", 20, true)),
                    true,
                    false,
                    3,
                    List.of(
                        new AgentView.Order(
                            "SearchIntent@*", List.of("echo", "search-a", "search-b"))),
                    Fixtures.circuit(true),
                    new AgentView.TestResult(
                        new Mark("ok", "check", "Succeeded"),
                        "38 ms",
                        "The agent answered.",
                        JsonTree.of(Fixtures.json("{\"found\":3,\"items\":[\"a\"]}"), "test:")),
                    "SearchIntent",
                    "1.0",
                    "{}",
                    null))));
    pages.put(
        "delete",
        render(
            "delete",
            Map.of("chrome", chrome, "agent", rows.get(2), "revision", 3L, "problem", "")));
  }
}
