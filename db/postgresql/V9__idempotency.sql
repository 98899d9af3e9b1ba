-- Which execution a client's key stands for. Inserted in the transaction that opens the execution; no
-- foreign key, because an execution may go before its key expires.
CREATE TABLE idempotency_key (
  tenant VARCHAR(256) COLLATE "C" NOT NULL,
  idem_key VARCHAR(255) COLLATE "C" NOT NULL,
  digest BYTEA NOT NULL,
  execution_id VARCHAR(36) COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, idem_key)
);
CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at);
