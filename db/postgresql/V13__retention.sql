-- What retention did: a row a run.
CREATE TABLE retention_run (
  id VARCHAR(36) COLLATE "C" PRIMARY KEY,
  cause VARCHAR(16) NOT NULL,
  dry_run BOOLEAN NOT NULL,
  state VARCHAR(16) NOT NULL,
  started_by VARCHAR(512) NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  scanned BIGINT NOT NULL,
  payloads_erased BIGINT NOT NULL,
  executions_archived BIGINT NOT NULL,
  executions_deleted BIGINT NOT NULL,
  held BIGINT NOT NULL,
  unreadable BIGINT NOT NULL,
  partitions_dropped BIGINT NOT NULL,
  bytes_freed BIGINT NOT NULL,
  archive VARCHAR(1024),
  error VARCHAR(256)
);

-- Who may run it: one instance at a time, by the database's clock.
CREATE TABLE retention_lease (
  name VARCHAR(16) PRIMARY KEY,
  holder VARCHAR(36),
  until_at BIGINT NOT NULL
);
INSERT INTO retention_lease (name, holder, until_at) VALUES ('retention', NULL, 0);

-- What is kept although its time has come.
CREATE TABLE legal_hold (
  execution_id VARCHAR(36) COLLATE "C" PRIMARY KEY,
  reason VARCHAR(1024) NOT NULL,
  placed_by VARCHAR(512) NOT NULL,
  placed_at BIGINT NOT NULL
);

-- What came back from an archive: its age counts from then.
CREATE TABLE execution_restored (
  execution_id VARCHAR(36) COLLATE "C" PRIMARY KEY,
  restored_at BIGINT NOT NULL
);
