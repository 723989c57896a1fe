-- From when to when a guardian's consent was in force, a row each: it may wait for another guardian, be in force by an
-- office's decision, wait again and be withdrawn, and the columns of the consent only say where it stands now.
--
-- The instants are the actor's, not the database's clock. Once per statement, so that a COPY of many costs one pass.
CREATE OR REPLACE FUNCTION people_keep_consent_span() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- What was in force for no time at all never was: given and made to wait in one act.
    DELETE FROM people_consentspan span USING added
     WHERE span.guardianship_id = added.id AND span.to_at IS NULL
       AND span.from_at >= coalesce(added.withdrawn_at, added.declined_at,
                                    CASE WHEN added.in_force_at IS NULL THEN added.waits_since END);
    UPDATE people_consentspan span
       SET to_at = coalesce(added.withdrawn_at, added.declined_at, added.waits_since)
      FROM added
     WHERE span.guardianship_id = added.id AND span.to_at IS NULL
       AND (added.withdrawn_at IS NOT NULL OR added.declined_at IS NOT NULL
            OR (added.waits_since IS NOT NULL AND added.in_force_at IS NULL));
  END IF;
  INSERT INTO people_consentspan (guardianship_id, from_at, to_at)
    SELECT added.id, coalesce(added.in_force_at, added.agreed_at), added.withdrawn_at FROM added
     WHERE added.agreed_at IS NOT NULL AND added.declined_at IS NULL
       AND (added.waits_since IS NULL OR added.in_force_at IS NOT NULL)
       -- One that comes in already withdrawn is history; one that was withdrawn later has been closed above.
       AND (added.withdrawn_at IS NULL
            OR (TG_OP = 'INSERT' AND added.withdrawn_at > coalesce(added.in_force_at, added.agreed_at)))
       AND NOT EXISTS (
         SELECT 1 FROM people_consentspan held WHERE held.guardianship_id = added.id AND held.to_at IS NULL);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER people_keep_consent_span AFTER UPDATE ON people_guardianship
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_keep_consent_span();

CREATE OR REPLACE TRIGGER people_begin_consent_span AFTER INSERT ON people_guardianship
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people_keep_consent_span();
