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
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetChange;
import net.intentus.budget.BudgetReader;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.Expected;
import net.intentus.budget.LedgerSource;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;

/** The budgets: how far they are used, by whom, and the forms that change them. */
@Path("/budgets")
@ApplicationScoped
public class BudgetsResource {
  private static final String LIST = "/console/budgets";

  private static final String BY_PLAN = "Budgets change by import of a compiled plan only here.";
  private static final String STALE =
      "Somebody else has changed the budget since you opened it. Open it again.";

  @Inject Pages pages;
  @Inject BudgetSource budgets;
  @Inject LedgerSource ledger;
  @Inject Clock clock;

  /** The budgets that the caller may see, by id. */
  @GET
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response list(
      @QueryParam("after") @DefaultValue("") String after, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Instant now = clock.instant();
    List<Budget> found =
        budgets.current().all().stream()
            .filter(budget -> budget.visibleTo(caller) && budget.id().compareTo(after) > 0)
            .limit(ListPage.REACH)
            .toList();
    ListPage<Budget> page = ListPage.of(LIST, after, found, Budget::id);
    List<BudgetRow> rows =
        ledger.usage(page.shown()).stream().map(one -> BudgetRow.of(one, now)).toList();
    return pages.ok(request, "budgets", page.model(rows));
  }

  /** The empty form; no id of a budget looks like its address. */
  @GET
  @Path("/_new")
  @RolesAllowed("admin")
  public Response form(@Context HttpServletRequest request) {
    caller(request);
    return pages.ok(request, "newbudget", Map.of("form", PlainForm.empty()));
  }

  /** Makes a budget. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed("admin")
  public Response create(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    Caller caller = caller(request);
    PlainForm form = PlainForm.of(fields);
    String id = form.value("id");
    BudgetReader.Reading reading = read(id, fields);
    if (!(reading instanceof BudgetReader.Reading.Accepted wanted)) {
      return again(request, form, wrong(reading));
    }
    BudgetChange change =
        budgets.put(wanted.budget(), new Expected.Nothing(), caller, clock.instant());
    if (change instanceof BudgetChange.Changed) {
      return Pages.seeOther(BudgetRow.url(id), "budget-made", id);
    }
    return again(
        request,
        form,
        List.of(
            change instanceof BudgetChange.Taken
                ? new Violation("/id", "is taken")
                : refused(change, "There are as many budgets as there may be.")));
  }

  private static Violation refused(BudgetChange change, String otherwise) {
    return change instanceof BudgetChange.NotDeterministic
        ? new Violation("/softLatencyMs", BudgetSource.NOT_DETERMINISTIC)
        : new Violation("", change instanceof BudgetChange.ByPlanOnly ? BY_PLAN : otherwise);
  }

  private Response again(HttpServletRequest request, PlainForm form, List<Violation> wrong) {
    return pages.page(request, 422, "newbudget", Map.of("form", form.wrong(wrong))).build();
  }

  /** One budget. */
  @GET
  @Path("/{id}")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response page(@PathParam("id") String id, @Context HttpServletRequest request) {
    Budget budget = visible(id, request);
    return page(request, 200, budget, BudgetRow.form(budget));
  }

  /** Changes a budget, if nobody else has since its page was read. */
  @POST
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed("admin")
  public Response save(
      @PathParam("id") String id,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    Budget budget = visible(id, request);
    PlainForm form = PlainForm.of(fields);
    BudgetReader.Reading reading = read(id, fields);
    if (!(reading instanceof BudgetReader.Reading.Accepted wanted)) {
      return page(request, 422, budget, form.wrong(wrong(reading)));
    }
    BudgetChange change = budgets.put(wanted.budget(), opened(form), caller, clock.instant());
    return change instanceof BudgetChange.Changed
        ? Pages.seeOther(BudgetRow.url(id), "budget-saved", id)
        : page(
            request,
            change instanceof BudgetChange.NotDeterministic ? 422 : 409,
            budget,
            form.wrong(List.of(refused(change, STALE))));
  }

  /** Removes a budget. */
  @POST
  @Path("/{id}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed("admin")
  public Response delete(
      @PathParam("id") String id,
      @FormParam("sure") @DefaultValue("") String sure,
      @Context HttpServletRequest request) {
    Caller caller = caller(request);
    Budget budget = visible(id, request);
    if (sure.isEmpty()) {
      Violation unsure = new Violation("", "Tick the box to delete the budget.");
      return page(request, 422, budget, BudgetRow.form(budget).wrong(List.of(unsure)));
    }
    BudgetChange change = budgets.remove(id, new Expected.Something(null), caller);
    if (change instanceof BudgetChange.ByPlanOnly) {
      Violation refused = new Violation("", BY_PLAN);
      return page(request, 409, budget, BudgetRow.form(budget).wrong(List.of(refused)));
    }
    return Pages.seeOther(LIST, "budget-gone", id);
  }

  /** What the page showed that was changed; nothing has the revision 0. */
  private static Expected opened(PlainForm form) {
    String revision = form.value("revision");
    return new Expected.Something(revision.matches("[0-9]{1,18}") ? Long.parseLong(revision) : 0L);
  }

  private static BudgetReader.Reading read(String id, MultivaluedMap<String, String> fields) {
    return BudgetReader.read(
        id,
        new FormDocument(fields)
            .text("scope", "scopeId", "period", "onSoft")
            .count("limitMicros")
            .count("limitTokens")
            .count("limitCalls")
            .number("softPercent")
            .number("softLatencyMs")
            .json());
  }

  /** The form has no field that could ask for what there is not. */
  private static List<Violation> wrong(BudgetReader.Reading reading) {
    return reading instanceof BudgetReader.Reading.Invalid invalid
        ? invalid.violations()
        : List.of(new Violation("", "This is not supported."));
  }

  private Response page(HttpServletRequest request, int status, Budget budget, PlainForm form) {
    BudgetRow row = BudgetRow.of(ledger.usage(budget), clock.instant());
    boolean changes = CallerContext.require(request).allTenants();
    return pages
        .page(request, status, "budget", Map.of("budget", row, "form", form, "changes", changes))
        .build();
  }

  private Budget visible(String id, HttpServletRequest request) {
    Budget budget = budgets.current().find(id);
    if (budget == null || !budget.visibleTo(CallerContext.require(request))) {
      throw new NotFoundException();
    }
    return budget;
  }

  private static Caller caller(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ForbiddenException::new);
  }
}
