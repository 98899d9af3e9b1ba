package net.intentus.console;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The files that pages need. Open: the sign-in page needs them too. */
@Path("/assets")
@ApplicationScoped
@PermitAll
public class AssetsResource {
  @Inject Assets assets;

  /** One file: cached for ever under the hash of its content, else revalidated. */
  @GET
  @Path("/{name}")
  public Response asset(
      @PathParam("name") String name,
      @QueryParam("v") @Nullable String version,
      @Context Request request) {
    Assets.Asset asset = assets.find(name).orElseThrow(NotFoundException::new);
    EntityTag tag = new EntityTag(asset.hash());
    boolean exact = asset.hash().equals(version);
    String caching = exact ? "public, max-age=31536000, immutable" : "no-cache";
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.header("Cache-Control", caching).build();
    }
    return Response.ok(asset.content())
        .type(asset.type())
        .tag(tag)
        .header("Cache-Control", caching)
        .build();
  }
}
