package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import net.intentus.agent.PeerRemoval;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import net.intentus.wire.PeerChange;
import net.intentus.wire.PeerReader;
import net.intentus.wire.PeerView;
import net.intentus.wire.Peers;
import org.jspecify.annotations.Nullable;

/** The nodes that this one shares keys with. They serve all tenants. */
@Path("/peers")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class PeersResource {
  @Inject Peers peers;
  @Inject PeerRemoval removal;
  @Inject Clock clock;

  /** One page of the peers, by node id. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    caller(request);
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<PeerView> found = peers.list(page.after(), page.reach());
    return page.answer(found, PeerDocuments::json, PeerView::nodeId);
  }

  /** Makes a peer with its first key. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(byte[] body, @Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = caller(request);
    PeerReader.Creation wanted = PeerDocuments.creation(body, clock.instant());
    PeerView peer = changed(peers.create(wanted.settings(), wanted.key(), caller));
    return document(201, peer)
        .location(uri.getAbsolutePathBuilder().segment(peer.nodeId()).build())
        .build();
  }

  /** One peer. */
  @GET
  @Path("/{nodeId}")
  public Response get(@PathParam("nodeId") String nodeId, @Context HttpServletRequest request) {
    caller(request);
    return document(200, known(nodeId)).build();
  }

  /** Changes a peer; its keys stay. */
  @PUT
  @Path("/{nodeId}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response replace(
      @PathParam("nodeId") String nodeId,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    known(nodeId);
    Long revision = AgentTags.required(ifMatch);
    PeerChange change = peers.replace(PeerDocuments.settings(body, nodeId), revision, caller);
    return document(200, changed(change)).build();
  }

  /** Removes a peer that no agent refers to, with all its keys. */
  @DELETE
  @Path("/{nodeId}")
  public Response delete(
      @PathParam("nodeId") String nodeId,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    known(nodeId);
    Long revision = AgentTags.required(ifMatch);
    PeerChange change = removal.remove(nodeId, revision, caller);
    if (change instanceof PeerChange.Removed) {
      return Response.noContent().build();
    }
    throw refusal(change);
  }

  /** Adds a key, which is accepted from now on. */
  @POST
  @Path("/{nodeId}/keys")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response addKey(
      @PathParam("nodeId") String nodeId, byte[] body, @Context HttpServletRequest request) {
    Caller caller = caller(request);
    known(nodeId);
    PeerChange change = peers.addKey(nodeId, PeerDocuments.key(body, clock.instant()), caller);
    return document(201, changed(change)).build();
  }

  /** Sends with that key from now on. */
  @POST
  @Path("/{nodeId}/keys/{keyId}/activate")
  public Response activate(
      @PathParam("nodeId") String nodeId,
      @PathParam("keyId") String keyId,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    return document(200, changed(peers.activate(nodeId, keyId, caller))).build();
  }

  /** Ends a key that does not send. */
  @DELETE
  @Path("/{nodeId}/keys/{keyId}")
  public Response deleteKey(
      @PathParam("nodeId") String nodeId,
      @PathParam("keyId") String keyId,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    changed(peers.removeKey(nodeId, keyId, caller));
    return Response.noContent().build();
  }

  private static Caller caller(HttpServletRequest request) {
    return CallerContext.requireAllTenants(
        request, () -> new ProblemException(ErrorCode.FORBIDDEN, "Peers belong to all tenants."));
  }

  private PeerView known(String nodeId) {
    return peers.view(nodeId).orElseThrow(() -> refusal(new PeerChange.NotFound()));
  }

  private static Response.ResponseBuilder document(int status, PeerView peer) {
    return Answers.json(status, PeerDocuments.json(peer))
        .tag(new EntityTag(Long.toString(peer.revision())));
  }

  private static PeerView changed(PeerChange change) {
    if (change instanceof PeerChange.Changed done) {
      return done.peer();
    }
    throw refusal(change);
  }

  private static ProblemException refusal(PeerChange change) {
    if (change instanceof PeerChange.Refused refused) {
      return new ProblemException(ErrorCode.CONFLICT, refused.reason());
    }
    if (change instanceof PeerChange.Taken) {
      return new ProblemException(ErrorCode.CONFLICT, "There is a peer of that node id already.");
    }
    return change instanceof PeerChange.Stale
        ? new ProblemException(
            ErrorCode.PRECONDITION_FAILED,
            "The peer has been changed since you read it. Read it again.")
        : new ProblemException(ErrorCode.NOT_FOUND, "There is no such peer or key.");
  }
}
