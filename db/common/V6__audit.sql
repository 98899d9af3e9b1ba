-- Who changed what. Rows are only ever inserted; detail is a JSON object without secrets.

CREATE TABLE audit_entry (
  id          VARCHAR(36)   NOT NULL PRIMARY KEY,
  at_millis   BIGINT        NOT NULL,
  actor       VARCHAR(200)  NOT NULL,
  tenant      VARCHAR(128)  NOT NULL,
  action      VARCHAR(64)   NOT NULL,
  object_type VARCHAR(64)   NOT NULL,
  object_id   VARCHAR(256),
  address     VARCHAR(64),
  result      VARCHAR(16)   NOT NULL,
  detail      VARCHAR(4000) NOT NULL
);
