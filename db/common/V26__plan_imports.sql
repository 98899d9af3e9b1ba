-- Which compiled plans have been put in force, so that an instance that starts with an old one is
-- told from one that brings a new one.
CREATE TABLE plan_import (
  number      BIGINT       NOT NULL PRIMARY KEY,
  hash        VARCHAR(80)  NOT NULL,
  signed_by   VARCHAR(80),
  imported_by VARCHAR(256) NOT NULL,
  imported_at BIGINT       NOT NULL
);
CREATE INDEX plan_import_by_hash ON plan_import (hash);
