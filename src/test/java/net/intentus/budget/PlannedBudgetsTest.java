package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import org.junit.jupiter.api.Test;

class PlannedBudgetsTest {
  private final Violations violations = new Violations();

  private ArrayNode normal(String budgets) {
    return PlannedBudgets.normal(Json.trusted(budgets.replace('\'', '"')), "/budgets", violations);
  }

  private List<String> pointers() {
    return violations.all().stream().map(Violation::pointer).toList();
  }

  @Test
  void theOrderAndWhatIsLeftOutMakeNoDifference() {
    String b = "{'id':'b','scope':'global','period':'day','limitCalls':2}";
    String a = "{'id':'a','scope':'tenant','scopeId':'acme','period':'hour','limitMicros':9%s}";
    ArrayNode one = normal("[" + b + "," + a.formatted("") + "]");
    ArrayNode other = normal("[" + a.formatted(",'onHard':'deny','onSoft':'none'") + "," + b + "]");
    assertThat(violations.isEmpty()).isTrue();
    assertThat(one).isEqualTo(other).isEqualTo(PlannedBudgets.normal(one, "", violations));
    assertThat(PlannedBudgets.of(PlannedBudgets.read(one))).isEqualTo(one);
  }

  @Test
  void everythingThatIsWrongIsNamedWithItsPlace() {
    String good = "{'id':'a','scope':'global','period':'day','limitCalls':2}";
    normal("[" + good + "," + good + ",{'id':'c','scope':'global','period':'day'},7]");
    assertThat(pointers()).contains("/budgets/1/id", "/budgets/2/limitMicros", "/budgets/3");
    normal("{}");
    assertThat(pointers()).contains("/budgets");
  }

  @Test
  void whatNeedsAnApprovalIsRefused() {
    normal(
        "[{'id':'a','scope':'global','period':'day','limitCalls':2,'onHard':'require_approval'}]");
    assertThat(pointers()).containsExactly("/budgets/0/onHard");
  }
}
