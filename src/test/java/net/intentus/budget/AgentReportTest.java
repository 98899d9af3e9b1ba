package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import net.intentus.config.Prices;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

class AgentReportTest {
  private static final PriceTable PRICES =
      PriceTable.of(
          new Prices(
              Map.of("big", new Prices.Price(2_500, 10_000), "odd", new Prices.Price(1, 1))));

  private static AgentReport report(String metadata, long perCall) {
    AgentReport report =
        AgentReport.of((ObjectNode) Json.trusted(metadata.replace('\'', '"')), PRICES, perCall);
    assertThat(report).isNotNull();
    return report;
  }

  @Test
  void saysNothingOfASilentAgentThatCostsNothing() {
    assertThat(AgentReport.of(null, PRICES, 0)).isNull();
    assertThat(AgentReport.of(Json.object().put("other", 1), PRICES, 0)).isNull();
    AgentReport fixed = AgentReport.of(null, PRICES, 7);
    assertThat(fixed).isNotNull();
    assertThat(fixed.usage()).isEqualTo(new Usage(0, 0, 7, null));
  }

  @Test
  void pricesTokensWhoseCostIsNotReportedAndRoundsUp() {
    AgentReport priced =
        report("{'usage':{'model':'big','inputTokens':1000,'outputTokens':100}}", 5);
    assertThat(priced.usage()).isEqualTo(new Usage(1000, 100, 2_500 + 1_000 + 5, "big"));
    assertThat(report("{'usage':{'model':'odd','inputTokens':1}}", 0).usage().costMicros())
        .isEqualTo(1);
    assertThat(report("{'usage':{'model':'big','inputTokens':9,'costMicros':3}}", 0).usage())
        .isEqualTo(new Usage(9, 0, 3, "big"));
    assertThat(report("{'usage':{'model':'none','inputTokens':9}}", 0).usage().costMicros())
        .isZero();
  }

  @Test
  void sumsTheCallsWhereThereIsNoUsage() {
    AgentReport summed =
        report(
            "{'calls':[{'type':'model','name':'big','inputTokens':400,'latencyMs':12},"
                + "{'type':'tool','name':'search','costMicros':20}]}",
            0);
    assertThat(summed.usage()).isEqualTo(new Usage(400, 0, 1_020, "big"));
    assertThat(summed.unreadable()).isFalse();
    assertThat(summed.calls())
        .extracting(ReportedCall::tool, ReportedCall::name, ReportedCall::latencyMs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, "big", 12L),
            org.assertj.core.groups.Tuple.tuple(true, "search", null));
  }

  @Test
  void keepsWhetherACallWorkedAndWhyNot() {
    AgentReport told =
        report(
            "{'calls':[{'type':'tool','name':'search','ok':false,'reason':'no such index',"
                + "'durationMs':31},{'type':'model','name':'m','ok':true}]}",
            0);
    ReportedCall failed = told.calls().get(0);
    assertThat(failed.latencyMs()).isEqualTo(31);
    assertThat(failed.toJson().toString())
        .isEqualTo(
            "{\"latencyMs\":31,\"name\":\"search\",\"ok\":false,\"reason\":\"no such index\","
                + "\"usage\":{\"costMicros\":0,\"inputTokens\":0,\"model\":null,\"outputTokens\":0}}");
    assertThat(failed.named(word -> "*").reason()).isEqualTo("*");
    assertThat(told.calls().get(1).ok()).isTrue();
    assertThat(told.calls().get(1).reason()).isNull();
    assertThat(told.unreadable()).isFalse();
    assertThat(report("{'calls':[{'type':'tool','ok':'perhaps'}]}", 0).unreadable()).isTrue();
  }

  @Test
  void countsWhatItCannotReadAsNothingAndTellsSo() {
    AgentReport wrong =
        report(
            "{'usage':{'model':7,'inputTokens':-1,'outputTokens':1.5,'costMicros':4},"
                + "'calls':[3,{'type':'else'}]}",
            0);
    assertThat(wrong.usage()).isEqualTo(new Usage(0, 0, 4, null));
    assertThat(wrong.unreadable()).isTrue();
    assertThat(report("{'usage':[],'calls':'x'}", 2).usage()).isEqualTo(new Usage(0, 0, 2, null));
  }

  @Test
  void namesAHundredCallsAndCountsTheOthers() {
    ObjectNode metadata = Json.object();
    for (int i = 0; i < 130; i++) {
      metadata.withArray("calls").addObject().put("type", "tool").put("costMicros", 1);
    }
    AgentReport many = AgentReport.of(metadata, PRICES, 0);
    assertThat(many).isNotNull();
    assertThat(many.calls()).hasSize(100);
    assertThat(many.more()).isEqualTo(30);
    assertThat(many.usage().costMicros()).isEqualTo(130);
  }

  @Test
  void theSamePricesHaveTheSameHash() {
    assertThat(PRICES.hash())
        .isEqualTo(
            PriceTable.of(
                    new Prices(
                        Map.of(
                            "odd", new Prices.Price(1, 1), "big", new Prices.Price(2_500, 10_000))))
                .hash())
        .isNotEqualTo(PriceTable.of(new Prices(Map.of())).hash());
    assertThat(
            PriceTable.of(new Prices(Map.of("m", new Prices.Price(Long.MAX_VALUE, 1))))
                .cost("m", Long.MAX_VALUE, 1))
        .hasValue(Long.MAX_VALUE / 1_000 + 1);
  }
}
