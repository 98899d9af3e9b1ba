-- Secrets that payloads refer to by name, sealed under the key ring. An empty tenant is every tenant.
CREATE TABLE payload_secret (
  id         VARCHAR(260) COLLATE "C" NOT NULL PRIMARY KEY,
  tenant     VARCHAR(128) NOT NULL,
  name       VARCHAR(128) NOT NULL,
  agents     VARCHAR(8192) NOT NULL,
  sealed     BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
