package net.intentus.outbound;

/** Who stopped a call first, and how far it had come. Thread-safe. */
final class CallState {
  private enum Phase {
    RUNNING,
    TIMED_OUT,
    CANCELLED,
    CUT_OFF,
    ENDED
  }

  private final Runnable abort;
  private Phase phase = Phase.RUNNING;
  private boolean sent;

  CallState(Runnable abort) {
    this.abort = abort;
  }

  synchronized void markSent() {
    sent = true;
  }

  synchronized boolean sent() {
    return sent;
  }

  void timeOut() {
    stop(Phase.TIMED_OUT);
  }

  void cancel() {
    stop(Phase.CANCELLED);
  }

  /** Drops the rest of an answer that is too long. */
  OutboundResult cutOff() {
    stop(Phase.CUT_OFF);
    return stopped(new OutboundResult.TooLarge());
  }

  /** From here on nothing is aborted any more: the connection may serve another call. */
  synchronized void end() {
    if (phase == Phase.RUNNING) {
      phase = Phase.ENDED;
    }
  }

  private void stop(Phase reason) {
    synchronized (this) {
      if (phase != Phase.RUNNING) {
        return;
      }
      phase = reason;
    }
    abort.run();
  }

  /** The reason it was stopped for; the failure that was seen when nobody stopped it. */
  synchronized OutboundResult stopped(OutboundResult failure) {
    return switch (phase) {
      case TIMED_OUT -> new OutboundResult.TimedOut(sent);
      case CANCELLED -> new OutboundResult.Cancelled(sent);
      case CUT_OFF -> new OutboundResult.TooLarge();
      case RUNNING, ENDED -> failure;
    };
  }
}
