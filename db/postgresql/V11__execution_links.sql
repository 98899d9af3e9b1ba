-- Which execution repeats which. Replays are seldom, so the execution's own row does not pay for it.
CREATE TABLE execution_link (
  parent_id VARCHAR(36) COLLATE "C" NOT NULL,
  child_id  VARCHAR(36) COLLATE "C" NOT NULL,
  PRIMARY KEY (parent_id, child_id)
);
CREATE INDEX execution_link_child ON execution_link (child_id);
