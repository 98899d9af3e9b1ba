-- Executions, their journal and their payloads by day (ADR 0015). What is here already becomes the
-- partition "before", as it stands: nothing is copied. What no partition takes goes to "default".
-- The days themselves are made by the application, ahead of time.
DO $$
DECLARE
  part RECORD;
  idx RECORD;
  bound_ms BIGINT;
  bound TEXT;
BEGIN
  -- The midnight (UTC) that "before" ends at: the next one, or the last one when nothing is here yet.
  SELECT (FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) / 86400)::BIGINT
      + CASE WHEN EXISTS (SELECT 1 FROM execution) THEN 1 ELSE 0 END) * 86400000 INTO bound_ms;
  bound := LPAD(TO_HEX(bound_ms), 12, '0');
  bound := SUBSTR(bound, 1, 8) || '-' || SUBSTR(bound, 9);

  FOR part IN
    SELECT * FROM (VALUES ('execution', 'id'), ('journal_block', 'execution_id'),
        ('execution_payload', 'execution_id')) AS t (name, key)
  LOOP
    EXECUTE FORMAT('ALTER TABLE %I RENAME TO %I', part.name, part.name || '_before');
    FOR idx IN
      SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = (part.name || '_before')::REGCLASS
    LOOP
      EXECUTE FORMAT('ALTER INDEX %I RENAME TO %I', idx.relname, idx.relname || '_before');
    END LOOP;

    EXECUTE FORMAT('CREATE TABLE %I (LIKE %I INCLUDING ALL) PARTITION BY RANGE (%I)',
        part.name, part.name || '_before', part.key);
    EXECUTE FORMAT('CREATE TABLE %I PARTITION OF %I DEFAULT',
        part.name || '_default', part.name);
    -- A clock that was ahead made identifiers beyond the bound.
    EXECUTE FORMAT('INSERT INTO %I SELECT * FROM %I WHERE %I >= %L',
        part.name || '_default', part.name || '_before', part.key, bound);
    EXECUTE FORMAT('DELETE FROM %I WHERE %I >= %L', part.name || '_before', part.key, bound);
    EXECUTE FORMAT('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
        part.name, part.name || '_before', bound);

    -- Every index has its name back, on the whole table.
    FOR idx IN
      SELECT p.relname AS parent, REGEXP_REPLACE(c.relname, '_before$', '') AS name
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_inherits h ON h.inhrelid = c.oid
        JOIN pg_class p ON p.oid = h.inhparent
        WHERE i.indrelid = (part.name || '_before')::REGCLASS
    LOOP
      IF idx.parent <> idx.name THEN
        EXECUTE FORMAT('ALTER INDEX %I RENAME TO %I', idx.parent, idx.name);
      END IF;
    END LOOP;
  END LOOP;
END
$$;
