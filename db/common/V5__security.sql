-- Who may call. Secrets appear only as hashes; times are milliseconds since 1970 UTC.

CREATE TABLE api_key (
  id          VARCHAR(64)   NOT NULL PRIMARY KEY,
  secret_hash VARCHAR(64)   NOT NULL,
  subject     VARCHAR(200)  NOT NULL,
  tenant      VARCHAR(128)  NOT NULL,
  roles       VARCHAR(1000) NOT NULL,
  created_at  BIGINT        NOT NULL,
  expires_at  BIGINT,
  revoked_at  BIGINT
);

CREATE TABLE console_user (
  name          VARCHAR(128)  NOT NULL PRIMARY KEY,
  password_hash VARCHAR(255)  NOT NULL,
  tenant        VARCHAR(128)  NOT NULL,
  roles         VARCHAR(1000) NOT NULL,
  disabled      BOOLEAN       NOT NULL,
  created_at    BIGINT        NOT NULL
);

CREATE TABLE console_session (
  token_hash VARCHAR(64)  NOT NULL PRIMARY KEY,
  user_name  VARCHAR(128) NOT NULL REFERENCES console_user (name),
  csrf       VARCHAR(64)  NOT NULL,
  created_at BIGINT       NOT NULL,
  last_seen  BIGINT       NOT NULL,
  expires_at BIGINT       NOT NULL
);
CREATE INDEX console_session_user ON console_session (user_name);
CREATE INDEX console_session_expiry ON console_session (expires_at);

-- One row: whoever holds its lock does the bootstrap, whoever finds completed_at set does not.
CREATE TABLE bootstrap_mark (
  id           INTEGER NOT NULL PRIMARY KEY,
  completed_at BIGINT
);
INSERT INTO bootstrap_mark (id, completed_at) VALUES (1, NULL);
