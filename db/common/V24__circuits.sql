-- What operators have decided about circuits of agents. The row of a closed one stays: its revision
-- tells every instance to forget the failures it has counted.
CREATE TABLE agent_circuit (
  agent      VARCHAR(512) NOT NULL PRIMARY KEY REFERENCES agent (name) ON DELETE CASCADE,
  held_open  BOOLEAN      NOT NULL,
  changed_by VARCHAR(512) NOT NULL,
  changed_at BIGINT       NOT NULL,
  revision   BIGINT       NOT NULL
);
