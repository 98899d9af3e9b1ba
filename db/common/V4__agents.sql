-- Registered agents: the document is the registration as the contract writes it, without health.
-- A revision is the registry version that the change made, so it never comes again for any name.
CREATE TABLE agent (
  name       VARCHAR(512)     NOT NULL PRIMARY KEY,
  document   VARCHAR(1000000) NOT NULL,
  revision   BIGINT           NOT NULL,
  created_at BIGINT           NOT NULL,
  updated_at BIGINT           NOT NULL
);
CREATE INDEX agent_revision ON agent (revision);

-- Heartbeats change neither the registration nor the registry version.
CREATE TABLE agent_health (
  name           VARCHAR(512) NOT NULL PRIMARY KEY,
  status         VARCHAR(16)  NOT NULL,
  last_heartbeat BIGINT       NOT NULL
);

-- One row: raised in the transaction of every change, which also puts changes into one order.
CREATE TABLE registry_version (
  id       INTEGER NOT NULL PRIMARY KEY,
  version  BIGINT  NOT NULL,
  removals BIGINT  NOT NULL
);
INSERT INTO registry_version (id, version, removals) VALUES (1, 0, 0);
