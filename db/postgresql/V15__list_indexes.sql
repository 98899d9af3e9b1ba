-- Every list is read along one index, newest first (ADR 0020): the value, then the identifier.
CREATE INDEX execution_trace_id ON execution (trace_id, id);
DROP INDEX execution_trace;
CREATE INDEX execution_intent ON execution (intent_name, id);
CREATE INDEX execution_agent ON execution (agent, id);
CREATE INDEX execution_error ON execution (error_code, id) WHERE error_code IS NOT NULL;
