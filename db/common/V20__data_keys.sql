-- How often each data key of the key ring may have sealed a value: instances take their shares ahead.
CREATE TABLE data_key_use (
  key_id VARCHAR(64) NOT NULL PRIMARY KEY,
  uses   BIGINT      NOT NULL
);
