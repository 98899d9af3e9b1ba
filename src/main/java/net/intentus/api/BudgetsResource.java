package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetChange;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.Expected;
import net.intentus.budget.LedgerSource;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** How much calls may use, and how much they have. */
@Path("/budgets")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class BudgetsResource {
  @Inject BudgetSource budgets;
  @Inject LedgerSource ledger;
  @Inject Clock clock;

  /** One page of the budgets that the caller may see, by id. */
  @GET
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    String after = page.after();
    List<Budget> found =
        budgets.current().all().stream()
            .filter(budget -> budget.visibleTo(caller))
            .filter(budget -> after == null || budget.id().compareTo(after) > 0)
            .limit(page.reach())
            .toList();
    return page.answer(found, Budget::toJson, Budget::id);
  }

  /** One budget. */
  @GET
  @Path("/{id}")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response get(@PathParam("id") String id, @Context HttpServletRequest request) {
    return document(200, visible(id, request));
  }

  /** How far it is used, and by whom. */
  @GET
  @Path("/{id}/usage")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response usage(@PathParam("id") String id, @Context HttpServletRequest request) {
    return Answers.ok(BudgetDocuments.usage(ledger.usage(visible(id, request))));
  }

  /** Puts a budget in force: a new one without a precondition, any other with {@code If-Match}. */
  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("admin")
  public Response put(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    Expected expected = expected(ifMatch);
    Budget wanted = BudgetDocuments.read(id, body);
    BudgetChange change = budgets.put(wanted, expected, caller, clock.instant());
    if (change instanceof BudgetChange.Changed done) {
      return document(done.created() ? 201 : 200, done.budget());
    }
    if (change instanceof BudgetChange.Taken && ifNoneMatch == null) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_REQUIRED,
          "There is a budget of that id. Send If-Match with the ETag that you have read, or"
              + " with *.");
    }
    if (change instanceof BudgetChange.NotFound) {
      throw stale();
    }
    throw refusal(change);
  }

  private static Expected expected(@Nullable String ifMatch) {
    return ifMatch == null || ifMatch.isBlank()
        ? new Expected.Nothing()
        : new Expected.Something(AgentTags.required(ifMatch, BudgetsResource::stale));
  }

  /** Removes a budget. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed("admin")
  public Response delete(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    visible(id, request);
    Long revision = AgentTags.required(ifMatch, BudgetsResource::stale);
    BudgetChange change = budgets.remove(id, new Expected.Something(revision), caller);
    if (change instanceof BudgetChange.Removed) {
      return Response.noContent().build();
    }
    throw refusal(change);
  }

  private static Caller caller(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, () -> refusal(new BudgetChange.NotAllowed()));
  }

  private Budget visible(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Budget budget = budgets.current().find(id);
    if (budget == null || !budget.visibleTo(caller)) {
      throw refusal(new BudgetChange.NotFound());
    }
    return budget;
  }

  private static Response document(int status, Budget budget) {
    return Answers.json(status, budget.toJson())
        .tag(new EntityTag(Long.toString(budget.revision())))
        .build();
  }

  private static ProblemException stale() {
    return refusal(new BudgetChange.Stale());
  }

  private static ProblemException refusal(BudgetChange change) {
    if (change instanceof BudgetChange.NotDeterministic) {
      return new ProblemException(
          Problem.invalid(
              List.of(new Violation("/softLatencyMs", BudgetSource.NOT_DETERMINISTIC))));
    }
    if (change instanceof BudgetChange.NotAllowed) {
      return new ProblemException(ErrorCode.FORBIDDEN, "Budgets hold for all tenants.");
    }
    if (change instanceof BudgetChange.ByPlanOnly) {
      return new ProblemException(
          ErrorCode.CONFLICT, "Budgets change by import of a compiled plan only here.");
    }
    if (change instanceof BudgetChange.TooMany) {
      return new ProblemException(ErrorCode.CONFLICT, "There are as many budgets as there may be.");
    }
    return change instanceof BudgetChange.NotFound
        ? new ProblemException(ErrorCode.NOT_FOUND, "There is no such budget.")
        : new ProblemException(
            ErrorCode.PRECONDITION_FAILED,
            "The budget has been changed since you read it. Read it again.");
  }
}
