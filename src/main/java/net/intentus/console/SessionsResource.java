package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleSession;
import net.intentus.security.Sessions;
import org.jspecify.annotations.Nullable;

/** Who is signed in: everybody sees its own sessions, an administrator those of its tenant. */
@Path("/sessions")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
public class SessionsResource {
  @Inject Pages pages;
  @Inject Sessions sessions;
  @Inject Clock clock;

  /**
   * One session in the list.
   *
   * @param here whether this very browser has it
   */
  public record Row(
      String url,
      String user,
      String tenant,
      boolean here,
      @Nullable String address,
      @Nullable String browser,
      Moment since,
      Moment seen,
      Moment until) {}

  /** The sessions, those used last first. */
  @GET
  public Response list(@Context HttpServletRequest request) {
    Instant now = clock.instant();
    String own = CallerContext.session(request).map(ConsoleSession::id).orElse("");
    List<Row> rows =
        sessions.list(CallerContext.require(request), true).stream()
            .map(session -> row(session, own, now))
            .toList();
    return pages.ok(request, "sessions", Map.of("rows", rows));
  }

  /** Signs a browser out. */
  @POST
  @Path("/{id}/end")
  public Response end(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!sessions.end(CallerContext.require(request), id)) {
      throw new NotFoundException();
    }
    return Pages.seeOther("/console/sessions", "session-ended", "");
  }

  private static Row row(ConsoleSession session, String own, Instant now) {
    return new Row(
        "/console/sessions/" + session.id() + "/end",
        session.user().name(),
        session.user().tenant(),
        session.id().equals(own),
        session.address(),
        session.browser(),
        Moment.of(session.createdAt(), now),
        Moment.of(session.lastSeen(), now),
        Moment.of(session.expiresAt(), now));
  }
}
