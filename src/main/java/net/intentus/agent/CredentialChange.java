package net.intentus.agent;

/** What a wish to change the credentials came to. */
public sealed interface CredentialChange {

  /** It was done, for every instance. */
  record Changed(Credential credential) implements CredentialChange {}

  /** It is gone. */
  record Removed() implements CredentialChange {}

  /** The name belongs to another credential. */
  record Taken() implements CredentialChange {}

  /** There is no such credential for this caller. */
  record NotFound() implements CredentialChange {}

  /** It has been changed since the caller read it. */
  record Stale() implements CredentialChange {}

  /** The caller belongs to another tenant than it. */
  record NotAllowed() implements CredentialChange {}

  /** Agents still refer to it. */
  record InUse() implements CredentialChange {}
}
