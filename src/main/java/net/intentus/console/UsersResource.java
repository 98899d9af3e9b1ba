package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleUser;
import net.intentus.security.SecondFactors;
import net.intentus.security.UserChange;
import net.intentus.security.Users;
import org.jspecify.annotations.Nullable;

/** The people who may sign in. */
@Path("/users")
@ApplicationScoped
@RolesAllowed("admin")
public class UsersResource {
  private static final String LIST = "/console/users";

  @Inject Pages pages;
  @Inject Users users;
  @Inject SecondFactors factors;

  /** The users, by name. */
  @GET
  public Response list(
      @QueryParam("after") @DefaultValue("") String after, @Context HttpServletRequest request) {
    ListPage<ConsoleUser> page =
        ListPage.of(
            LIST,
            after,
            users.page(CallerContext.require(request), after, ListPage.REACH),
            ConsoleUser::name);
    return pages.ok(request, "users", page.model(UserView::of));
  }

  /** The empty form. */
  @GET
  @Path("/new")
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "newuser", Map.of("form", PlainForm.empty()));
  }

  /** Makes a user, and shows a generated password this once. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    PlainForm form = PlainForm.of(fields);
    UserChange change =
        users.create(
            CallerContext.require(request),
            form.value("name"),
            form.text("tenant"),
            form.roles(),
            password(fields));
    if (change instanceof UserChange.Changed changed) {
      return changed.password() == null
          ? Pages.seeOther(LIST, "user-made", changed.user().name())
          : once(changed, request);
    }
    PlainForm again = form.with("password", "").wrong(wrong(change));
    return pages.page(request, 422, "newuser", Map.of("form", again)).build();
  }

  /** One user, and the forms that change it. */
  @GET
  @Path("/{name}")
  public Response page(@PathParam("name") String name, @Context HttpServletRequest request) {
    UserView view = UserView.of(find(name, request));
    return page(request, 200, view, view.form());
  }

  /** Changes tenant and roles. */
  @POST
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @PathParam("name") String name,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    ConsoleUser before = find(name, request);
    PlainForm form = PlainForm.of(fields);
    String tenant = Objects.requireNonNullElse(form.text("tenant"), before.tenant());
    ConsoleUser wanted = new ConsoleUser(name, tenant, form.roles(), before.disabled());
    return done(request, before, form, users.change(caller(request), wanted), "user-saved");
  }

  /** Lets the user in, or not any more. */
  @POST
  @Path("/{name}/access")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response access(
      @PathParam("name") String name,
      @FormParam("disabled") @DefaultValue("false") boolean disabled,
      @Context HttpServletRequest request) {
    ConsoleUser before = find(name, request);
    ConsoleUser wanted = new ConsoleUser(name, before.tenant(), before.roles(), disabled);
    return done(
        request,
        before,
        UserView.of(before).form(),
        users.change(caller(request), wanted),
        disabled ? "user-disabled" : "user-enabled");
  }

  /** Gives the user another password, and shows a generated one this once. */
  @POST
  @Path("/{name}/password")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response password(
      @PathParam("name") String name,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    ConsoleUser before = find(name, request);
    UserChange change = users.resetPassword(caller(request), name, password(fields));
    return change instanceof UserChange.Changed changed && changed.password() != null
        ? once(changed, request)
        : done(request, before, UserView.of(before).form(), change, "user-password");
  }

  /** Takes the user's second factor away. */
  @POST
  @Path("/{name}/second-factor")
  public Response factor(@PathParam("name") String name, @Context HttpServletRequest request) {
    ConsoleUser before = find(name, request);
    UserChange change = users.resetFactor(caller(request), name);
    return done(request, before, UserView.of(before).form(), change, "user-factor");
  }

  private Response done(
      HttpServletRequest request,
      ConsoleUser before,
      PlainForm form,
      UserChange change,
      String flash) {
    UserView view = UserView.of(before);
    return change instanceof UserChange.Changed
        ? Pages.seeOther(view.url(), flash, before.name())
        : page(request, 422, view, form.wrong(wrong(change)));
  }

  private Response page(HttpServletRequest request, int status, UserView view, PlainForm form) {
    boolean factor = factors.state(view.name()).on();
    Map<String, Object> model = Map.of("user", view, "form", form, "factor", factor);
    return pages.page(request, status, "user", model).build();
  }

  private Response once(UserChange.Changed changed, HttpServletRequest request) {
    return pages.ok(
        request,
        "once",
        Map.of(
            "title",
            "The password is set",
            "section",
            "users",
            "what",
            "Password of " + changed.user().name(),
            "secret",
            Objects.requireNonNull(changed.password()),
            "back",
            LIST));
  }

  private static List<Violation> wrong(UserChange change) {
    if (change instanceof UserChange.Invalid invalid) {
      return invalid.violations();
    }
    if (change instanceof UserChange.Taken) {
      return List.of(new Violation("/name", "is taken"));
    }
    if (change instanceof UserChange.Own) {
      return List.of(new Violation("", "Nobody changes its own rights; another admin can."));
    }
    if (change instanceof UserChange.NotFound) {
      throw new NotFoundException();
    }
    throw new ForbiddenException();
  }

  /** As it was typed: blanks at its ends belong to a password. Empty means a generated one. */
  private static @Nullable String password(MultivaluedMap<String, String> fields) {
    String typed = fields.getFirst("password");
    return typed == null || typed.isEmpty() ? null : typed;
  }

  private ConsoleUser find(String name, HttpServletRequest request) {
    return users.find(caller(request), name).orElseThrow(NotFoundException::new);
  }

  private static Caller caller(HttpServletRequest request) {
    return CallerContext.require(request);
  }
}
