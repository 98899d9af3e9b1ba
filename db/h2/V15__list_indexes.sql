-- The executions of a trace in their order, so that a list can begin and stop anywhere in it (ADR
-- 0016). Intent, agent and error code have no index here: each would cost every execution.
CREATE INDEX execution_trace_id ON execution (trace_id, id);
DROP INDEX execution_trace;
