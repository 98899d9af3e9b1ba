package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.release.PlanDifference;
import net.intentus.release.PlanImport;
import net.intentus.release.PlanReport;

/** What is told of compiled plans. */
final class ReleaseDocuments {
  private ReleaseDocuments() {}

  static ObjectNode report(PlanReport report) {
    ObjectNode json = Json.object();
    json.put("hash", report.hash());
    json.put("liveHash", report.liveHash());
    json.put("same", report.same());
    json.put("signature", report.signature().wire());
    ArrayNode differences = json.putArray("differences");
    for (PlanDifference difference : report.differences()) {
      ObjectNode row = differences.addObject();
      row.put("part", difference.part());
      row.put("name", difference.name());
      row.set("live", difference.live());
      row.set("wanted", difference.wanted());
    }
    json.put("moreDifferences", report.more());
    return json;
  }

  static ObjectNode imported(PlanImport made) {
    ObjectNode json = Json.object();
    json.put("number", made.number());
    json.put("hash", made.hash());
    json.put("signedBy", made.signedBy());
    json.put("importedBy", made.by());
    json.put("importedAt", Times.format(made.at()));
    return json;
  }
}
