package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.journal.RestoreResult;
import net.intentus.journal.Restoring;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** Takes executions back from archives. */
@Path("/executions/import")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class RestoreResource {
  /** How many executions one request may bring. */
  static final int MAX_LINES = 1_000;

  /** A compressed body may be that many times as large as a body may be. */
  static final int MAX_RATIO = 16;

  @Inject Restoring restoring;
  @Inject Settings settings;

  /** Restores exported executions, one a line, plain or with {@code Content-Encoding: gzip}. */
  @POST
  @Consumes({"application/x-ndjson", MediaType.APPLICATION_JSON})
  public Response restore(byte[] body, @Context HttpServletRequest request) {
    Caller caller =
        CallerContext.requireAllTenants(
            request,
            () ->
                new ProblemException(ErrorCode.FORBIDDEN, "Archives hold records of all tenants."));
    List<byte[]> lines = lines(unpacked(body, request.getHeader("Content-Encoding")));
    return Answers.ok(document(restoring.restore(lines, caller)));
  }

  private byte[] unpacked(byte[] body, @Nullable String encoding) {
    if (encoding == null || encoding.equals("identity")) {
      return body;
    }
    if (!encoding.equals("gzip")) {
      throw new ProblemException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The only Content-Encoding taken is gzip.");
    }
    int limit = settings.limits().maxBodyBytes() * MAX_RATIO;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(limit + 1);
      if (plain.length > limit) {
        throw new ProblemException(BodyProblems.tooLarge(limit));
      }
      return plain;
    } catch (IOException e) {
      throw new ProblemException(Problem.malformed("The body is not compressed with gzip."));
    }
  }

  private static List<byte[]> lines(byte[] plain) {
    List<byte[]> lines = new ArrayList<>();
    for (int from = 0; from < plain.length; ) {
      int to = from;
      while (to < plain.length && plain[to] != '\n') {
        to++;
      }
      if (to > from) {
        lines.add(Arrays.copyOfRange(plain, from, to));
      }
      from = to + 1;
    }
    if (lines.size() > MAX_LINES) {
      throw new ProblemException(
          ErrorCode.PAYLOAD_TOO_LARGE, "Send at most " + MAX_LINES + " executions at once.");
    }
    return lines;
  }

  private static ObjectNode document(RestoreResult result) {
    ObjectNode json = Json.object();
    json.put("restored", result.restored());
    json.put("skipped", result.skipped());
    ArrayNode rejected = json.putArray("rejected");
    for (RestoreResult.Rejection rejection : result.rejected()) {
      ObjectNode row = rejected.addObject();
      row.put("line", rejection.line());
      row.put("executionId", rejection.executionId());
      row.put("reason", rejection.reason());
    }
    return json;
  }
}
