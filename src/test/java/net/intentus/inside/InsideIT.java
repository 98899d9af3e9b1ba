package net.intentus.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.intentus.intent.Caller;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Reading;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.Verifier;
import net.intentus.submission.Submission;
import net.intentus.submission.SubmissionResult;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From inside the container: the CDI router and the JPA store, without the HTTP entrances. */
@ExtendWith(ArquillianExtension.class)
public class InsideIT {
  private static final Caller CALLER =
      new Caller("test:inside", "default", Set.of("submitter"), null, null);

  @Inject Submission submission;
  @Inject ExecutionReader reader;
  @Inject Verifier verifier;

  @Deployment
  public static WebArchive application() {
    WebArchive built =
        ShrinkWrap.createFromZipFile(
            WebArchive.class, new File(System.getProperty("intentus.war")));
    return ShrinkWrap.create(WebArchive.class, "inside.war")
        .merge(
            built,
            Filters.exclude(
                "/WEB-INF/web\\.xml|.*/observability/LogSetup.*|.*/net/intentus/(api|console)/.*"))
        .addClasses(InsideIT.class, VandalAgent.class, SlowSink.class);
  }

  private static IntentEnvelope envelope(String intent, String payload) {
    String json =
        "{\"intent\":{\"name\":\"%s\"},\"payload\":%s,\"routing\":{\"strategy\":\"broadcast\"}}"
            .formatted(intent, payload);
    Reading reading =
        EnvelopeReader.read(
            json.getBytes(StandardCharsets.UTF_8),
            new EnvelopeReader.Defaults(
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                null,
                () -> "018f0000-0000-7000-8000-000000000000"));
    return ((Reading.Accepted) reading).envelope();
  }

  private SubmissionResult.Answered submit(String intent, String payload) {
    return assertInstanceOf(
        SubmissionResult.Answered.class,
        submission.submit(envelope(intent, payload), CALLER, "default"));
  }

  @Test
  public void storesWhatTheRouterDecided() {
    SubmissionResult.Answered answered = submit("EchoIntent", "{\"n\":1}");
    assertEquals(200, answered.httpStatus());

    ExecutionDetail detail = reader.find(answered.executionId()).orElseThrow();
    assertEquals(ExecutionStatus.SUCCEEDED, detail.summary().status());
    assertEquals("echo", detail.summary().agent());
    assertTrue(verifier.verify(answered.executionId()).orElseThrow().valid());
    assertEquals(1, reader.envelope(answered.executionId()).orElseThrow().at("/payload/n").asInt());
  }

  @Test
  public void anAgentThatChangesItsEnvelopeHarmsNobody() {
    ObjectNode response = submit("VandalIntent", "{\"keep\":\"me\"}").response();
    assertEquals("success", response.get("status").asText(), response.toString());
    assertEquals(2, response.at("/metadata/results").size(), response.toString());
    for (var row : response.at("/metadata/results")) {
      assertEquals("me", row.at("/payload/keep").asText(), response.toString());
    }
  }

  @Test
  public void aSinkThatFailsStopsNobody() throws InterruptedException {
    submit("EchoIntent", "{}");
    assertTrue(SlowSink.SPANS.await(10, TimeUnit.SECONDS), "the sink has seen a span");
    assertEquals(200, submit("EchoIntent", "{}").httpStatus());
  }
}
