-- What a key is limited to, when it was last used, and where a session came from.

ALTER TABLE api_key ADD COLUMN last_used_at BIGINT;
ALTER TABLE api_key ADD COLUMN intents VARCHAR(8000) DEFAULT '' NOT NULL;
ALTER TABLE api_key ADD COLUMN addresses VARCHAR(2000) DEFAULT '' NOT NULL;
ALTER TABLE api_key ADD COLUMN environment VARCHAR(64);
CREATE INDEX api_key_created ON api_key (created_at, id);
CREATE INDEX api_key_subject ON api_key (subject);

ALTER TABLE console_session ADD COLUMN address VARCHAR(64);
ALTER TABLE console_session ADD COLUMN browser VARCHAR(256);

-- The chain over the trail. An entry is written in the transaction of the change it tells of,
-- without a place in the chain; the sealing gives it one as soon as it is committed.
ALTER TABLE audit_entry ADD COLUMN seq BIGINT;
ALTER TABLE audit_entry ADD COLUMN prev_hash VARCHAR(80);
ALTER TABLE audit_entry ADD COLUMN hash VARCHAR(80);
CREATE UNIQUE INDEX audit_entry_seq ON audit_entry (seq);
CREATE INDEX audit_entry_tenant ON audit_entry (tenant, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);

-- One row: its lock makes one instance at a time seal. The chain has a name of its own, so that
-- entries of another database do not fit.
CREATE TABLE audit_head (
  id    INTEGER     NOT NULL PRIMARY KEY,
  chain VARCHAR(36) NOT NULL,
  seq   BIGINT      NOT NULL,
  hash  VARCHAR(80) NOT NULL
);
INSERT INTO audit_head (id, chain, seq, hash) VALUES (1, '', 0, '');
