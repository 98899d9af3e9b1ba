package net.intentus.outbound;

import org.apache.hc.client5.http.protocol.HttpClientContext;

/** Carries the state of a call to where its first byte is about to be written. */
final class SendMarkingContext extends HttpClientContext {
  private final CallState state;

  SendMarkingContext(CallState state) {
    this.state = state;
  }

  void markSent() {
    state.markSent();
  }
}
