-- Why a version of the policy was made, and which one it brought back.
ALTER TABLE policy_document ADD COLUMN reason VARCHAR(1000);
ALTER TABLE policy_document ADD COLUMN restored_from BIGINT;

-- Calls counted under a rate-limit key: the hash of the key, when its minute began, how many since.
CREATE TABLE rate_window (
    key_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    started  BIGINT      NOT NULL,
    used     BIGINT      NOT NULL
);
CREATE INDEX rate_window_started ON rate_window (started);
