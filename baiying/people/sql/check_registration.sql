-- While a registration counts it stays open, verified and, where it needs a guardian, agreed to: whoever takes one of
-- these away closes the counting first.
CREATE OR REPLACE FUNCTION people_check_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added r JOIN people_counting c ON c.registration_id = r.id AND c.to_at IS NULL
     WHERE r.ended_at IS NOT NULL OR r.verified_at IS NULL OR r.person_id <> c.person_id
        OR r.number_waits_since IS NOT NULL OR (r.needs_guardian AND r.guardian_ok_at IS NULL)) THEN
    RAISE EXCEPTION 'this registration counts: close its counting first'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'people_counted_only_if_verified';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER people_check_registration AFTER UPDATE ON people_registration
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_check_registration();
