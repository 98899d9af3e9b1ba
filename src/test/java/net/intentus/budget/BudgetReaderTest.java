package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetReaderTest {
  private static BudgetReader.Reading read(String id, String json) {
    return BudgetReader.read(id, Json.trusted(json.replace('\'', '"')));
  }

  @Test
  void readsWhatItWrites() {
    BudgetReader.Reading reading =
        read(
            "nightly-1",
            "{'scope':'Tenant','scopeId':'acme','period':'DAY','limitMicros':5,'limitTokens':null,"
                + "'softPercent':80,'onSoft':'degrade','onHard':'deny'}");
    assertThat(reading).isInstanceOf(BudgetReader.Reading.Accepted.class);
    Budget budget = ((BudgetReader.Reading.Accepted) reading).budget();
    assertThat(budget)
        .isEqualTo(
            new Budget(
                "nightly-1",
                Scope.TENANT,
                "acme",
                Period.DAY,
                new Limits(5L, null, null),
                80,
                null,
                true,
                0,
                0));
    assertThat(BudgetReader.read("nightly-1", budget.toJson())).isEqualTo(reading);
  }

  @Test
  void whatIsSlowMayTakeThePlaceOfWhatIsLow() {
    BudgetReader.Reading reading =
        read(
            "b",
            "{'scope':'global','period':'day','limitCalls':9,'softLatencyMs':250,"
                + "'onSoft':'degrade'}");
    Budget budget = ((BudgetReader.Reading.Accepted) reading).budget();
    assertThat(budget.watchesLatency()).isTrue();
    assertThat(budget.softLatencyMs()).isEqualTo(250);
    assertThat(budget.softPercent()).isNull();
    assertThat(BudgetReader.read("b", budget.toJson())).isEqualTo(reading);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | /scope",
        "{} | /period",
        "{'scope':'global','period':'day'} | /limitMicros",
        "{'scope':'galaxy','period':'day','limitCalls':1} | /scope",
        "{'scope':'global','period':'week','limitCalls':1} | /period",
        "{'scope':'global','scopeId':'x','period':'day','limitCalls':1} | /scopeId",
        "{'scope':'agent','period':'day','limitCalls':1} | /scopeId",
        "{'scope':'agent','scopeId':'*','period':'day','limitCalls':1} | /scopeId",
        "{'scope':'global','period':'day','limitCalls':-1} | /limitCalls",
        "{'scope':'global','period':'day','limitTokens':1.5} | /limitTokens",
        "{'scope':'global','period':'day','limitCalls':1,'softPercent':0} | /softPercent",
        "{'scope':'global','period':'day','limitCalls':1,'softPercent':101} | /softPercent",
        "{'scope':'global','period':'day','limitCalls':1,'onSoft':'degrade'} | /softPercent",
        "{'scope':'global','period':'day','limitCalls':1,'softLatencyMs':9} | /softLatencyMs",
        "{'scope':'global','period':'day','limitCalls':1,'softLatencyMs':0} | /softLatencyMs",
        "{'scope':'global','period':'day','limitCalls':1,'softLatencyMs':'9'} | /softLatencyMs",
        "{'scope':'global','period':'day','limitCalls':1,'onSoft':'stop'} | /onSoft",
        "{'scope':'global','period':'day','limitCalls':1,'onHard':'ask'} | /onHard",
        "{'scope':'global','period':'day','limitCalls':1,'id':'other'} | /id",
        "{'scope':'global','period':'day','limitCalls':1,'extra':1} | /extra",
      })
  void saysWhatIsWrong(String json, String pointer) {
    assertThat(read("b", json)).isInstanceOf(BudgetReader.Reading.Invalid.class);
    assertThat(((BudgetReader.Reading.Invalid) read("b", json)).violations())
        .extracting(Violation::pointer)
        .contains(pointer);
  }

  @Test
  void refusesApprovalsAndIdsThatAreNone() {
    String usable = "{'scope':'global','period':'day','limitCalls':1,'onHard':'%s'}";
    assertThat(read("b", usable.formatted("require_approval")))
        .isInstanceOf(BudgetReader.Reading.NotSupported.class);
    assertThat(read("a/b", usable.formatted("deny")))
        .isInstanceOf(BudgetReader.Reading.Invalid.class);
    assertThat(read("", usable.formatted("deny"))).isInstanceOf(BudgetReader.Reading.Invalid.class);
  }
}
