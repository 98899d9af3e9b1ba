package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Violation;
import net.intentus.security.ApiKey;
import net.intentus.security.CallerContext;
import net.intentus.security.KeyChanges;
import net.intentus.security.KeyIssue;
import net.intentus.security.KeyLimits;
import net.intentus.security.KeyRequest;

/** API keys: list, create, revoke. */
@Path("/keys")
@ApplicationScoped
@RolesAllowed("admin")
public class KeysResource {
  private static final String LIST = "/console/keys";

  @Inject Pages pages;
  @Inject KeyChanges keys;
  @Inject Clock clock;

  /** The keys, the newest first. */
  @GET
  public Response list(
      @QueryParam("after") @DefaultValue("") String after, @Context HttpServletRequest request) {
    Instant now = clock.instant();
    ListPage<ApiKey> page =
        ListPage.of(
            LIST,
            after,
            keys.page(CallerContext.require(request), ListPage.behind(after), ListPage.REACH),
            ApiKey::id);
    return pages.ok(request, "keys", page.model(key -> KeyRow.of(key, now)));
  }

  /** The empty form. */
  @GET
  @Path("/new")
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "key", Map.of("form", PlainForm.empty()));
  }

  /** Makes the key and shows it, this once: it is in no address, cookie or later page. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    PlainForm form = PlainForm.of(fields);
    String until = form.text("expiresAt");
    Instant expires = until == null ? null : Moment.read(until).orElse(null);
    if (expires == null && until != null) {
      return again(
          form, List.of(new Violation("/expiresAt", "write it as 2027-01-31T00:00")), request);
    }
    KeyLimits limits =
        new KeyLimits(form.words("intents"), form.words("addresses"), form.text("environment"));
    KeyIssue issue =
        keys.issue(
            CallerContext.require(request),
            new KeyRequest(
                form.text("subject"), form.text("tenant"), form.roles(), expires, limits));
    if (issue instanceof KeyIssue.Issued issued) {
      return pages.ok(
          request,
          "once",
          Map.of(
              "title",
              "The key is made",
              "section",
              "keys",
              "what",
              "API key of " + issued.key().subject(),
              "secret",
              issued.text(),
              "back",
              LIST));
    }
    if (issue instanceof KeyIssue.Invalid invalid) {
      return again(form, invalid.violations(), request);
    }
    throw new ForbiddenException();
  }

  /** Asks whether the key is really to be revoked. */
  @GET
  @Path("/{id}/revoke")
  public Response confirm(@PathParam("id") String id, @Context HttpServletRequest request) {
    ApiKey key = keys.find(CallerContext.require(request), id).orElseThrow(NotFoundException::new);
    return pages.ok(request, "revoke", Map.of("key", KeyRow.of(key, clock.instant())));
  }

  /** Revokes the key. */
  @POST
  @Path("/{id}/revoke")
  public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!keys.revoke(CallerContext.require(request), id)) {
      throw new NotFoundException();
    }
    return Pages.seeOther(LIST, "revoked", id);
  }

  private Response again(PlainForm form, List<Violation> wrong, HttpServletRequest request) {
    return pages.page(request, 422, "key", Map.of("form", form.wrong(wrong))).build();
  }
}
