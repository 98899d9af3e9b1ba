-- What the last check of a record found; apart from the row that the hot path writes.
CREATE TABLE execution_verification (
  execution_id VARCHAR(36) COLLATE "C" PRIMARY KEY,
  state VARCHAR(16) NOT NULL,
  verified_at BIGINT NOT NULL,
  failed_check VARCHAR(32),
  failed_seq INTEGER
);
CREATE INDEX execution_verification_mismatch ON execution_verification (execution_id)
  WHERE state = 'MISMATCH';

-- One row: how far the round of checks has come, and which instance goes on with it until when.
CREATE TABLE verification_sweep (
  id INTEGER PRIMARY KEY,
  owner VARCHAR(36),
  lease_until BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT,
  place VARCHAR(36) COLLATE "C" NOT NULL,
  up_to VARCHAR(36) COLLATE "C" NOT NULL,
  checked BIGINT NOT NULL,
  mismatched BIGINT NOT NULL
);
INSERT INTO verification_sweep (id, lease_until, place, up_to, checked, mismatched)
  VALUES (1, 0, '', '', 0, 0);
