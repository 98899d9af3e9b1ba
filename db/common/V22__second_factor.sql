-- One-time passwords beside the password of console users. The shared secret is sealed; recovery
-- codes appear only as hashes; times are milliseconds since 1970 UTC.

CREATE TABLE second_factor (
  user_name    VARCHAR(128) NOT NULL PRIMARY KEY REFERENCES console_user (name),
  secret       VARCHAR(400) NOT NULL,
  confirmed_at BIGINT,
  last_step    BIGINT       NOT NULL
);

-- The hash is over the user's name as well.
CREATE TABLE recovery_code (
  code_hash VARCHAR(64)  NOT NULL PRIMARY KEY,
  user_name VARCHAR(128) NOT NULL REFERENCES console_user (name)
);
CREATE INDEX recovery_code_user ON recovery_code (user_name);

-- Who has given the password and not yet the second factor.
CREATE TABLE pending_sign_in (
  token_hash VARCHAR(64)  NOT NULL PRIMARY KEY,
  user_name  VARCHAR(128) NOT NULL REFERENCES console_user (name),
  expires_at BIGINT       NOT NULL
);
CREATE INDEX pending_sign_in_user ON pending_sign_in (user_name);
CREATE INDEX pending_sign_in_expiry ON pending_sign_in (expires_at);
