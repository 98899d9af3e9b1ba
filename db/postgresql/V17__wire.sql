-- Nodes that share keys with this one. What is sealed was sealed under the key ring; an empty value is none.
CREATE TABLE peer (
  node_id     VARCHAR(128) COLLATE "C"    NOT NULL PRIMARY KEY,
  provider    VARCHAR(16)     NOT NULL,
  ttl_seconds INTEGER         NOT NULL,
  node_secret BYTEA NOT NULL,
  revision    BIGINT          NOT NULL,
  created_at  BIGINT          NOT NULL,
  updated_at  BIGINT          NOT NULL
);

-- One of a peer's keys sends, all that have not expired are accepted; 0 is never.
CREATE TABLE peer_key (
  id         VARCHAR(36) COLLATE "C"     NOT NULL PRIMARY KEY,
  node_id    VARCHAR(128) COLLATE "C"    NOT NULL REFERENCES peer (node_id),
  sealed     BYTEA NOT NULL,
  active     BOOLEAN         NOT NULL,
  created_at BIGINT          NOT NULL,
  expires_at BIGINT          NOT NULL
);
CREATE INDEX peer_key_of_peer ON peer_key (node_id);

-- Messages of peers that were accepted and must not be accepted again; swept when expired.
CREATE TABLE peer_message (
  digest     BYTEA NOT NULL PRIMARY KEY,
  expires_at BIGINT        NOT NULL
);
CREATE INDEX peer_message_expiry ON peer_message (expires_at);

-- What agents want to see of callers. The secret is sealed.
CREATE TABLE agent_credential (
  name        VARCHAR(128) COLLATE "C"     NOT NULL PRIMARY KEY,
  tenant      VARCHAR(128),
  kind        VARCHAR(16)      NOT NULL,
  header_name VARCHAR(128),
  user_name   VARCHAR(256),
  sealed      BYTEA NOT NULL,
  revision    BIGINT           NOT NULL,
  created_at  BIGINT           NOT NULL,
  updated_at  BIGINT           NOT NULL
);
