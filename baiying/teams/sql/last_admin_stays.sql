-- An open body has an administrator, or it is kept by the one above: never neither. Without either nobody answers for
-- what its teams plan, nor appoints another. Who was only asked keeps nothing.
--
-- Asked when the transaction commits, so that a successor may come in the same one. Two that end two administrators of a
-- body at one moment wait for each other at the lock; the second then sees what the first has done. An account that is
-- closed cannot be told to stay: with it the keeping begins.
CREATE OR REPLACE FUNCTION teams_last_admin_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_body bigint;
BEGIN
  FOR v_body IN
    SELECT o.body_id FROM teams_office o
     WHERE TG_TABLE_NAME = 'accounts_account' AND o.account_id = OLD.id AND o.kind = 'unit_admin'
       AND o.accepted_at IS NOT NULL AND o.ends_at IS NULL
    UNION
    SELECT (to_jsonb(OLD) ->> 'body_id')::bigint WHERE TG_TABLE_NAME IN ('teams_office', 'teams_keeping')
    ORDER BY 1
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('teams_last_admin_stays:' || v_body, 0));
    IF EXISTS (SELECT 1 FROM teams_body b WHERE b.id = v_body AND b.closed_at IS NULL) AND NOT EXISTS (
      SELECT 1 FROM teams_office o JOIN accounts_account h ON h.id = o.account_id
       WHERE o.body_id = v_body AND o.kind = 'unit_admin' AND o.accepted_at IS NOT NULL AND o.ends_at IS NULL
         AND h.closed_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM teams_keeping k WHERE k.body_id = v_body AND k.ended_at IS NULL) THEN
      IF TG_TABLE_NAME = 'accounts_account' THEN
        INSERT INTO teams_keeping (body_id, why, since)
        VALUES (v_body, 'erased', (to_jsonb(NEW) ->> 'closed_at')::timestamptz) ON CONFLICT DO NOTHING;
      ELSE
        RAISE EXCEPTION 'the last administrator of a body stays until another is there'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'teams_last_admin_stays';
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- A constraint trigger cannot be replaced, only dropped and made anew.
DROP TRIGGER IF EXISTS teams_last_admin_stays ON teams_office;
CREATE CONSTRAINT TRIGGER teams_last_admin_stays AFTER UPDATE OR DELETE ON teams_office
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.kind = 'unit_admin' AND OLD.accepted_at IS NOT NULL AND OLD.ends_at IS NULL)
  EXECUTE FUNCTION teams_last_admin_stays();

DROP TRIGGER IF EXISTS teams_last_admin_open ON accounts_account;
CREATE CONSTRAINT TRIGGER teams_last_admin_open AFTER UPDATE OF closed_at ON accounts_account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
  EXECUTE FUNCTION teams_last_admin_stays();

DROP TRIGGER IF EXISTS teams_keeper_stays ON teams_keeping;
CREATE CONSTRAINT TRIGGER teams_keeper_stays AFTER UPDATE OR DELETE ON teams_keeping
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.ended_at IS NULL)
  EXECUTE FUNCTION teams_last_admin_stays();
