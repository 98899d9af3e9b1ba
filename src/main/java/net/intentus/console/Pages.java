package net.intentus.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.intentus.config.ComplianceMode;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.security.CallerContext;
import net.intentus.security.Csrf;
import org.jspecify.annotations.Nullable;

/** Renders templates into answers. Thread-safe. */
@Singleton
class Pages {
  static final String THEME_COOKIE = "intentus_theme";
  static final Set<String> THEMES = Set.of("system", "light", "dark");

  private final Assets assets;
  private final Settings settings;
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "net.intentus.console.pages");

  @Inject
  Pages(Assets assets, Settings settings) {
    this.assets = assets;
    this.settings = settings;
  }

  /** A page; the model lacks only the chrome, which the request gives. */
  Response.ResponseBuilder page(
      HttpServletRequest request, int status, String template, Map<String, Object> model) {
    Chrome chrome = chrome(request);
    Map<String, Object> all = new HashMap<>(model);
    all.put("chrome", chrome);
    StringOutput html = new StringOutput(16_384);
    engine.render(template + ".jte", all, html);
    Response.ResponseBuilder answer =
        Response.status(status)
            .type("text/html;charset=UTF-8")
            .entity(html.toString().getBytes(StandardCharsets.UTF_8));
    return chrome.flash() == null
        ? answer
        : answer.header("Set-Cookie", cookie(Flash.COOKIE, "", 0));
  }

  /** The same for a page that is as it should be. */
  Response ok(HttpServletRequest request, String template, Map<String, Object> model) {
    return page(request, 200, template, model).build();
  }

  /** After a form: go there. */
  static Response.ResponseBuilder seeOther(String path) {
    return Response.status(Response.Status.SEE_OTHER).location(URI.create(path));
  }

  /** After a form: go there, and say this once. */
  static Response seeOther(String path, String flash, String name) {
    return seeOther(path)
        .header("Set-Cookie", cookie(Flash.COOKIE, Flash.value(flash, name), 60))
        .build();
  }

  /** A cookie of the console that scripts need not read. */
  static String cookie(String name, String value, int maxAgeSeconds) {
    return name + "=" + value + "; Path=/console; HttpOnly; SameSite=Lax; Max-Age=" + maxAgeSeconds;
  }

  private Chrome chrome(HttpServletRequest request) {
    Caller caller = CallerContext.of(request).orElse(null);
    String theme = cookie(request, THEME_COOKIE);
    String query = request.getQueryString();
    boolean get = request.getMethod().equals("GET");
    String path = request.getRequestURI() + (query == null ? "" : "?" + query);
    return new Chrome(
        caller,
        CallerContext.session(request).map(Csrf::token).orElse(""),
        theme != null && THEMES.contains(theme) ? theme : "system",
        Flash.read(cookie(request, Flash.COOKIE)),
        get ? path : "/console/",
        settings.complianceMode() == ComplianceMode.DEVELOPMENT,
        assets.url("console.css"),
        assets.url("console.js"),
        assets.url("icon.svg"));
  }

  private static @Nullable String cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
