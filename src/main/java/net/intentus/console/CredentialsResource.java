package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
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
import net.intentus.agent.Credential;
import net.intentus.agent.CredentialChange;
import net.intentus.agent.CredentialDraft;
import net.intentus.agent.CredentialReader;
import net.intentus.agent.Credentials;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** What agents want to see of their callers: written here, shown nowhere. */
@Path("/credentials")
@ApplicationScoped
@RolesAllowed("admin")
public class CredentialsResource {
  private static final String LIST = "/console/credentials";

  @Inject Pages pages;
  @Inject Credentials credentials;
  @Inject Clock clock;

  /** The credentials of the caller's tenant, by name. */
  @GET
  public Response list(
      @QueryParam("after") @DefaultValue("") String after, @Context HttpServletRequest request) {
    Instant now = clock.instant();
    Caller caller = CallerContext.require(request);
    ListPage<Credential> page =
        ListPage.of(
            LIST,
            after,
            credentials.list(ListPage.behind(after), ListPage.REACH, caller),
            Credential::name);
    return pages.ok(request, "credentials", page.model(one -> CredentialRow.of(one, now)));
  }

  /** The empty form. */
  @GET
  @Path("/new")
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "newcredential", Map.of("form", PlainForm.empty()));
  }

  /** Makes a credential. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    Violations wrong = new Violations();
    CredentialDraft draft = read(fields, null, wrong);
    if (wrong.isEmpty()) {
      CredentialChange change = credentials.create(draft, CallerContext.require(request));
      if (change instanceof CredentialChange.Changed done) {
        return Pages.seeOther(LIST, "credential-made", done.credential().name());
      }
      wrong.add("/" + field(change), words(change));
    }
    PlainForm again = PlainForm.of(fields).wrong(wrong.all());
    return pages.page(request, 422, "newcredential", Map.of("form", again)).build();
  }

  /** One credential, and the forms that change it. */
  @GET
  @Path("/{name}")
  public Response page(@PathParam("name") String name, @Context HttpServletRequest request) {
    Credential credential = find(name, request);
    return page(request, 200, credential, CredentialRow.form(credential));
  }

  /** Replaces it; a secret that is left out stays. */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response replace(
      @PathParam("name") String name,
      @FormParam("revision") @DefaultValue("-1") long revision,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    Credential old = find(name, request);
    Violations wrong = new Violations();
    fields.putSingle("name", name);
    CredentialDraft draft = read(fields, old, wrong);
    if (wrong.isEmpty()) {
      CredentialChange change =
          credentials.replace(draft, revision, CallerContext.require(request));
      if (change instanceof CredentialChange.Changed) {
        return Pages.seeOther(LIST, "credential-saved", name);
      }
      wrong.add("", words(change));
    }
    return page(request, 422, old, PlainForm.of(fields).wrong(wrong.all()));
  }

  /** Removes a credential that no agent refers to. */
  @POST
  @Path("/{name}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response delete(
      @PathParam("name") String name,
      @FormParam("sure") @DefaultValue("") String sure,
      @Context HttpServletRequest request) {
    Credential old = find(name, request);
    String why = "Tick the box to delete the credential.";
    if (!sure.isEmpty()) {
      CredentialChange change = credentials.remove(name, null, CallerContext.require(request));
      if (change instanceof CredentialChange.Removed) {
        return Pages.seeOther(LIST, "credential-gone", name);
      }
      why = words(change);
    }
    return page(request, 422, old, CredentialRow.form(old).wrong(List.of(new Violation("", why))));
  }

  private static CredentialDraft read(
      MultivaluedMap<String, String> fields, @Nullable Credential old, Violations wrong) {
    FormDocument form =
        new FormDocument(fields)
            .text("name", "tenantId", "type", "header", "username")
            .secret("secret");
    return CredentialReader.read(form.json(), old, wrong);
  }

  private static String field(CredentialChange change) {
    return change instanceof CredentialChange.Taken ? "name" : "tenantId";
  }

  private static String words(CredentialChange change) {
    if (change instanceof CredentialChange.Taken) {
      return "is taken";
    }
    if (change instanceof CredentialChange.InUse) {
      return "Agents refer to this credential. Change them first.";
    }
    if (change instanceof CredentialChange.NotAllowed) {
      return "You may change credentials of your own tenant only.";
    }
    if (change instanceof CredentialChange.Stale) {
      return "The credential has been changed since you read it. Read it again.";
    }
    throw new NotFoundException();
  }

  private Response page(
      HttpServletRequest request, int status, Credential credential, PlainForm form) {
    CredentialRow row = CredentialRow.of(credential, clock.instant());
    return pages
        .page(request, status, "credential", Map.of("credential", row, "form", form))
        .build();
  }

  private Credential find(String name, HttpServletRequest request) {
    return credentials
        .find(name, CallerContext.require(request))
        .orElseThrow(NotFoundException::new);
  }
}
