-- A counting is closed once, and then stays as it is: figures of closed years rest on it.
CREATE OR REPLACE FUNCTION people_guard_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.to_at IS NULL AND NEW.to_at IS NOT NULL
     AND (NEW.id, NEW.person_id, NEW.registration_id, NEW.from_at, NEW.why)
         IS NOT DISTINCT FROM (OLD.id, OLD.person_id, OLD.registration_id, OLD.from_at, OLD.why) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% on % refused: a counting is closed once, and stays', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER people_guard_counting BEFORE UPDATE OR DELETE ON people_counting
  FOR EACH ROW EXECUTE FUNCTION people_guard_counting();
