-- The last live city office of a city, and the last system, security and audit administrator, stay: without them nobody
-- appoints, keeps the system or reads the audit (GB/T 22239-2019 8.1.5). Pending appointments keep nothing.
--
-- Asked when the transaction commits, so that a successor may be appointed in the same one. Two that end two holders at
-- one moment wait for each other at the lock; the second then sees what the first has done.
CREATE OR REPLACE FUNCTION accounts_last_one_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_left record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('accounts_last_one_stays', 0));
  FOR v_left IN
    SELECT a.role, a.area_id FROM accounts_appointment a
     WHERE TG_TABLE_NAME = 'accounts_account' AND a.account_id = OLD.id AND a.accepted_at IS NOT NULL
       AND a.ends_at IS NULL AND a.role IN ('city_office', 'sysadmin', 'secadmin', 'auditor')
    UNION ALL
    SELECT o ->> 'role', (o ->> 'area_id')::bigint FROM to_jsonb(OLD) o WHERE TG_TABLE_NAME = 'accounts_appointment'
  LOOP
    IF NOT EXISTS (
      SELECT 1 FROM accounts_appointment a JOIN accounts_account h ON h.id = a.account_id
       WHERE a.role = v_left.role AND a.area_id IS NOT DISTINCT FROM v_left.area_id
         AND a.accepted_at IS NOT NULL AND a.ends_at IS NULL AND h.closed_at IS NULL) THEN
      RAISE EXCEPTION 'the last % stays until another is there', v_left.role
        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_last_one_stays';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- A constraint trigger cannot be replaced, only dropped and made anew.
DROP TRIGGER IF EXISTS accounts_last_one_stays ON accounts_appointment;
CREATE CONSTRAINT TRIGGER accounts_last_one_stays AFTER UPDATE OR DELETE ON accounts_appointment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.role IN ('city_office', 'sysadmin', 'secadmin', 'auditor')
        AND OLD.accepted_at IS NOT NULL AND OLD.ends_at IS NULL)
  EXECUTE FUNCTION accounts_last_one_stays();

DROP TRIGGER IF EXISTS accounts_last_one_open ON accounts_account;
CREATE CONSTRAINT TRIGGER accounts_last_one_open AFTER UPDATE OF closed_at ON accounts_account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
  EXECUTE FUNCTION accounts_last_one_stays();
