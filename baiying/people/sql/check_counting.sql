-- A counting opens only for a registration of the same person whose document was seen and, where it needs a guardian,
-- whose guardian agreed, and to whose number somebody entitled agreed; never before it was seen (R003, R007). One that is written already closed is history.
--
-- Once per statement, so that a COPY of many costs one pass.
CREATE OR REPLACE FUNCTION people_check_counting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM added c LEFT JOIN people_registration r ON r.id = c.registration_id AND r.person_id = c.person_id
     WHERE r.id IS NULL OR r.verified_at IS NULL OR r.verified_at > c.from_at
        OR (c.to_at IS NULL
            AND (r.ended_at IS NOT NULL OR r.number_waits_since IS NOT NULL
                 OR (r.needs_guardian AND r.guardian_ok_at IS NULL)))) THEN
    RAISE EXCEPTION 'not verified, ended, or without the guardian''s consent: such a registration does not count'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'people_counted_only_if_verified';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER people_check_counting AFTER INSERT ON people_counting
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_check_counting();
