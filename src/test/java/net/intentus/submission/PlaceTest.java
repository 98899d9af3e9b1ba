package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.SettingsReader;
import net.intentus.execution.ExecutionFinished;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final ObjectNode RESPONSE = Json.object();
  private static final SubmissionResult ANSWER = new SubmissionResult.Answered("id", 200, RESPONSE);
  private final Lifecycle lifecycle = new Lifecycle();
  private final Admission admission =
      new Admission(
          SettingsReader.read(
              key -> Optional.ofNullable(Map.of("intentus.limits.max-concurrent", "2").get(key))),
          lifecycle);
  private final List<SubmissionResult> given = new ArrayList<>();
  private final Place place = new Place(admission, given::add);

  @BeforeEach
  void enter() {
    lifecycle.start();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).as("another submission").isTrue();
  }

  @Test
  void isFreeBeforeTheAnswerLeavesAndBusyUntilItHasLeft() {
    List<Integer> inFlight = new ArrayList<>();
    List<Boolean> busy = new ArrayList<>();
    admission.leave();
    Place observed =
        new Place(
            admission,
            result -> {
              inFlight.add(admission.inFlight());
              busy.add(admission.busy());
            });
    observed.answer(ANSWER);
    assertThat(inFlight).containsExactly(0);
    assertThat(busy).containsExactly(true);
    assertThat(admission.busy()).isFalse();
  }

  @Test
  void isGivenBackOnceWhenTheAnswerThrows() {
    Place failing =
        new Place(
            admission,
            result -> {
              throw new IllegalStateException("the client is gone");
            });
    assertThatThrownBy(() -> failing.answer(ANSWER)).isInstanceOf(IllegalStateException.class);
    failing.leave();
    assertThat(admission.inFlight()).isEqualTo(1);
  }

  @Test
  void answersOnce() {
    place.answer(ANSWER);
    place.answer(ANSWER);
    place.leave();
    assertThat(given).containsExactly(ANSWER);
    assertThat(admission.inFlight()).isEqualTo(1);
  }

  @Test
  void anAnswerThatCannotBeMadeIsAProblemAndFreesThePlace() {
    place.answer(
        "id",
        () -> {
          throw new IllegalStateException("secret");
        });
    assertThat(given).hasSize(1);
    SubmissionResult.Refused refused = (SubmissionResult.Refused) given.get(0);
    assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(refused.detail()).doesNotContain("secret");
    assertThat(admission.inFlight()).isEqualTo(1);
  }

  @Test
  void anObserverThatFailsTakesNobodysAnswerAway() {
    Ends ends = new Ends(broken());
    place.answer(
        "id",
        () -> {
          ends.tell(finished());
          return ANSWER;
        });
    assertThat(given).containsExactly(ANSWER);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private static Event<ExecutionFinished> broken() {
    return (Event<ExecutionFinished>)
        Proxy.newProxyInstance(
            Event.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("an observer is broken");
            });
  }

  private static ExecutionFinished finished() {
    return new ExecutionFinished(
        "id",
        "trace-1",
        "request-1",
        new IntentRef("PlaceIntent", "1.0"),
        Strategy.DIRECT,
        "agent-1",
        "tenant-1",
        ExecutionStatus.SUCCEEDED,
        null,
        1,
        Instant.EPOCH,
        1,
        "sha-256:envelope",
        "sha-256:head");
  }
}
