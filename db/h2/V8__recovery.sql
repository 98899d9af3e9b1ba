-- Who works on an execution, and what it needs to be finished by another process (ADR 0008).
CREATE TABLE instance (
  id VARCHAR(36) PRIMARY KEY,
  lease_until BIGINT NOT NULL
);

ALTER TABLE execution ADD COLUMN owner VARCHAR(36);
ALTER TABLE execution ADD COLUMN epoch INTEGER DEFAULT 0 NOT NULL;

-- What was redacted from the record and a later call would need: sealed, and gone when the execution ends.
CREATE TABLE execution_original (
  execution_id VARCHAR(36) NOT NULL,
  part INTEGER NOT NULL,
  sealed VARBINARY(100000000) NOT NULL,
  PRIMARY KEY (execution_id, part)
);
