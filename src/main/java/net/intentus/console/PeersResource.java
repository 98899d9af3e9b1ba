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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.intentus.agent.PeerRemoval;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.security.CallerContext;
import net.intentus.wire.PeerChange;
import net.intentus.wire.PeerKeyDraft;
import net.intentus.wire.PeerReader;
import net.intentus.wire.PeerView;
import net.intentus.wire.Peers;

/** The nodes that this one shares keys with. They serve all tenants; no key is ever shown. */
@Path("/peers")
@ApplicationScoped
@RolesAllowed("admin")
public class PeersResource {
  private static final String LIST = "/console/peers";

  @Inject Pages pages;
  @Inject Peers peers;
  @Inject PeerRemoval removal;
  @Inject Clock clock;

  /** The peers, by node id. */
  @GET
  public Response list(
      @QueryParam("after") @DefaultValue("") String after, @Context HttpServletRequest request) {
    caller(request);
    Instant now = clock.instant();
    ListPage<PeerView> page =
        ListPage.of(
            LIST, after, peers.list(ListPage.behind(after), ListPage.REACH), PeerView::nodeId);
    return pages.ok(request, "peers", page.model(peer -> PeerRow.of(peer, now)));
  }

  /** The empty form. */
  @GET
  @Path("/new")
  public Response form(@Context HttpServletRequest request) {
    caller(request);
    return pages.ok(request, "newpeer", Map.of("form", PlainForm.empty().with("ttlSeconds", "60")));
  }

  /** Makes a peer with its first key. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    Caller caller = caller(request);
    Violations wrong = new Violations();
    FormDocument form =
        new FormDocument(fields)
            .text("nodeId", "provider")
            .number("ttlSeconds")
            .secret("key")
            .secret("nodeSecret")
            .time("keyExpiresAt");
    PeerReader.Creation wanted = PeerReader.creation(form.json(), clock.instant(), wrong);
    if (wrong.isEmpty()) {
      PeerChange change = peers.create(wanted.settings(), wanted.key(), caller);
      if (change instanceof PeerChange.Changed done) {
        String id = done.peer().nodeId();
        return Pages.seeOther(PeerRow.url(id), "peer-made", id);
      }
      wrong.add("/nodeId", "is taken");
    }
    PlainForm again = PlainForm.of(fields).wrong(wrong.all());
    return pages.page(request, 422, "newpeer", Map.of("form", again)).build();
  }

  /** One peer, and the forms that change it. */
  @GET
  @Path("/{nodeId}")
  public Response page(@PathParam("nodeId") String nodeId, @Context HttpServletRequest request) {
    caller(request);
    return page(request, 200, nodeId, PlainForm.empty());
  }

  /** Adds a key, which is accepted from now on. */
  @POST
  @Path("/{nodeId}/keys")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response addKey(
      @PathParam("nodeId") String nodeId,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    Violations wrong = new Violations();
    PeerKeyDraft draft =
        PeerReader.key(
            new FormDocument(fields).secret("key").ticked("active").time("expiresAt").json(),
            clock.instant(),
            wrong);
    return wrong.isEmpty()
        ? done(request, nodeId, peers.addKey(nodeId, draft, caller), "peer-key")
        : page(request, 422, nodeId, PlainForm.of(fields).wrong(wrong.all()));
  }

  /** Sends with that key from now on. */
  @POST
  @Path("/{nodeId}/keys/{keyId}/activate")
  public Response activate(
      @PathParam("nodeId") String nodeId,
      @PathParam("keyId") String keyId,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    return done(request, nodeId, peers.activate(nodeId, keyId, caller), "peer-active");
  }

  /** Ends a key that does not send. */
  @POST
  @Path("/{nodeId}/keys/{keyId}/remove")
  public Response removeKey(
      @PathParam("nodeId") String nodeId,
      @PathParam("keyId") String keyId,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    return done(request, nodeId, peers.removeKey(nodeId, keyId, caller), "peer-key-gone");
  }

  /** Removes a peer that no agent refers to, with all its keys. */
  @POST
  @Path("/{nodeId}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response delete(
      @PathParam("nodeId") String nodeId,
      @FormParam("sure") @DefaultValue("") String sure,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    if (sure.isEmpty()) {
      return wrong(request, nodeId, "Tick the box to delete the peer.");
    }
    PeerChange change = removal.remove(nodeId, null, caller);
    return change instanceof PeerChange.Removed
        ? Pages.seeOther(LIST, "peer-gone", nodeId)
        : done(request, nodeId, change, "peer-gone");
  }

  private Response done(
      HttpServletRequest request, String nodeId, PeerChange change, String flash) {
    if (change instanceof PeerChange.Changed) {
      return Pages.seeOther(PeerRow.url(nodeId), flash, nodeId);
    }
    if (change instanceof PeerChange.Refused refused) {
      return wrong(request, nodeId, refused.reason());
    }
    throw new NotFoundException();
  }

  private Response wrong(HttpServletRequest request, String nodeId, String why) {
    return page(request, 422, nodeId, PlainForm.empty().wrong(List.of(new Violation("", why))));
  }

  private Response page(HttpServletRequest request, int status, String nodeId, PlainForm form) {
    PeerView peer = peers.view(nodeId).orElseThrow(NotFoundException::new);
    PeerRow row = PeerRow.of(peer, clock.instant());
    return pages.page(request, status, "peer", Map.of("peer", row, "form", form)).build();
  }

  private static Caller caller(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ForbiddenException::new);
  }
}
