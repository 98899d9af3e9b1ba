-- One row an execution: what lists show and filter by. Identifiers are UUIDv7, so that their order is time.
CREATE TABLE execution (
  id VARCHAR(36) PRIMARY KEY,
  status VARCHAR(16) NOT NULL,
  tenant VARCHAR(256) NOT NULL,
  subject VARCHAR(512) NOT NULL,
  intent_name VARCHAR(1024) NOT NULL,
  intent_version VARCHAR(1024) NOT NULL,
  strategy VARCHAR(16) NOT NULL,
  agent VARCHAR(1024),
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  completed_at BIGINT,
  attempts INTEGER NOT NULL,
  trace_id VARCHAR(1024) NOT NULL,
  request_id VARCHAR(1024) NOT NULL,
  tags VARCHAR(70000),
  envelope_hash VARBINARY(100000000) NOT NULL,
  response_hash VARBINARY(100000000),
  fingerprint VARBINARY(100000000),
  journal_head VARBINARY(100000000) NOT NULL,
  routing_table_hash VARBINARY(100000000) NOT NULL,
  error_code VARCHAR(64),
  redaction_count INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX execution_trace ON execution (trace_id);
CREATE INDEX execution_status ON execution (status, id);

-- One row an append: its events packed together, each with its hash (ADR 0002).
CREATE TABLE journal_block (
  execution_id VARCHAR(36) NOT NULL,
  first_seq INTEGER NOT NULL,
  events INTEGER NOT NULL,
  data VARBINARY(100000000) NOT NULL,
  PRIMARY KEY (execution_id, first_seq)
);

-- Redacted and compressed, apart from the metadata, because it may have a shorter life.
CREATE TABLE execution_payload (
  execution_id VARCHAR(36) PRIMARY KEY,
  envelope VARBINARY(100000000),
  response VARBINARY(100000000)
);
